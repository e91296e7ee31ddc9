"""Assignment of steps: claimed from the unit's list, released, assigned to somebody by a supervisor.

What is done so stays on record beside the case (`engine/queries/handovers.py` shows it); it never raises the
case's version, for nothing of the case has changed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.cases import conflicts_of_interest
from engine.cases.incidents import checked_reason
from engine.cases.tasks import OPEN, may_work_on, taken
from engine.commands.assignment import AssignTask, ClaimTask, ReleaseTask
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected, TaskClosed
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import colleagues, work


class NotTheirs(Rejected):
    """The person has no office that works on such a step."""

    code = "task.not_theirs"


class NotOfTheOffice(Rejected):
    """The step is a certain person's, such as the applicant's: it can't be assigned."""

    code = "task.not_of_the_office"


class ReleasedMeanwhile(Rejected):
    """The step went back to the unit after the page was shown."""

    code = "task.released_meanwhile"


def claim_task(command: ClaimTask, tx: Transaction) -> None:
    """Put the task on the person's own list."""
    task = _task(tx, command.task_id)
    if not may_work_on(tx.actor, task):
        raise NotAllowed
    if task.state != OPEN:
        raise TaskClosed
    conflicts_of_interest.refuse(tx, task, person_id=_person(tx))
    if not work.claim(tx, task.id, _person(tx)):
        raise taken(tx, task.id)
    if task.claimed_by is None:
        _note(tx, task, "task.claimed")
    work.mark_in_review(tx, task.case_id)


def release_task(command: ReleaseTask, tx: Transaction) -> None:
    """Put the task back on the unit's list."""
    task = _task(tx, command.task_id)
    if task.claimed_by != _person(tx) and not may_work_on(tx.actor, task):
        raise NotAllowed
    reason = checked_reason(command.reason) if command.reason.strip() else None
    if not work.release(tx, task.id, _person(tx)):
        raise taken(tx, task.id) if task.claimed_by else TaskClosed()
    _note(tx, task, "task.released", reason=reason)


def assign_task(command: AssignTask, tx: Transaction) -> None:
    """Assign the task to somebody, or give it back to the unit."""
    task = _task(tx, command.task_id)
    if task.municipality_id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.SUPERVISE, task.municipality_id):
        raise NotAllowed
    reason = checked_reason(command.reason)
    if task.person_id is not None:
        raise NotOfTheOffice
    if task.state != OPEN:
        raise TaskClosed
    if command.person_id is not None and not colleagues.holds(tx, command.person_id, task, on=tx.now):
        raise NotTheirs
    if command.person_id is not None:
        conflicts_of_interest.refuse(tx, task, person_id=command.person_id)
    if not work.assign(tx, task.id, command.person_id, seen=command.seen):
        now = work.task(tx, task.id)
        is_free = now is not None and now.state == OPEN and now.claimed_by is None
        raise ReleasedMeanwhile if is_free else taken(tx, task.id)
    _note(tx, task, "task.assigned", reason=reason, person=command.person_id, before=command.seen)
    if command.person_id is not None:
        work.mark_in_review(tx, task.case_id)


def _task(tx: Transaction, task_id: UUID) -> Any:
    task = work.task(tx, task_id)
    if task is None:
        raise NotFound
    return task


def _person(tx: Transaction) -> int:
    assert tx.actor.person_id is not None  # the permission interceptor has seen to it
    return tx.actor.person_id


def _note(tx: Transaction, task: Any, kind: str, **body: Any) -> None:
    tx.log(f"work/{task.case_id}", kind, task=str(task.id), element=task.element, **body)


ROUTES = (
    Route(ClaimTask, claim_task, sender=Sender.STAFF),
    Route(ReleaseTask, release_task, sender=Sender.STAFF),
    Route(AssignTask, assign_task, sender=Sender.STAFF),
)
