"""Opening of an ex officio proceeding: a case about a person who asked for nothing, up to its first step.

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
from engine.commands.applications import FiledCase
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import InvalidForm
from engine.operations import clocks, letters
from engine.operations.operation import Operations
from engine.steps import new_case
from forms import InvalidAnswers, validate


@dataclass(frozen=True)
class ExOfficioOpening:
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
    opening: ExOfficioOpening,
) -> FiledCase:
    """Open the case: its clock, the letter that tells the person, and the first step, in this transaction."""
    answers = _valid(tx, version, municipality.id, opening)
    row = filing.insert_case(
        tx,
        version,
        municipality,
        applicant=person,
        command=opening,
        filed_at=tx.now,
        case_id=opening.case_id,
    )
    filing.keep_submission(tx, row, answers, filed_by=opening.opened_by)
    attach_documents(tx, row.id, answers, limits=limits)
    case = new_case(tx, operations, row)
    kind, body = opening.said
    case.record(kind, **body)
    clocks.start_overall(case)
    if version.has_template(letters.RECEIPT, row.language):
        letters.write_now(case, letters.RECEIPT, {version.definition.start.id: answers})
    case.start(answers)
    due_at = case.world.changes.get("due_at")
    return FiledCase(row.id, row.number, tx.now, due_at and local_date(due_at))


def _valid(
    tx: Transaction, version: Published, municipality_id: int, opening: ExOfficioOpening
) -> dict[str, Any]:
    form = version.start_form(opening.language)
    context = form_context(tx, version, municipality_id, opening.language, document={})
    answers = dict(opening.answers)
    context["files"] = files_known(tx, answers)
    try:
        return validate(form, answers, context=context, now=tx.now)
    except InvalidAnswers as error:
        raise InvalidForm(error.errors) from error
