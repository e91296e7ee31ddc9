"""A task that somebody is about to do something with: it is there, open, and theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, TaskClosed, TaskTaken
from engine.stores import people, work
from engine.tasks import OPEN, may_work_on


def own_task(tx: Transaction, task_id: UUID) -> Any:
    """Return the task. Raises what keeps the actor from working on it."""
    task = work.task(tx, task_id)
    if task is None:
        raise NotFound
    if not may_work_on(tx.actor, task):
        raise NotAllowed
    if task.state != OPEN:
        raise TaskClosed
    if task.claimed_by is not None and task.claimed_by != tx.actor.person_id:
        raise TaskTaken(who=people.names(tx, {task.claimed_by}).get(task.claimed_by))
    return task
