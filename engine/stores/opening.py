"""Reading ahead: all that a completion or a timer needs, in one statement, before its transaction begins.

What is read may be overtaken before the step is recorded; the fence of `record_step` sees to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from engine.db.pool import Transaction
from engine.stores.cases import COLUMNS, CaseRow
from engine.stores.keys import Claim, KeyedResult
from engine.tenancy import principal_settings

TASK = "select * from open_task(:municipalities, :person, :actor, :key, :task_id)"
_CASE = ", ".join(f"(o.opened).{name}" for name in COLUMNS)
_TIMER = ("id", "token", "clock", "share", "due_at", "retry_at")
TIMER = f"""
select o.reference, {_CASE}, {", ".join(f"(o.timer).{name}" for name in _TIMER)}
from open_timer(:municipalities, :person, :system, :timer_id, :now) o
"""


class TaskRow(NamedTuple):
    """A task, open or not."""

    id: UUID
    case_id: UUID
    municipality_id: int
    token: str
    element: str
    form_id: str
    role: str | None
    unit_code: str | None
    person_id: int | None
    claimed_by: int | None
    state: int
    is_recused: bool  # the person has recused themselves from the case


_TASK = 3  # the place of the first column of the task
_CASE_FROM = _TASK + len(TaskRow._fields)


class OpenedTask(NamedTuple):
    """A task with its case, or what the command's key has brought; None is what does not exist."""

    known: KeyedResult | None
    task: TaskRow | None
    case: CaseRow | None


class OpenedTimer(NamedTuple):
    """A timer that is due, with its case: of a token, or of the clock it names."""

    case: CaseRow
    id: UUID
    token: str
    clock: str | None
    share: int | None
    due_at: datetime
    retry_at: datetime | None


def task(tx: Transaction, task_id: UUID, claim: Claim | None = None) -> OpenedTask:
    """Read a task with its case, unless the key has brought something before."""
    principal = principal_settings(tx.actor)
    row = tx.alone(
        TASK,
        municipalities=principal["municipalities"],
        person=principal["party"],
        actor=claim and claim.actor,
        key=claim and claim.key,
        task_id=task_id,
    )
    tx.reference, digest, result = row[:_TASK]
    known = None if digest is None else KeyedResult(digest, result)
    found, case = row[_TASK:_CASE_FROM], row[_CASE_FROM:]
    return OpenedTask(known, TaskRow(*found) if found[0] else None, _case(case))


def timer(tx: Transaction, timer_id: UUID) -> OpenedTimer | None:
    """Read, of the case of this timer, the one that was due first; None if it is gone or nothing is due."""
    row = tx.alone(TIMER, **principal_settings(tx.actor), timer_id=timer_id, now=tx.now)
    tx.reference, *columns = row
    case = _case(columns[: len(COLUMNS)])
    return None if case is None else OpenedTimer(case, *columns[len(COLUMNS) :])


def _case(columns: Sequence[Any]) -> CaseRow | None:
    return CaseRow(*columns) if columns[0] else None
