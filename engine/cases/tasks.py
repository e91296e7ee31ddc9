"""Tasks: which are open, and whose they are. Refuses to know what is done with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.cases import conflicts_of_interest
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, TaskClosed, TaskTaken
from engine.stores import people, work
from engine.tenancy import Actor

OPEN = 0  # of `tasks.state`


def may_work_on(actor: Actor, task: Any) -> bool:
    """Say whether the task is this person's: by name, or by role and unit in its municipality."""
    if task.person_id is not None:
        return bool(task.person_id == actor.party_id)
    return task.role is not None and actor.has_role(task.role, task.municipality_id, task.unit_code)


def taken(tx: Transaction, task_id: UUID) -> TaskTaken | TaskClosed:
    """Return why a task could not be had: who has it, or that it is closed."""
    task = work.task(tx, task_id)
    if task is None or task.state != OPEN or task.claimed_by is None:
        return TaskClosed()
    return TaskTaken(who=people.names(tx, {task.claimed_by}).get(task.claimed_by))


def own_task(tx: Transaction, task_id: UUID) -> Any:
    """Return a task to do something with: there, open, the actor's. Raises what keeps them from it."""
    task = work.task(tx, task_id)
    if task is None:
        raise NotFound
    if not may_work_on(tx.actor, task):
        raise NotAllowed
    if task.state != OPEN:
        raise TaskClosed
    if task.claimed_by is not None and task.claimed_by != tx.actor.person_id:
        raise TaskTaken(who=people.names(tx, {task.claimed_by}).get(task.claimed_by))
    if tx.actor.person_id is not None:
        conflicts_of_interest.refuse(tx, task, person_id=tx.actor.person_id)
    return task
