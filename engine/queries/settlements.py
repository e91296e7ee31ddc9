"""Lists of high-mountain settlements, for the administrators of the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import as_the_engine, of_the_country
from engine.queries.views import Names
from engine.settlements.plan import ListTerms, SettlementPlan, plan
from engine.spreadsheets import Cells
from engine.stores import people
from engine.stores import settlements as store

MOST_LISTS = 50


@dataclass(frozen=True)
class SettlementList:
    """A list: who proposed it and by which act, and what became of it."""

    list_id: UUID
    act: str
    first_on: date
    last_on: date | None
    is_whole: bool
    number: int
    proposed_by: Names
    proposed_at: datetime
    is_own: bool
    outcome: str | None
    ended_by: Names | None
    ended_at: datetime | None


@dataclass(frozen=True)
class OpenList:
    """A list with what would come of it now; None where it has ended, or its day has passed."""

    kept: SettlementList
    planned: SettlementPlan | None
    is_late: bool


def lists(tx: Transaction) -> tuple[SettlementList, ...]:
    """Return the lists, those that wait first. Raises `NotAllowed`."""
    of_the_country(tx)
    own = tx.actor.person_id
    with as_the_engine(tx):
        rows = store.lists(tx, most=MOST_LISTS)
        names = people.names(tx, {row.proposed_by for row in rows} | {row.ended_by for row in rows} - {None})
    return tuple(
        SettlementList(
            row.id,
            row.act,
            row.first_on,
            row.last_on,
            row.is_whole,
            row.number,
            names[row.proposed_by],
            row.proposed_at,
            row.proposed_by == own,
            row.outcome,
            None if row.ended_by is None else names[row.ended_by],
            row.ended_at,
        )
        for row in rows
    )


def one(tx: Transaction, list_id: UUID) -> OpenList:
    """Return a list with what would come of it. Raises `NotFound`, `NotAllowed`."""
    kept = next((found for found in lists(tx) if found.list_id == list_id), None)
    if kept is None:
        raise NotFound
    is_late = kept.first_on < local_date(tx.now)
    if kept.outcome is not None or is_late:
        return OpenList(kept, None, is_late)
    with as_the_engine(tx):
        cells = store.one(tx, list_id).cells
    planned = looked_at(tx, cells, ListTerms(kept.act, kept.first_on, kept.is_whole, kept.last_on))
    return OpenList(kept, planned, is_late)


def looked_at(tx: Transaction, cells: Sequence[Cells], terms: ListTerms) -> SettlementPlan:
    """Return what would come of a table. Raises `NotAllowed`, `ActNotNamed`, `DayIsOver`, `PeriodEmpty`."""
    of_the_country(tx)
    with as_the_engine(tx):
        return plan(tx, cells, terms, today=local_date(tx.now))
