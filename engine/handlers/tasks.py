"""Completing tasks."""

from __future__ import annotations

from collections.abc import Callable

from engine.cases import conflicts_of_interest
from engine.cases.completing import completed, valid_answers
from engine.cases.tasks import OPEN, may_work_on, taken
from engine.catalogue.offers import needs_card
from engine.commands.cases import CompleteTask, StepTaken
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, NotFound
from engine.operations.operation import Operations
from engine.routes import ForAnother, Route, Sender
from engine.signatures.signers import SignatureDue, signers_of
from engine.steps import stale, taken_up
from engine.stores import cases, opening


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
            raise taken(tx, task.id)
        case = taken_up(tx, operations, opened.case, expected=command.expected_version)
        if tx.actor.assurance != "card" and needs_card(case.published):
            raise NotFound  # as the policy of `cases` says, which reading ahead goes round
        if tx.actor.acts_for is not None and cases.load(tx, task.case_id) is None:
            raise NotFound  # likewise: the mandate is for other areas
        conflicts_of_interest.refuse_party(tx, task, case.row)
        conflicts_of_interest.refuse_doer(tx, task, case.published, person_id=tx.actor.person_id)
        answers = valid_answers(case, task, command.answers)
        if signers_of(case, case.published.definition.elements[task.element], task, answers):
            raise SignatureDue
        return completed(case, task, answers, limits=limits, by_staff=tx.actor.is_staff)

    return handle


ROUTES = (
    Route(
        CompleteTask,
        build=lambda use: complete_task(use.operations, use.settings.uploads),
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.ACT,
        at_desk=True,
        result=StepTaken,
    ),
)
