"""Lists of high-mountain settlements, for the administrators of the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import as_the_engine, of_the_country
from engine.queries.proposals import Proposal, heads
from engine.settlements.plan import ListTerms, SettlementPlan, plan
from engine.spreadsheets import Cells
from engine.stores import settlements as store

MOST_LISTS = 50


@dataclass(frozen=True, kw_only=True)
class SettlementList(Proposal):
    """A list of settlements, of `number` rows."""

    list_id: UUID
    last_on: date | None
    is_whole: bool
    number: int


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
        told = heads(tx, rows, own)
    return tuple(
        SettlementList(list_id=row.id, last_on=row.last_on, is_whole=row.is_whole, number=row.number, **head)
        for row, head in zip(rows, told, strict=True)
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
