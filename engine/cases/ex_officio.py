"""A case that the office opens about a person who asked for nothing, up to its first step.

Refuses to know who may, and why it was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.answers.context import form_context
from engine.answers.named_files import attach_documents, files_known
from engine.cases import filing
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.commands import FiledCase
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import InvalidForm
from engine.operations import clocks, letters
from engine.operations.operation import Operations
from engine.steps import new_case
from forms import InvalidAnswers, validate


@dataclass(frozen=True)
class Motion:
    """What the office opens a case with. `said` is the event that says why it was opened, and its body."""

    answers: Mapping[str, Any]
    opened_by: int
    said: tuple[str, Mapping[str, Any]]
    language: str = "ka"
    channel: str = "desk"
    case_id: UUID | None = None  # where it follows from what asked for the case


def open_about(
    tx: Transaction,
    operations: Operations,
    limits: UploadLimits,
    *,
    version: Published,
    municipality: Any,
    person: Any,
    motion: Motion,
) -> FiledCase:
    """Open the case: its clock, the letter that tells the person, and the first step, in this transaction."""
    answers = _valid(tx, version, municipality.id, motion)
    row = filing.insert_case(
        tx,
        version,
        municipality,
        applicant=person,
        command=motion,
        filed_at=tx.now,
        case_id=motion.case_id,
    )
    filing.keep_submission(tx, row, answers, filed_by=motion.opened_by)
    attach_documents(tx, row.id, answers, limits=limits)
    case = new_case(tx, operations, row)
    kind, body = motion.said
    case.note(kind, **body)
    clocks.start_overall(case)
    if version.has_template(letters.RECEIPT, row.language):
        letters.write_now(case, letters.RECEIPT, {version.definition.start.id: answers})
    case.start(answers)
    due_at = case.world.changes.get("due_at")
    return FiledCase(row.id, row.number, tx.now, due_at and local_date(due_at))


def _valid(tx: Transaction, version: Published, municipality_id: int, motion: Motion) -> dict[str, Any]:
    form = version.start_form(motion.language)
    context = form_context(tx, version, municipality_id, motion.language, document={})
    answers = dict(motion.answers)
    context["files"] = files_known(tx, answers)
    try:
        return validate(form, answers, context=context, now=tx.now)
    except InvalidAnswers as error:
        raise InvalidForm(error.errors) from error
