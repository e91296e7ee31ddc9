"""Claiming, releasing and completing tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.commands import ClaimTask, CompleteTask, ReleaseTask, StepTaken
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import InvalidForm, NotAllowed, NotFound, TaskClosed, TaskTaken
from engine.form_context import form_context
from engine.named_files import attach_documents, files_known
from engine.offers import needs_card
from engine.operations.operation import Operations
from engine.steps import OpenCase, stale, taken_up
from engine.stores import cases, opening, people, work
from engine.tasks import OPEN, may_work_on
from forms import InvalidAnswers, validate


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
        answers = _valid(case, task, command.answers)
        attach_documents(tx, task.case_id, answers, limits=limits)
        if case.row.status == "received" and tx.actor.is_staff:
            case.change(status="in_review")
        case.note("task.completed", element=task.element, step=case.published.names_of(task.element))
        return case.act(lambda run: run.complete(task.token, answers), acted=task.token, answers=answers)

    return handle


def _valid(case: OpenCase, task: Any, answers: dict[str, Any]) -> dict[str, Any]:
    form = case.published.form(task.form_id, case.row.language)
    context = form_context(
        case.tx,
        case.published,
        case.row.municipality_id,
        case.row.language,
        filed_on=case.world.filed_on,
        document={**case.row.document, **case.world.reserved()},
    )
    context["files"] = files_known(case.tx, answers)
    try:
        return validate(form, answers, context=context, now=case.tx.now)
    except InvalidAnswers as error:
        raise InvalidForm(error.errors) from error


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
