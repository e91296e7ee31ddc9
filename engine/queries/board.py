"""Dashboard of the head of a service: who has how much, overdue cases and their causes, open incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.queries import colleagues, inbox_counts, overdue_cases
from engine.queries.colleagues import Colleague
from engine.queries.inbox import due_day
from engine.queries.inbox_views import Due
from engine.queries.overdue_cases import CAUSES, OverdueCase
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people

MOST: Final = 200  # overdue cases that are listed one by one
# The steps of an official who is named are theirs as much as those that they have taken.
LOAD = """
select coalesce(claimed_by, person_id) as holder, person_id is not null as is_named, role,
    count(*)::int as steps,
    count(*) filter (where deadline_at < :now)::int as overdue,
    count(*) filter (where deadline_at >= :now and deadline_at < :soon)::int as soon,
    min(deadline_at) as nearest
from tasks where state = 0 and municipality_id = any (:places) and person_id is distinct from applicant_id
group by holder, is_named, role
"""
INCIDENTS = """
select count(*)::int from incidents i
where i.state = 'open' and i.municipality_id = any (:places)
"""


@dataclass(frozen=True)
class Load:
    """Workload of somebody; without a person it waits for whoever holds the role."""

    names: Names | None
    roles: tuple[str, ...]
    steps: int = 0
    overdue: int = 0
    soon: int = 0
    nearest: date | None = None
    person_id: int | None = None

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
class Board:
    people: tuple[Load, ...]  # who works there, those with nothing too
    unclaimed: tuple[Load, ...]  # by role
    overdue_cases: tuple[OverdueCase, ...]  # by what the earliest of them wait for
    overdue_total: int  # all of them
    causes: Mapping[str, int]  # of those that are told one by one
    is_cut: bool  # there are more overdue cases than are listed
    incidents: int
    team: tuple[Colleague, ...]

    @property
    def most_listed(self) -> int:
        """How many overdue cases are listed one by one at most."""
        return MOST

    @property
    def most(self) -> int:
        """How many steps the longest of the bars stands for."""
        return max((load.steps for load in (*self.people, *self.unclaimed)), default=0)


def board(tx: Transaction) -> Board:
    """Return the state of the municipalities that the actor supervises. Raises `NotAllowed`."""
    places = [
        municipality
        for municipality in tx.actor.municipalities
        if tx.actor.may(Right.SUPERVISE, municipality)
    ]
    if not places:
        raise NotAllowed
    team = colleagues.of(tx, tuple(places))
    *_, soon = inbox_counts.bounds(tx, Due.SOON)
    loads = tx.all(LOAD, places=places, now=tx.now, soon=soon)
    names = people.names(tx, {load.holder for load in loads if load.holder is not None})
    overdue, total = overdue_cases.overdue(tx, places, most=MOST)
    counted = Counter(step.cause for step in overdue)
    return Board(
        people=_of_people(loads, names, team),
        unclaimed=_of_roles(loads),
        overdue_cases=overdue,
        overdue_total=total,
        causes={cause: counted[cause] for cause in CAUSES if cause in counted},
        is_cut=total > MOST,
        incidents=tx.scalar(INCIDENTS, places=places),
        team=team,
    )


def _of_people(loads: list[Any], names: Mapping[int, Names], team: tuple[Colleague, ...]) -> tuple[Load, ...]:
    """Return the load of each, the one with most overdue steps first."""
    found = {
        colleague.person_id: Load(colleague.names, colleague.roles, person_id=colleague.person_id)
        for colleague in team
    }
    for row in loads:
        is_outside = row.is_named and row.holder not in found  # somebody beside the applicant
        if row.holder is not None and not is_outside:
            before = found.get(row.holder) or Load(names.get(row.holder), (), person_id=row.holder)
            found[row.holder] = before.with_more(row)
    return tuple(
        sorted(found.values(), key=lambda one: (-one.overdue, -one.steps, (one.names or {}).get("ka", "")))
    )


def _of_roles(loads: list[Any]) -> tuple[Load, ...]:
    free = [row for row in loads if row.holder is None]
    found = [Load(None, (row.role,) if row.role else ()).with_more(row) for row in free]
    return tuple(sorted(found, key=lambda one: (-one.overdue, -one.steps, one.roles)))
