"""Steps that wait for people: the lists of an office, taking one, giving it back, finishing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g
from marshmallow import fields, validate

from engine.answers.beginning import LastWritten
from engine.commands.assignment import ClaimTask, ReleaseTask
from engine.commands.cases import CompleteTask, StepTaken
from engine.commands.drafts import SavedTaskDraft, SaveTaskDraft
from engine.errors import InvalidForm, NotFound
from engine.queries import inbox, inbox_due
from engine.queries import tasks as queries
from engine.queries.inbox_due import Counted
from engine.queries.inbox_part import Part
from engine.queries.inbox_ranges import Holder
from engine.queries.inbox_views import Counts, Due, InboxRow
from engine.queries.views import Names, TaskView
from engine.roles import ROLES
from forms.questions import Question, questions
from web.api.callers import Who, is_official
from web.api.cases import refuse_foreign
from web.api.drafts import NewAnswers
from web.api.operations import operation
from web.api.reading import sent_key, sent_version
from web.api.shapes import shape
from web.api.shared import Answers, Cursor, Strict, code_field, person_id, text
from web.auth import current_actor
from web.engine_access import engine
from web.filled_form import with_answers
from web.i18n import current_language

TAG = "tasks"
READ, ACT = "tasks:read", "tasks:act"
PATH = "/tasks/<uuid:task_id>"


@dataclass(frozen=True)
class TaskPage:
    """A page of a list, what is due first goes first; `counts` are of all lists."""

    items: tuple[InboxRow, ...]
    counts: Counts
    next: str | None


@dataclass(frozen=True)
class Task:
    """A step with its form."""

    task_id: UUID
    case_id: UUID
    case_number: str
    version: int  # of the case
    element: str
    step: Names
    role: str | None
    is_open: bool
    is_for_applicant: bool
    is_mine: bool
    may_claim: bool
    is_signed: bool  # then it may end with a signature, which takes a card
    assignee: Names | None
    due_on: date | None
    closed_at: datetime | None
    begins_with: dict[str, Any]  # for whoever may work on it: a draft, what was written last, or defaults
    written_last: LastWritten | None  # where the form begins with what the step was completed with before
    draft: dict[str, Any]
    draft_version: int
    questions: tuple[Question, ...]


class TaskFilter(Cursor):
    """Filter of the list of steps: which list, and how much of it.

    The list of all is narrowed also to what a person has, or to what nobody has taken of an office.
    """

    list = fields.String(load_default="mine", validate=validate.OneOf(inbox.TABS))
    due = fields.Enum(Due, by_value=True, load_default=None)
    service = code_field(required=False, load_default=None)
    person = person_id(required=False, load_default=None)
    free = fields.String(load_default=None, validate=validate.OneOf(sorted(ROLES)))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=inbox.LONGEST_PAGE))


class TaskRelease(Strict):
    """Reason for giving a step back to its list; a wrong claim says it."""

    reason = text(500, required=False, load_default="")


def task_of(task_id: UUID) -> TaskView:
    """Return a task of a person's own case, or of the office that the token is for. Raises `NotFound`."""
    with engine().read(current_actor()) as tx:
        found = queries.view(tx, task_id, current_language())
        refuse_foreign(found.case)
        if not is_official() and not found.is_for_applicant:
            raise NotFound
    g.version = found.case.version
    return found


@operation(
    "GET",
    "/tasks",
    Who.STAFF,
    does=("შესასრულებელი საფეხურების სია", "List open steps"),
    pages=(
        "inbox.tasks",
        "inbox.tasks_as_table",
    ),
    tag=TAG,
    scope=READ,
    asks=TaskFilter,
    gives=shape(TaskPage),
)
def list_tasks(asked: dict[str, Any]) -> TaskPage:
    with engine().read(current_actor()) as tx:
        part = Part(asked["list"], asked["due"], asked["service"], _holder(asked))
        page = inbox.page(tx, part, after=asked["cursor"], limit=asked["limit"])
    return TaskPage(page.rows, page.counts, page.next_after)


def _holder(asked: dict[str, Any]) -> Holder | None:
    """Return whose steps alone are asked for, which only the list of all knows."""
    if asked["list"] != "all" or not (asked["person"] or asked["free"]):
        return None
    return Holder(asked["person"], asked["free"])


@operation(
    "GET",
    PATH,
    Who.EITHER,
    does=("საფეხური და მისი ფორმის კითხვები", "Get a step with the questions of its form"),
    pages=(
        "inbox.task",
        "citizen.task",
    ),
    tag=TAG,
    scope=READ,
    gives=shape(Task),
)
def get_task(task_id: UUID) -> Task:
    found = task_of(task_id)
    draft = found.draft
    return Task(
        found.task_id,
        found.case.case_id,
        found.case.number,
        found.case.version,
        found.element,
        found.step,
        found.role,
        found.is_open,
        found.is_for_applicant,
        found.is_mine,
        found.may_claim,
        found.is_signed,
        found.assignee,
        found.due_on,
        found.closed_at,
        dict(found.begins.answers),
        found.begins.last,
        dict(draft.answers) if draft else {},
        draft.version if draft else 0,
        questions(found.form, found.form_context),
    )


@operation(
    "GET",
    f"{PATH}/due",
    Who.OFFICE,
    does=("როგორ დაითვალა საფეხურის ვადა", "See how the day of a step was counted"),
    pages=("inbox.due",),
    tag=TAG,
    scope=READ,
    gives=shape(Counted),
)
def get_due_day(task_id: UUID) -> Counted:
    task_of(task_id)
    with engine().read(current_actor()) as tx:
        return inbox_due.counted(tx, task_id)


@operation(
    "POST",
    f"{PATH}/claim",
    Who.OFFICE,
    does=("საფეხურის აღება", "Take a step"),
    pages=("inbox.claim",),
    tag=TAG,
    scope=ACT,
)
def claim_task(task_id: UUID) -> None:
    key = sent_key()
    task_of(task_id)
    engine().send(ClaimTask(task_id), actor=current_actor(), key=key)


@operation(
    "POST",
    f"{PATH}/release",
    Who.OFFICE,
    does=("საფეხურის სიაში დაბრუნება", "Give a step back to its list"),
    pages=("inbox.release",),
    tag=TAG,
    scope=ACT,
    takes=TaskRelease,
)
def release_task(body: dict[str, str], task_id: UUID) -> None:
    key = sent_key()
    task_of(task_id)
    engine().send(ReleaseTask(task_id, body["reason"]), actor=current_actor(), key=key)


@operation(
    "PUT",
    f"{PATH}/draft",
    Who.EITHER,
    does=("საფეხურის ფორმის შენახვა დასრულების გარეშე", "Save the form of a step without finishing it"),
    pages=(
        "inbox.save",
        "citizen.save_answer",
    ),
    tag=TAG,
    scope=ACT,
    takes=NewAnswers,
    gives=shape(SavedTaskDraft),
)
def save_task(body: dict[str, Any], task_id: UUID) -> SavedTaskDraft:
    task_of(task_id)
    command = SaveTaskDraft(task_id, body["answers"], body["version"], "api")
    saved: SavedTaskDraft = engine().send(command, actor=current_actor())
    return saved


@operation(
    "POST",
    f"{PATH}/completion",
    Who.EITHER,
    does=("საფეხურის დასრულება", "Finish a step"),
    pages=(
        "inbox.finish",
        "citizen.answer",
    ),
    tag=TAG,
    scope=ACT,
    takes=Answers,
    gives=shape(StepTaken),
    has_version=True,
)
def complete_task(body: dict[str, Any], task_id: UUID) -> StepTaken:
    key, version = sent_key(), sent_version()
    found = task_of(task_id)
    command = CompleteTask(task_id, body["answers"], version)
    try:
        taken: StepTaken = engine().send(command, actor=current_actor(), key=key)
    except InvalidForm:
        # Registers are asked about the people whom the form names; what stays wrong is told.
        with_answers(found.form, found.form_context, body["answers"]).checked()
        taken = engine().send(command, actor=current_actor(), key=key)
    return taken
