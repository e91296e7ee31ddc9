"""The numbers of acts that no act bears, for whoever accounts for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.db.pool import Database
from engine.errors import NotFound
from engine.stores import act_numbers, reference
from engine.tenancy import system


@dataclass(frozen=True)
class UnusedNumber:
    """A number that was reserved and that no act bears; a reason where it was voided."""

    number: str
    state: str  # reserved, free, voided
    reason: str | None
    reserved_at: datetime


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
