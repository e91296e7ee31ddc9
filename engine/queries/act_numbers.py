"""The numbers of acts: what became of each, for whoever accounts for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.db.pool import Database, Transaction
from engine.errors import NotFound
from engine.roles import Right
from engine.stores import act_numbers, reference
from engine.tenancy import system

MOST = 500  # on the page; older ones that an act bears are found by their case


@dataclass(frozen=True)
class UnusedNumber:
    """A number that was reserved and that no act bears; a reason where it was voided."""

    number: str
    state: str  # reserved, free, voided
    reason: str | None
    reserved_at: datetime


@dataclass(frozen=True)
class ActNumber:
    """A number that was reserved for an act, and what became of it."""

    municipality: str  # its code
    number: str
    state: str  # reserved, free, used, voided
    reason: str | None
    given_up: int  # how often an act that it was reserved for was not signed
    reserved_at: datetime
    settled_at: datetime | None
    case_id: UUID | None
    case_number: str | None


def keeps(tx: Transaction) -> bool:
    """Say whether the actor accounts for numbers anywhere."""
    return bool(_places(tx))


def reserved(tx: Transaction) -> tuple[ActNumber, ...]:
    """Return the numbers of the actor's municipalities: what still waits first, then the newest."""
    return tuple(
        ActNumber(
            *(row.municipality, row.number, row.state, row.reason, row.given_up),
            *(row.reserved_at, row.settled_at, row.case_id, row.case_number),
        )
        for row in act_numbers.listed(tx, _places(tx), most=MOST)
    )


def unused(database: Database, municipality: str, *, now: datetime) -> tuple[UnusedNumber, ...]:
    """Return the numbers of a municipality, in their order. Raises `NotFound`."""
    with database.transaction(system(), now=now) as tx:
        place = reference.municipality(tx, municipality)
    if place is None:
        raise NotFound
    with database.transaction(system(place.id), now=now) as tx:
        return tuple(
            UnusedNumber(row.number, row.state, row.reason, row.reserved_at)
            for row in act_numbers.unused(tx, place.id)
        )


def _places(tx: Transaction) -> list[int]:
    return [place for place in tx.actor.municipalities if tx.actor.may(Right.KEEP_NUMBERS, place)]
