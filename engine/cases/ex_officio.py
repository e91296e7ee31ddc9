"""Opening of a case by the office, up to its first step: ex officio, or anew what a person asked for before.

An ex officio proceeding is about a person or a company that asked for nothing. A case is opened anew where
the decision of an earlier one lost its force: with the answers and papers of that one, and a term of its own.
Refuses to know who may, and why it was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.answers.context import as_filed, form_context
from engine.answers.named_files import attach_documents, documents_in, files_known
from engine.cases import filing, linking, restricted
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.commands.applications import FiledCase
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import InvalidForm
from engine.operations import clocks, letters
from engine.operations.operation import Operations
from engine.steps import new_case
from engine.stores import links, papers
from engine.stores.cases import CaseRow
from forms import InvalidAnswers, validate


@dataclass(frozen=True)
class ExOfficioOpening:
    """Opening of a case by the office. `said` is the event that says why it was opened, and its body."""

    answers: Mapping[str, Any]
    opened_by: int
    said: tuple[str, Mapping[str, Any]]
    language: str = "ka"
    channel: str = "desk"
    case_id: UUID | None = None  # where it follows from what asked for the case
    anew: CaseRow | None = None  # the earlier case whose answers these are


def open_about(
    tx: Transaction,
    operations: Operations,
    limits: UploadLimits,
    *,
    version: Published,
    municipality: Any,
    party: Any,
    opening: ExOfficioOpening,
) -> FiledCase:
    """Open the case: its clock, the letter that tells the party, and the first step, in this transaction."""
    answers = _valid(tx, version, municipality.id, party, opening)
    row = filing.insert_case(
        tx,
        version,
        municipality,
        applicant=party,
        command=opening,
        filed_at=tx.now,
        case_id=opening.case_id,
    )
    filing.keep_submission(tx, row, answers, filed_by=opening.opened_by)
    case = new_case(tx, operations, row)
    kind, body = opening.said
    case.record(kind, **body)
    if opening.anew is None:
        attach_documents(tx, row.id, answers, limits=limits)
        linking.link_opened(case, answers)
    else:
        named = sorted(set(documents_in(answers)))
        papers.share(tx, case_id=row.id, other=opening.anew.id, digests=named)
        links.link(tx, row.id, opening.anew.id, municipality_id=municipality.id, kind="anew")
    clocks.start_overall(case)
    if version.has_template(letters.RECEIPT, row.language):
        letters.write_now(case, letters.RECEIPT, {version.definition.start.id: answers})
    case.start(answers)
    restricted.restrict_filed(case, answers)
    due_at = case.world.changes.get("due_at")
    return FiledCase(row.id, row.number, tx.now, due_at and local_date(due_at))


def _valid(
    tx: Transaction, version: Published, municipality_id: int, party: Any, opening: ExOfficioOpening
) -> dict[str, Any]:
    form = version.start_form(opening.language)
    context = form_context(tx, version, municipality_id, opening.language, document={})
    answers = dict(opening.answers)
    if opening.anew is None:
        context["files"] = files_known(tx, answers)
    else:
        there = as_filed(tx, version, opening.anew, answers, applicant=party, language=opening.language)
        context |= {**there, "options": {**context["options"], **there.get("options", {})}}
    try:
        return validate(form, answers, context=context, now=tx.now)
    except InvalidAnswers as error:
        raise InvalidForm(error.errors) from error
