"""The queue of a community centre today, for those who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.centers.rules.at_center import center_of
from engine.centers.store import queue_tickets
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.stores import people


@dataclass(frozen=True)
class Ticket:
    """A number of today: it waits, was called, was served, or has gone."""

    ticket_id: UUID
    number: int
    taken_at: datetime
    called_at: datetime | None
    called_by: Names | None
    state: str


def of_today(tx: Transaction) -> tuple[Ticket, ...]:
    """Return the numbers of today at the centre of whoever asks, in their order."""
    rows = queue_tickets.of_day(tx, center_of(tx.actor), local_date(tx.now))
    names = people.names(tx, {row.called_by for row in rows if row.called_by is not None})
    return tuple(
        Ticket(row.id, row.number, row.taken_at, row.called_at, names.get(row.called_by), _state(row))
        for row in rows
    )


def ticket(tx: Transaction, ticket_id: UUID) -> Ticket:
    """Return a number of today. Raises `NotFound`."""
    for waiting in of_today(tx):
        if waiting.ticket_id == ticket_id:
            return waiting
    raise NotFound


def _state(row: Any) -> str:
    if row.ended_at is not None:
        return "served" if row.is_served else "gone"
    return "called" if row.called_at is not None else "waits"
