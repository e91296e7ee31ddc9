"""Finishing a person's step, whichever command does it: the answers are checked, then the case moves.

Refuses to know whose task it is.
"""

from __future__ import annotations

from typing import Any

from engine.answers.context import form_context
from engine.answers.named_files import attach_documents, files_known
from engine.commands.cases import StepTaken
from engine.documents.limits import UploadLimits
from engine.errors import InvalidForm
from engine.process.signs import SIGNED
from engine.steps import OpenCase
from forms import InvalidAnswers, validate


def valid_answers(case: OpenCase, task: Any, answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers in normal form. Raises `InvalidForm`."""
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


def completed(
    case: OpenCase,
    task: Any,
    answers: dict[str, Any],
    *,
    limits: UploadLimits,
    by_staff: bool,
    signed: dict[str, Any] | None = None,
) -> StepTaken:
    """Record the answers, with how they were signed, and move the case."""
    attach_documents(case.tx, task.case_id, answers, limits=limits)
    if signed is not None:
        answers = {**answers, SIGNED: signed}
    if case.row.status == "received" and by_staff:
        case.change(status="in_review")
    case.record("task.completed", element=task.element, step=case.published.names_of(task.element))
    return case.act(lambda run: run.complete(task.token, answers), acted=task.token, answers=answers)
