"""Deadlines of open steps by day: one's own, those of one's offices, all that one oversees.

The same ranges of indexes as the lists of the inbox (`inbox_ranges`), between two days. Refuses to know how a
calendar is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import published
from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction
from engine.queries import inbox_ranges
from engine.queries.inbox import due_day
from engine.queries.inbox_ranges import Place
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people
from engine.stores.known import known

MOST: Final = 2_000  # steps of a calendar
WHOSE: Final = ("mine", "unit", "all")
ROWS: Final = """
with page as ({body}) select t.id, t.case_id, t.element, t.claimed_by, t.person_id, t.role, t.opened_at,
    t.deadline_at, t.touched_at, c.id as of_case, c.number, c.version_id, c.municipality_id, c.applicant_id
from page t join cases c on c.id = t.case_id order by t.deadline_at, c.number, t.id
"""


@dataclass(frozen=True)
class DueTask:
    """An open step with its day: no name of an applicant, and nothing that was answered."""

    task_id: UUID
    case_number: str
    service: Names
    step: Names
    due_on: date
    is_overdue: bool
    changed_at: datetime
    role: str | None
    assignee: Names | None


@dataclass(frozen=True)
class CalendarPage:
    """The open steps of some days in their order; `is_cut` where there are more than a calendar holds."""

    tasks: tuple[DueTask, ...]
    days_off: Mapping[date, str]
    today: date
    is_cut: bool
    may_see_all: bool

    def on(self, day: date) -> tuple[DueTask, ...]:
        return tuple(task for task in self.tasks if task.due_on == day)


@dataclass(frozen=True)
class _Seen:
    id: UUID
    municipality_id: int
    applicant_id: int
    version_id: int


def between(tx: Transaction, whose: str, first: date, last: date) -> CalendarPage:
    """Return the open steps whose day lies between two days, both with them."""
    body = inbox_ranges.body(tx.actor, whose if whose in WHOSE else WHOSE[0])
    rows = tx.all(
        ROWS.format(body=body.sql).format(limit=MOST + 1),
        **body.params,
        **Place(start_of_day(first), -1, "-infinity", UUID(int=0)).params(),
        until=start_of_day(last + timedelta(days=1)) + timedelta(microseconds=1),
    )
    shown = _of_concern(tx, [row for row in rows[:MOST] if first <= due_day(row.deadline_at) <= last])
    names = people.names(tx, {holder for row in shown if (holder := _holder(row)) is not None})
    return CalendarPage(
        tuple(_task(tx, row, names) for row in shown),
        _days_off(tx, first, last),
        local_date(tx.now),
        len(rows) > MOST,
        tx.actor.may_somewhere(Right.SEE_CASES),
    )


def _of_concern(tx: Transaction, rows: list[Any]) -> list[Any]:
    """Leave out the steps of cases that the actor may not look into, as a recused official may not."""
    cases = {
        row.case_id: _Seen(row.case_id, row.municipality_id, row.applicant_id, row.version_id) for row in rows
    }
    seen = {case.id for case in sight.among(tx, list(cases.values()))}
    return [row for row in rows if row.case_id in seen]


def _days_off(tx: Transaction, first: date, last: date) -> dict[date, str]:
    place = next(iter(tx.actor.municipalities), None)
    if place is None:
        return {}
    calendar = known(tx, place).calendar
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return {day: why for day in days if (why := calendar.day_off(day)) is not None}


def _holder(row: Any) -> int | None:
    holder: int | None = row.claimed_by or row.person_id
    return holder


def _task(tx: Transaction, row: Any, names: Mapping[int, Names]) -> DueTask:
    version = published(tx, row.version_id)
    return DueTask(
        task_id=row.id,
        case_number=row.number,
        service=version.names,
        step=version.names_of(row.element),
        due_on=due_day(row.deadline_at),
        is_overdue=row.deadline_at < tx.now,
        changed_at=row.touched_at or row.opened_at,
        role=row.role,
        assignee=names.get(_holder(row) or 0),
    )
