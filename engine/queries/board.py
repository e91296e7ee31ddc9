"""What the head of a service sees at a glance: who has how much, what is late and why, what has stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.queries import colleagues, inbox_counts
from engine.queries.colleagues import Colleague
from engine.queries.inbox import due_day
from engine.queries.inbox_views import Due
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people

MOST: Final = 200
CAUSES: Final = ("stopped", "late_before", "nobody", "somebody")
LOAD = """
select claimed_by, role, count(*)::int as steps,
    count(*) filter (where deadline_at < :now)::int as overdue,
    count(*) filter (where deadline_at >= :now and deadline_at < :soon)::int as soon,
    min(deadline_at) as nearest
from tasks where state = 0 and person_id is null and municipality_id = any (:places)
group by claimed_by, role
"""
OVERDUE = """
select t.id, t.case_id, t.element, t.role, t.claimed_by, t.opened_at, t.deadline_at,
    c.number, c.version_id, c.applicant_name,
    exists (select from incidents i where i.case_id = t.case_id and i.state = 'open') as is_stopped
from tasks t join cases c on c.id = t.case_id
where t.state = 0 and t.person_id is null and t.municipality_id = any (:places) and t.deadline_at < :now
order by t.deadline_at, t.id limit {most}
"""
STOPPED = """
select count(*)::int from incidents i
where i.state = 'open' and i.municipality_id = any (:places)
"""


@dataclass(frozen=True)
class Load:
    """How much somebody has; without a person it waits for whoever holds the role."""

    names: Names | None
    roles: tuple[str, ...]
    steps: int = 0
    overdue: int = 0
    soon: int = 0
    nearest: date | None = None

    @property
    def later(self) -> int:
        return self.steps - self.overdue - self.soon

    def with_more(self, row: Any) -> Load:
        """Add what somebody has in another role."""
        days = [day for day in (self.nearest, due_day(row.nearest)) if day is not None]
        return replace(
            self,
            steps=self.steps + row.steps,
            overdue=self.overdue + row.overdue,
            soon=self.soon + row.soon,
            nearest=min(days, default=None),
        )


@dataclass(frozen=True)
class Late:
    """A step whose deadline has passed, and what it is for."""

    task_id: UUID
    case_id: UUID
    case_number: str
    service: Names
    step: Names
    applicant: Names
    due_on: date | None
    opened_at: datetime
    cause: str  # one of CAUSES
    assignee: Names | None
    assignee_id: int | None
    role: str | None


@dataclass(frozen=True)
class Board:
    people: tuple[Load, ...]  # who works there, those with nothing too
    unclaimed: tuple[Load, ...]  # by role
    late: tuple[Late, ...]
    causes: Mapping[str, int]
    is_cut: bool  # there is more that is late
    stopped: int
    team: tuple[Colleague, ...]

    @property
    def most(self) -> int:
        """How many steps the longest of the bars stands for."""
        return max((one.steps for one in (*self.people, *self.unclaimed)), default=0)


def board(tx: Transaction) -> Board:
    """Return the state of the municipalities that the actor supervises. Raises `NotAllowed`."""
    places = [one for one in tx.actor.municipalities if tx.actor.may(Right.SUPERVISE, one)]
    if not places:
        raise NotAllowed
    team = colleagues.of(tx, tuple(places))
    *_, soon = inbox_counts.bounds(tx, Due.SOON)
    loads = tx.all(LOAD, places=places, now=tx.now, soon=soon)
    rows = tx.all(OVERDUE.format(most=MOST + 1), places=places, now=tx.now)
    names = people.names(tx, {one.claimed_by for one in (*loads, *rows) if one.claimed_by is not None})
    late = tuple(_late(tx, row, names) for row in rows[:MOST])
    return Board(
        people=_of_people(loads, names, team),
        unclaimed=_of_roles(loads),
        late=late,
        causes=dict(sorted(Counter(one.cause for one in late).items(), key=lambda one: CAUSES.index(one[0]))),
        is_cut=len(rows) > MOST,
        stopped=tx.scalar(STOPPED, places=places),
        team=team,
    )


def _of_people(loads: list[Any], names: Mapping[int, Names], team: tuple[Colleague, ...]) -> tuple[Load, ...]:
    """Return the load of each, the one with most that is late first."""
    found = {one.person_id: Load(one.names, one.roles) for one in team}
    for row in loads:
        if row.claimed_by is not None:
            before = found.get(row.claimed_by) or Load(names.get(row.claimed_by), ())
            found[row.claimed_by] = before.with_more(row)
    return tuple(
        sorted(found.values(), key=lambda one: (-one.overdue, -one.steps, (one.names or {}).get("ka", "")))
    )


def _of_roles(loads: list[Any]) -> tuple[Load, ...]:
    free = [row for row in loads if row.claimed_by is None]
    found = [Load(None, (row.role,) if row.role else ()).with_more(row) for row in free]
    return tuple(sorted(found, key=lambda one: (-one.overdue, -one.steps, one.roles)))


def _late(tx: Transaction, row: Any, names: Mapping[int, Names]) -> Late:
    version = published(tx, row.version_id)
    return Late(
        task_id=row.id,
        case_id=row.case_id,
        case_number=row.number,
        service=version.names,
        step=version.names_of(row.element),
        applicant=row.applicant_name,
        due_on=due_day(row.deadline_at),
        opened_at=row.opened_at,
        cause=_cause(row),
        assignee=names.get(row.claimed_by),
        assignee_id=row.claimed_by,
        role=row.role,
    )


def _cause(row: Any) -> str:
    if row.is_stopped:
        return "stopped"
    if row.opened_at >= row.deadline_at:
        return "late_before"
    return "nobody" if row.claimed_by is None else "somebody"
