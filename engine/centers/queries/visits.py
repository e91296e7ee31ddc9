"""Visits to a community centre, and figures of them, for those who may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from engine.centers.store import visits
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries.views import Names

RECENT: Final = timedelta(days=30)


@dataclass(frozen=True)
class Visit:
    """Visit, and what the visitor was given; `names` are those of a service of the directory."""

    visit_id: UUID
    number: int
    kind: str
    names: Names | None
    partner_names: Names | None
    referred_to: str
    people: int
    visited_on: date
    outcome: str | None


@dataclass(frozen=True)
class Figure:
    """Numbers of a centre's visits of a kind, of the people who came, and of what came of the visits."""

    center: int
    center_names: Names
    kind: str
    partner_names: Names | None
    visits: int
    people: int
    received: int
    refused: int
    not_known: int

    @property
    def waiting(self) -> int:
        """Of how many nobody has noted yet what came of them."""
        return self.visits - self.received - self.refused - self.not_known


def recent(tx: Transaction, *, number: int | None = None) -> tuple[Visit, ...]:
    """Return the visits of the last days at the centre of whoever asks, or the one of a number."""
    if tx.actor.center is None:
        return ()
    since = local_date(tx.now) - RECENT
    return tuple(_visit(row) for row in visits.listed(tx, tx.actor.center, since=since, number=number))


def figures(tx: Transaction, *, since: date, until: date) -> tuple[Figure, ...]:
    """Return the figures of the days from `since` to the day before `until`."""
    rows = visits.figures(tx, since=since, until=until, today=local_date(tx.now))
    return tuple(
        Figure(
            row.center,
            row.center_names,
            row.kind,
            row.partner_names,
            row.visits,
            int(row.people),
            row.received,
            row.refused,
            row.not_known,
        )
        for row in rows
    )


def _visit(row: Any) -> Visit:
    return Visit(
        row.id,
        row.number,
        row.kind,
        row.names,
        row.partner_names,
        row.referred_to,
        row.people,
        row.visited_on,
        row.outcome,
    )
