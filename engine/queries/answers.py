"""Answers of a case, form by form, for both sides of the counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine import canonical
from engine.answers import special
from engine.answers.context import form_context
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries import origins
from engine.queries.corrections import Corrected, Correction
from engine.queries.origin_views import AnswerOrigin
from engine.queries.views import AnswerRow, AnswerSection
from engine.stores.cases import CaseRow
from forms import SummaryRow, summarise

SUBMISSION = "select answers, provenance, filed_by, filed_at from submissions where case_id = :case_id"


class Answered(NamedTuple):
    """The forms as they were filled in, and what the office has changed of the applicant's answers."""

    sections: tuple[AnswerSection, ...]
    corrections: tuple[Correction, ...]


def of_case(
    tx: Transaction,
    row: CaseRow,
    version: Published,
    *,
    tasks: list[Any],
    names: Mapping[int, Any],
    language: str,
) -> Answered:
    is_applicant = tx.actor.party_id == row.applicant_id
    may_open, is_open = special.may_open(tx, row, version), special.is_open(tx, row, version)
    context = form_context(
        tx, version, row.municipality_id, language, filed_on=local_date(row.filed_at), document=row.document
    )

    def section(
        element: str, form_id: str, answers: Any, *, who: Any, at: Any, known: Any = None
    ) -> AnswerSection:
        form = version.form(form_id, language)
        rows = summarise(form, answers, language=language, context=context)
        came = origins.of_answers(form, answers, known, language=language, context=context)
        shown = tuple(_shown(row, came.get(row.path), is_open=is_open, may_open=may_open) for row in rows)
        return AnswerSection(element, version.names_of(element)[language], who, at, shown)

    start, submission = version.definition.start, tx.one(SUBMISSION, case_id=row.id)
    found, filed = [], dict[str, Any]()
    if submission is not None and start.form_id is not None:
        answers = canonical.loads(bytes(submission.answers))
        at, known = submission.filed_at, submission.provenance
        filed[start.id] = answers
        found.append(section(start.id, start.form_id, answers, who=None, at=at, known=known))
    for task in tasks:
        # An applicant reads what applicants wrote; the office's working papers come with the decision.
        if task.answers is not None and (not is_applicant or task.person_id == row.applicant_id):
            who = names.get(task.closed_by)
            found.append(section(task.element, task.form_id, task.answers, who=who, at=task.closed_at))
    corrected = Corrected(row, version, tasks, filed, names, language, context, shows_special=is_open)
    return Answered(tuple(found), corrected.corrections())


def _shown(found: SummaryRow, origin: AnswerOrigin | None, *, is_open: bool, may_open: bool) -> AnswerRow:
    if found.special and not is_open:
        return AnswerRow(found.label, "", is_withheld=True, can_be_opened=may_open)
    return AnswerRow(found.label, found.value, origin)
