"""Finding cases, many steps at once, and what else waits beside the lists of an office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.bulk import Outcome, for_each
from engine.cases.incidents import ReasonMissing
from engine.commands.assignment import AssignTask, ClaimTask, ReleaseTask
from engine.commands.base import Command
from engine.queries import case_search, cases, correspondence, office_cases, signing_queue
from engine.queries.case_search import FoundCase
from engine.queries.correspondence import WaitingMessages
from engine.queries.office_cases import CaseFilter, OfficeCase
from engine.queries.related import RelatedCase
from engine.queries.search import LONGEST_QUESTION
from engine.queries.signing_queue import SigningQueue
from web.api.callers import Who
from web.api.cases import case_of
from web.api.operations import operation
from web.api.problems import sentence
from web.api.reading import sent_key
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, code_field, day, person_id, text
from web.auth import current_actor
from web.engine_access import engine
from web.inbox.chosen import ASSIGN, MOST_AT_ONCE, RELEASE, TAKE


@dataclass(frozen=True)
class FoundCases:
    """The newest cases that answer; `is_cut` says that there are more."""

    items: tuple[FoundCase, ...]
    is_cut: bool


@dataclass(frozen=True)
class OfficeCasePage:
    """A page of the cases of the office that the caller may look into."""

    items: tuple[OfficeCase, ...]
    next: str | None


@dataclass(frozen=True)
class RelatedCases:
    """The newest cases of the same applicant, plot or property; `is_cut` says that there are more."""

    items: tuple[RelatedCase, ...]
    is_cut: bool


@dataclass(frozen=True)
class Settled:
    """Outcome for a single item of many; with a code it was refused, and `detail` says what to do."""

    id: UUID
    code: str | None
    detail: str | None


@dataclass(frozen=True)
class AllSettled:
    """Outcome for each item, in the order in which they were named."""

    items: tuple[Settled, ...]


@dataclass(frozen=True)
class Unread:
    """Cases on which applicants have written what nobody has seen, the oldest first."""

    items: tuple[WaitingMessages, ...]


class CaseSearch(Strict):
    """A number, a name, a personal number, a cadastral code, a telephone, or words of what was filed."""

    question = text(LONGEST_QUESTION)


class OfficeCaseFilter(Cursor):
    """Filter of the office's cases; days are of filing.

    With `changed_since` they come by their last change, the oldest first.
    Whoever follows changes asks from a few minutes before the last `changed_at` they have: a step that began
    earlier may have been kept later.
    """

    show = fields.String(load_default="all", validate=validate.OneOf(tuple(office_cases.SHOWN)))
    service = code_field(required=False, load_default=None)
    status = fields.String(load_default=None, validate=validate.OneOf(office_cases.STATES))
    since = day(required=False, load_default=None)
    until = day(required=False, load_default=None)
    village = text(120, required=False, load_default=None)
    changed_since = fields.AwareDateTime(load_default=None, format="iso")
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=office_cases.LONGEST_PAGE))


class TaskChoice(Strict):
    """A step, and who had it when the caller looked."""

    task_id = fields.UUID(required=True)
    seen = person_id(allow_none=True, load_default=None, required=False)


class TaskChoices(Strict):
    """Action on many steps; for assigning also to which person (null: back to the unit), and why."""

    do = fields.String(required=True, validate=validate.OneOf((TAKE, RELEASE, ASSIGN)))
    tasks = fields.List(
        fields.Nested(TaskChoice), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE)
    )
    person_id = person_id(allow_none=True, load_default=None, required=False)
    reason = text(500, required=False, load_default="")


@operation(
    "POST",
    "/cases/search",
    Who.STAFF,
    does=("საქმის ძებნა ნომრით, სახელით ან სიტყვებით", "Find cases by number, name or words"),
    pages=("inbox.found",),
    tag="cases",
    scope="cases:read",
    takes=CaseSearch,
    gives=shape(FoundCases),
    is_question=True,
)
def search_cases(body: dict[str, str]) -> FoundCases:
    with engine().read(current_actor()) as tx:
        found = case_search.search(tx, body["question"].strip())
    return FoundCases(found.cases, found.is_cut)


@operation(
    "GET",
    "/office/cases",
    Who.STAFF,
    does=(
        "უწყების საქმეების სია, ან იმათი, რომლებიც შეიცვალა",
        "List the cases of the office, or those that have changed",
    ),
    pages=(
        "inbox.cases",
        "inbox.cases_as_table",
        "inbox.exported_list",
    ),
    tag="cases",
    scope="cases:read",
    asks=OfficeCaseFilter,
    gives=shape(OfficeCasePage),
)
def list_office_cases(asked: dict[str, Any]) -> OfficeCasePage:
    cursor, limit = asked.pop("cursor"), asked.pop("limit")
    with engine().read(current_actor()) as tx:
        page = office_cases.page(tx, CaseFilter(**asked), after=cursor, limit=limit)
    return OfficeCasePage(page.rows, page.next_after)


@operation(
    "GET",
    "/cases/<uuid:case_id>/related",
    Who.OFFICE,
    does=(
        "იმავე განმცხადებლის, ნაკვეთის ან ქონების საქმეების სია",
        "List cases of the same applicant, plot or property",
    ),
    pages=("inbox.case",),
    tag="cases",
    scope="cases:read",
    gives=shape(RelatedCases),
)
def list_related_cases(case_id: UUID) -> RelatedCases:
    case_of(case_id)
    with engine().read(current_actor()) as tx:
        found = cases.beside(tx, case_id).related
    return RelatedCases(found.cases, found.is_cut)


@operation(
    "POST",
    "/tasks/chosen",
    Who.STAFF,
    does=("ბევრი საფეხურის აღება, დაბრუნება ან გადაცემა", "Take, give back or assign many steps"),
    pages=(
        "inbox.chosen",
        "inbox.assign_all",
    ),
    tag="tasks",
    scope="tasks:act",
    takes=TaskChoices,
    gives=shape(AllSettled),
)
def act_on_tasks(body: dict[str, Any]) -> AllSettled:
    seen = {task["task_id"]: task["seen"] for task in body["tasks"]}
    verb, reason = body["do"], body["reason"]
    if verb == ASSIGN and not reason.strip():
        raise ReasonMissing

    def command(task_id: UUID) -> Command:
        if verb == TAKE:
            return ClaimTask(task_id)
        if verb == RELEASE:
            return ReleaseTask(task_id, reason)
        return AssignTask(task_id, body["person_id"], reason, seen[task_id])

    return settled(for_each(engine(), seen, command, actor=current_actor(), key=sent_key()))


def settled(outcomes: tuple[Outcome, ...]) -> AllSettled:
    """Return what came of each of many, in words."""
    return AllSettled(
        tuple(
            Settled(
                outcome.subject,
                outcome.error.error_code if outcome.error else None,
                sentence(outcome.error) if outcome.error else None,
            )
            for outcome in outcomes
        )
    )


@operation(
    "GET",
    "/messages",
    Who.STAFF,
    does=("საქმეები, რომლებზეც წაუკითხავი წერილია", "List cases with unread messages"),
    pages=("inbox.messages",),
    tag="cases",
    scope="cases:read",
    gives=shape(Unread),
)
def list_unread() -> Unread:
    with engine().read(current_actor()) as tx:
        return Unread(correspondence.waiting(tx))


@operation(
    "GET",
    "/signing-queue",
    Who.STAFF,
    does=("რა ელის ხელმოწერას", "See what waits for the signature"),
    pages=("inbox.signing_queue",),
    tag="tasks",
    scope="tasks:read",
    gives=shape(SigningQueue),
)
def get_signing_queue() -> SigningQueue:
    with engine().read(current_actor()) as tx:
        return signing_queue.of_actor(tx)
