"""Forms of tasks that are saved without finishing: one for each task and person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

FIND = """
select answers, version, saved_in, saved_at from task_drafts
where task_id = :task_id and person_id = :person_id
"""
LOCK = f"{FIND} for update"
SAVE = """
insert into task_drafts (task_id, person_id, answers, version, saved_in, saved_at)
values (:task_id, :person_id, cast(:answers as jsonb), 1, :window, :now)
on conflict (task_id, person_id) do update set answers = excluded.answers, saved_in = excluded.saved_in,
    saved_at = excluded.saved_at, version = task_drafts.version + 1
returning version
"""


@dataclass(frozen=True)
class TaskDraft:
    """An unfinished form, as its owner left it; the answers are as typed."""

    answers: Mapping[str, Any]
    version: int
    saved_in: str
    saved_at: datetime


def find(tx: Transaction, task_id: UUID) -> TaskDraft | None:
    """Return what the signed-in person has kept of the task's form."""
    return _draft(tx, FIND, task_id)


def lock(tx: Transaction, task_id: UUID) -> TaskDraft | None:
    return _draft(tx, LOCK, task_id)


def save(tx: Transaction, task_id: UUID, answers: Mapping[str, Any], *, window: str) -> int:
    """Keep the answers and return the new version."""
    return int(
        tx.scalar(
            SAVE,
            task_id=task_id,
            person_id=tx.actor.person_id,
            answers=as_json(answers),
            window=window,
            now=tx.now,
        )
    )


def _draft(tx: Transaction, statement: str, task_id: UUID) -> TaskDraft | None:
    row = tx.one(statement, task_id=task_id, person_id=tx.actor.person_id)
    return None if row is None else TaskDraft(*row)
