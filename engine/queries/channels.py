"""What a person chose for the copies of letters, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from engine.db.pool import Transaction
from engine.stores import channels


@dataclass(frozen=True)
class Chosen:
    """A choice: of this case alone, or of all; without a contact copies stay in the portal."""

    contact_id: int | None
    language: str
    is_of_case: bool


@dataclass(frozen=True)
class Unreachable:
    """An address at which nothing arrives."""

    address: str = field(repr=False)
    since: datetime


def chosen(tx: Transaction, case_id: UUID | None = None) -> Chosen | None:
    """Return what whoever asks has chosen for the case, else for all; None if nothing was ever chosen."""
    if tx.actor.person_id is None:
        return None
    row = channels.choice(tx, tx.actor.person_id, case_id)
    if row is None:
        return None
    # An address that was given up took the copies along.
    contact_id = None if row.ended_at is not None else row.contact_id
    return Chosen(contact_id, row.language, row.case_id is not None)


def unreachable(tx: Transaction) -> tuple[Unreachable, ...]:
    if tx.actor.person_id is None:
        return ()
    return tuple(Unreachable(row.address, row.since) for row in channels.unreachable(tx, tx.actor.person_id))
