"""Claiming, releasing and completing tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.cases.completing import completed, valid_answers
from engine.cases.tasks import OPEN, may_work_on
from engine.commands import ClaimTask, CompleteTask, ReleaseTask, StepTaken
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, NotFound, TaskClosed, TaskTaken
from engine.offers import needs_card
from engine.operations.operation import Operations
from engine.signatures.signers import SignatureDue, signers_of
from engine.steps import stale, taken_up
from engine.stores import cases, opening, people, work


def claim_task(command: ClaimTask, tx: Transaction) -> None:
    """Put the task on the person's own list."""
    task = _task(tx, command.task_id)
    if not may_work_on(tx.actor, task):
        raise NotAllowed
    if task.state != OPEN:
        raise TaskClosed
    if not work.claim(tx, task.id, _person(tx)):
        raise _taken(tx, task.id)
    work.mark_in_review(tx, task.case_id)


def release_task(command: ReleaseTask, tx: Transaction) -> None:
    """Put the task back on the unit's list."""
    task = _task(tx, command.task_id)
    if not work.release(tx, task.id, _person(tx)):
        raise _taken(tx, task.id) if task.claimed_by else TaskClosed()


def complete_task(
    operations: Operations, limits: UploadLimits
) -> Callable[[CompleteTask, Transaction], StepTaken]:
    """Return the handler: check the answers, move the case, record both in one commit."""

    def handle(command: CompleteTask, tx: Transaction) -> StepTaken:
        opened = tx.ahead or opening.task(tx, command.task_id)
        task = opened.task
        if task is None or opened.case is None:
            raise NotFound
        if not may_work_on(tx.actor, task):
            raise NotAllowed
        if task.state != OPEN:
            raise stale(tx, task.case_id)
        if task.claimed_by is not None and task.claimed_by != tx.actor.person_id:
            raise _taken(tx, task.id)
        case = taken_up(tx, operations, opened.case, expected=command.expected_version)
        if tx.actor.assurance != "card" and needs_card(case.published):
            raise NotFound  # as the policy of `cases` says, which reading ahead goes round
        if tx.actor.acts_for is not None and cases.load(tx, task.case_id) is None:
            raise NotFound  # likewise: the mandate is for other areas
        answers = valid_answers(case, task, command.answers)
        if signers_of(case, case.published.definition.elements[task.element], task, answers):
            raise SignatureDue
        return completed(case, task, answers, limits=limits, by_staff=tx.actor.is_staff)

    return handle


def _task(tx: Transaction, task_id: Any) -> Any:
    task = work.task(tx, task_id)
    if task is None:
        raise NotFound
    return task


def _taken(tx: Transaction, task_id: Any) -> TaskTaken | TaskClosed:
    task = work.task(tx, task_id)
    if task is None or task.state != OPEN or task.claimed_by is None:
        return TaskClosed()
    return TaskTaken(who=people.names(tx, {task.claimed_by}).get(task.claimed_by))


def _person(tx: Transaction) -> int:
    assert tx.actor.person_id is not None  # the permission interceptor has seen to it
    return tx.actor.person_id
