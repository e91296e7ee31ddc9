"""A person's own contacts, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from engine.db.pool import Transaction
from engine.stores import contacts


@dataclass(frozen=True)
class OwnContact:
    """An address that codes may go to."""

    contact_id: int
    kind: str
    address: str = field(repr=False)
    ground: str
    confirmed_at: datetime


def mine(tx: Transaction) -> tuple[OwnContact, ...]:
    """Return the contacts of whoever asks, oldest first."""
    if tx.actor.person_id is None:
        return ()
    return tuple(
        OwnContact(row.id, row.kind, row.address, row.ground, row.confirmed_at)
        for row in contacts.of_person(tx, tx.actor.person_id)
    )
