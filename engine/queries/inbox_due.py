"""The due day of a step: by its own term, by the term of its case, whichever ends first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.formats import act_in_words
from engine.operations.clockwork import term_of
from engine.queries import deadlines
from engine.queries.inbox import due_day
from engine.queries.tasks import loaded
from engine.queries.views import DeadlineView, Names
from engine.stores.known import ReferenceSnapshot, known
from engine.terms import deadline, remaining
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class Counted:
    task_id: UUID
    case_id: UUID
    case_number: str
    step: Names
    due_on: date | None  # the nearest of the two
    own: DeadlineView | None  # of the step
    own_on: date | None  # of a step whose day the diagram names without a term
    of_case: DeadlineView | None


def counted(tx: Transaction, task_id: UUID) -> Counted:
    """Return how the day came about. Raises `NotFound` where the step's page does."""
    task, row = loaded(tx, task_id)
    version, place = published(tx, row.version_id), known(tx, row.municipality_id)
    of_case, _ = deadlines.of_case(tx, row, version)
    return Counted(
        task_id=task.id,
        case_id=row.id,
        case_number=row.number,
        step=version.names_of(task.element),
        due_on=due_day(task.deadline_at),
        own=_own(task, place, today=local_date(tx.now)) if task.term else None,
        own_on=None if task.term else due_day(task.due_at),
        of_case=of_case,
    )


def _own(task: Any, place: ReferenceSnapshot, *, today: date) -> DeadlineView:
    started_on = date.fromisoformat(task.term.get("started_on") or local_date(task.opened_at).isoformat())
    found = deadline(term_of(task.term), started_on, place.calendar)
    said = place.parameter(task.term["name"], on=started_on)
    return DeadlineView(
        name=None,
        due_on=found.last_day,
        state="running",
        working_days_left=remaining(found.last_day, today, place.calendar),
        derivation=tuple((step.code, step.params) for step in found.derivation),
        law=said and said.law and {language: act_in_words(said.law, language) for language in LANGUAGES},
        confidence=said and said.confidence,
        is_extended=False,
    )
