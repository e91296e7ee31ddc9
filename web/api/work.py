"""API of office work beside a case: its progress, internal notes, saved filters of lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.commands.case_notes import WriteNote
from engine.commands.filters import RemoveFilter, RenameFilter, SaveFilter
from engine.errors import NotAllowed
from engine.lists import CONDITIONS
from engine.queries import case_progress, cases, inbox, saved_filters
from engine.queries.case_progress_views import Coming, Drawn, Here, Part, Passed, ProgressView, Sheet
from engine.queries.cases import Beside
from engine.queries.inbox_views import Due
from engine.queries.saved_filters import Office, SavedFilter
from web.api.callers import Who
from web.api.cases import ACT as ACTS_ON_CASES
from web.api.cases import READ as READS_CASES
from web.api.cases import case_of
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, seen_number, text
from web.api.tasks import ACT, READ
from web.auth import current_actor
from web.engine_access import engine

OF_A_CASE: dict[str, Any] = {"tag": "cases", "scope": READS_CASES}
FILTER = "/filters/<uuid:filter_id>"


@dataclass(frozen=True)
class CaseProgress:
    """Progress of a case on the diagram it was begun with, in words and drawn.

    `part` chooses a diagram, `sheet` a sheet of it; without one `drawn` is the sheet on which the case is.
    """

    is_running: bool
    passed: tuple[Passed, ...]
    is_shortened: bool
    here: tuple[Here, ...]
    beside: tuple[Here, ...]
    next: tuple[Coming, ...]
    later: tuple[Coming, ...]
    parts: tuple[Part, ...]
    part: Part
    sheets: tuple[Sheet, ...]
    drawn: Drawn


@dataclass(frozen=True)
class SavedFilters:
    """Parts of lists under a name: one's own, then those of colleagues; and with whom one may share."""

    items: tuple[SavedFilter, ...]
    offices: tuple[Office, ...]


class ProgressDiagram(Strict):
    """Choice of the diagram (default: the service's own) and of its sheet (default: that with the case)."""

    part = code_field(required=False, load_default=None)
    sheet = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"^[\w.-]{1,120}$"))


class NewNote(Strict):
    """Internal note on a case: the office keeps it to itself."""

    text = text(4000)


class NewFilter(Strict):
    """A part of a list under a name; shared with a unit, or without one with the whole municipality."""

    filter_id = fields.UUID(required=True)
    name = text(60)
    list = fields.String(required=True, validate=validate.OneOf(inbox.TABS))
    due = fields.Enum(Due, by_value=True, load_default=None, allow_none=True)
    service = code_field(required=False, load_default=None, allow_none=True)
    municipality = code_field(required=False, load_default=None, allow_none=True)
    unit = code_field(required=False, load_default=None, allow_none=True)
    is_shared = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    conditions = fields.Dict(
        keys=fields.String(validate=validate.OneOf(CONDITIONS)),
        values=fields.String(validate=validate.Length(min=1, max=200)),
        load_default=dict,
    )


class RenamedFilter(Strict):
    """Another name; `seen` is the version that the caller knew."""

    seen = seen_number()
    name = text(60)


@operation(
    "GET",
    "/cases/<uuid:case_id>/progress",
    Who.STAFF,
    does=("საქმის მიმდინარეობა სიტყვებითა და სქემაზე", "Get the progress of a case, in words and drawn"),
    pages=("inbox.progress",),
    asks=ProgressDiagram,
    gives=shape(CaseProgress),
    **OF_A_CASE,
)
def get_progress(asked: dict[str, str | None], case_id: UUID) -> ProgressView:
    case_of(case_id)
    with engine().read(current_actor()) as tx:
        return case_progress.of_case(tx, case_id, asked["part"], asked["sheet"])


@operation(
    "GET",
    "/cases/<uuid:case_id>/beside",
    Who.STAFF,
    does=(
        "რა აქვს თანამდებობას საქმის გვერდით: შენიშვნები, ვის ჰქონდა საფეხურები, ვინ განზე დგას",
        "Get what the office keeps beside a case: notes, assignments of its steps, who is recused",
    ),
    pages=("inbox.case",),
    gives=shape(Beside),
    **OF_A_CASE,
)
def get_beside(case_id: UUID) -> Beside:
    """Tell what the office keeps to itself: to its people, and to no service account."""
    case_of(case_id)
    if current_actor().is_service_account:
        raise NotAllowed
    with engine().read(current_actor()) as tx:
        return cases.beside(tx, case_id)


@operation(
    "POST",
    "/cases/<uuid:case_id>/notes",
    Who.STAFF,
    does=("შენიშვნის დაწერა მხოლოდ თანამდებობისთვის", "Write a note for the office alone"),
    pages=("inbox.note",),
    tag="cases",
    scope=ACTS_ON_CASES,
    takes=NewNote,
)
def write_note(body: dict[str, str], case_id: UUID) -> None:
    sent_key()
    case_of(case_id)
    send(WriteNote(case_id, body["text"]))


@operation(
    "GET",
    "/filters",
    Who.STAFF,
    does=("სიების ნაწილები, რომლებსაც სახელი აქვს", "List the parts of lists that have a name"),
    pages=("inbox.filters",),
    tag="tasks",
    scope=READ,
    gives=shape(SavedFilters),
)
def list_filters() -> SavedFilters:
    with engine().read(current_actor()) as tx:
        return SavedFilters(saved_filters.listed(tx), saved_filters.offices(tx))


@operation(
    "POST",
    "/filters",
    Who.STAFF,
    does=("სიის ნაწილის შენახვა სახელით", "Keep a part of a list under a name"),
    pages=("inbox.save_filter",),
    tag="tasks",
    scope=ACT,
    takes=NewFilter,
)
def save_filter(body: dict[str, Any]) -> None:
    due = body.pop("due")
    send(SaveFilter(**body, due=due and due.value))


@operation(
    "POST",
    f"{FILTER}/name",
    Who.STAFF,
    does=("სიის ნაწილის გადარქმევა", "Rename a part of a list"),
    pages=("inbox.change_filter",),
    tag="tasks",
    scope=ACT,
    takes=RenamedFilter,
)
def rename_filter(body: dict[str, Any], filter_id: UUID) -> None:
    send(RenameFilter(filter_id, body["name"], body["seen"]))


@operation(
    "DELETE",
    FILTER,
    Who.STAFF,
    does=("სიის ნაწილის წაშლა", "Remove a part of a list"),
    pages=("inbox.change_filter",),
    tag="tasks",
    scope=ACT,
)
def remove_filter(filter_id: UUID) -> None:
    engine().send(RemoveFilter(filter_id), actor=current_actor())
