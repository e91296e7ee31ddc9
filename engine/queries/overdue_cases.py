"""Overdue cases and what they wait for: cases whose day has passed, whoever's turn it is, and overdue steps.

A case without a step for the office waits for its applicant, a payment, a system, a message or a timer, and
stays overdue all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from engine.cases import sight
from engine.cases.messages import WITHDRAWN
from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.queries.inbox import due_day
from engine.queries.views import Names
from engine.stores import people

OF_OFFICE: Final = ("incident", "overdue_before", "nobody", "somebody")
ELSEWHERE: Final = ("applicant", "payment", "answer", "message", "timer", "nothing")
CAUSES: Final = (*OF_OFFICE, *ELSEWHERE)
IDS: Final = """
select c.id, c.due_at from cases c
where c.municipality_id = any (:places) and c.closed_at is null and c.due_at < :now
union all select t.case_id, t.deadline_at from tasks t
where t.state = 0 and t.municipality_id = any (:places) and t.deadline_at < :now
"""
CASES: Final = """
select l.*, exists (select from incidents i where i.case_id = l.id and i.state = 'open') as has_incident,
    (select max(e.at) from step_events e where e.case_id = l.id) as moved_at
from (
    select c.id, c.number, c.version_id, c.applicant_name, c.due_at < :now as is_whole, f.due_at,
        count(*) over () as of_all
    from (select id, min(due_at) as due_at from ({ids}) o group by id) f join cases c on c.id = f.id
    where {condition} order by f.due_at, c.id limit {most}
) l order by l.due_at, l.id
"""
# A message or a timer beside something else is a way out of it, as withdrawing is of everything.
WAITS: Final = """
select t.case_id, 'step' as kind, t.opened_at as since, t.id as task_id, t.element, t.role, t.claimed_by,
    t.person_id, t.person_id = t.applicant_id as is_of_applicant, t.deadline_at
from tasks t where t.case_id = any (:ids) and t.state = 0
union all select case_id, 'payment', asked_at, null, null, null, null, null, null, null
from payments where case_id = any (:ids) and state = 'due'
union all select case_id, 'answer', created_at, null, null, null, null, null, null, null
from jobs where case_id = any (:ids) and state in ('queued', 'incident')
union all select case_id, 'message', awaited_at, null, null, null, null, null, null, null
from messages_awaited where case_id = any (:ids) and name <> :withdrawn
union all select case_id, 'timer', null, null, null, null, null, null, null, null
from timers where case_id = any (:ids) and token is not null
order by case_id, deadline_at, since, task_id
"""


@dataclass(frozen=True)
class OverdueCase:
    """An overdue case and one thing that it waits for: a step, or what `cause` says."""

    task_id: UUID | None
    case_id: UUID
    case_number: str
    service: Names
    step: Names | None
    applicant: Names
    due_on: date | None
    opened_at: datetime  # since when it waits for this
    cause: str  # one of CAUSES
    assignee: Names | None
    assignee_id: int | None
    role: str | None
    may_assign: bool  # a step of the office, and of no certain person


def overdue(tx: Transaction, places: list[int], *, most: int) -> tuple[tuple[OverdueCase, ...], int]:
    """Return what the earliest of the overdue cases wait for, and how many cases are overdue."""
    concern = sight.condition(tx)
    sql = CASES.format(ids=IDS, condition=concern.sql, most=most)
    rows = tx.all(sql, places=places, now=tx.now, **concern.params)
    found = tx.all(WAITS, ids=[row.id for row in rows], withdrawn=WITHDRAWN)
    waits = {case_id: list(some) for case_id, some in groupby(found, key=lambda one: one.case_id)}
    names = people.names(tx, {holder for step in found if (holder := _holder(step))})
    told = (step for row in rows for step in _of_case(tx, row, waits.get(row.id, []), names))
    return tuple(told), rows[0].of_all if rows else 0


def _of_case(
    tx: Transaction, row: Any, waits: list[Any], names: Mapping[int, Names]
) -> Iterator[OverdueCase]:
    version = published(tx, row.version_id)
    bare = OverdueCase(
        task_id=None,
        case_id=row.id,
        case_number=row.number,
        service=version.names,
        step=None,
        applicant=row.applicant_name,
        due_on=due_day(row.due_at),
        opened_at=row.moved_at,
        cause="incident" if row.has_incident else "nothing",
        assignee=None,
        assignee_id=None,
        role=None,
        may_assign=False,
    )
    if not waits:
        yield bare
    for waiting in _foremost(waits, now=tx.now):
        told = replace(bare, opened_at=waiting.since or row.moved_at, cause=_cause(row, waiting))
        yield (
            _of_step(told, waiting, version.names_of(waiting.element), names)
            if waiting.kind == "step"
            else told
        )


def _of_step(told: OverdueCase, one: Any, step: Names, names: Mapping[int, Names]) -> OverdueCase:
    return replace(
        told,
        task_id=one.task_id,
        step=step,
        due_on=due_day(one.deadline_at),
        assignee=names.get(_holder(one) or 0),
        assignee_id=one.claimed_by,
        role=one.role,
        may_assign=one.person_id is None,
    )


def _foremost(waits: Iterable[Any], *, now: datetime) -> list[Any]:
    """Return what holds a case up: its overdue steps and what it has asked others, else what it waits for."""
    waits = list(waits)
    steps = [wait for wait in waits if wait.kind == "step" and wait.deadline_at < now]
    asked = [wait for wait in waits if wait.kind in ("payment", "answer")]
    return [*steps, *asked] or waits[:1]


def _holder(one: Any) -> int | None:
    """Return who has a step of the office: who took it, or the official it is for."""
    holder: int | None = one.claimed_by or (None if one.is_of_applicant else one.person_id)
    return holder


def _cause(row: Any, one: Any) -> str:
    if row.has_incident:
        return "incident"
    if one.kind != "step":
        return str(one.kind)
    if one.is_of_applicant:
        return "applicant"
    if one.since >= row.due_at:
        return "overdue_before"
    return "nobody" if _holder(one) is None else "somebody"
