"""Applications that are being filled in: kept as they are, checked when they are filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.commands.applications import FileApplication, FiledCase
from engine.commands.drafts import DropDraft, SavedDraft, SaveDraft
from engine.errors import InvalidForm, NotFound, Rejected
from engine.queries import drafts as queries
from engine.queries.draft_views import DraftCard
from engine.queries.views import Names
from web import rate_limits
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.shapes import shape
from web.api.shared import Answers, code_field
from web.auth import current_actor
from web.citizen.application import Application, application
from web.engine_access import engine
from web.i18n import current_language

TAG = "filing"
ADDRESS = "/municipalities/<name:code>/services/<name:service>"
READ, ACT = "cases:read", "cases:act"


class NewAnswers(Answers):
    """Answers, and the version of the draft that they replace: 0 where there was none."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=10**9))


class NewApplication(Answers):
    """Answers, and the preconditions of which the applicant was warned and in spite of which they file."""

    confirmed = fields.List(code_field(), load_default=(), validate=validate.Length(max=20))


@dataclass(frozen=True)
class Unmet:
    """A precondition of the service that the applicant does not meet. `refuses`: it can't be filed.

    Any other has to be named in `confirmed` when the application is filed all the same.
    """

    code: str
    refuses: bool
    says: Names


@dataclass(frozen=True)
class Draft:
    """A draft as its owner left it, and which preconditions are not met by its answers."""

    answers: dict[str, Any]
    version: int
    saved_at: datetime
    last_day: date
    unmet: tuple[Unmet, ...]


@dataclass(frozen=True)
class SavedAnswers:
    """Version of a draft as saved, its last day, and the preconditions that these answers do not meet."""

    version: int
    saved_at: datetime
    last_day: date
    unmet: tuple[Unmet, ...]


@dataclass(frozen=True)
class Drafts:
    """All drafts of the person, the last one first."""

    items: tuple[DraftCard, ...]


@operation(
    "GET",
    "/drafts",
    Who.PERSON,
    does=("მონახაზების სია", "List the person's drafts"),
    pages=(
        "citizen.cases",
        "citizen.cases_as_table",
    ),
    tag=TAG,
    scope=READ,
    gives=shape(Drafts),
)
def list_drafts() -> Drafts:
    with engine().read(current_actor()) as tx:
        return Drafts(queries.mine(tx))


@operation(
    "GET",
    f"{ADDRESS}/draft",
    Who.PERSON,
    does=("მონახაზი", "Get a draft"),
    pages=(
        "citizen.apply",
        "citizen.apply_page",
    ),
    tag=TAG,
    scope=READ,
    gives=shape(Draft),
)
def get_draft(code: str, service: str) -> Draft:
    found = application(code, service)
    draft = found.draft
    if draft is None:
        raise NotFound
    return Draft(dict(draft.answers), draft.version, draft.saved_at, draft.last_day, _unmet(found))


@operation(
    "PUT",
    f"{ADDRESS}/draft",
    Who.PERSON,
    does=("მონახაზის შენახვა", "Save a draft"),
    pages=(
        "citizen.fill_in",
        "citizen.save_page",
        "citizen.choose_version",
    ),
    tag=TAG,
    scope=ACT,
    takes=NewAnswers,
    gives=shape(SavedAnswers),
)
def save_draft(body: dict[str, Any], code: str, service: str) -> SavedAnswers:
    seen = body["version"]
    if seen == 0 and application(code, service).draft is not None:
        raise Rejected("draft.moved")
    command = SaveDraft(service, code, body["answers"], seen=seen)
    saved: SavedDraft = engine().send(command, actor=current_actor())
    found = application(code, service)
    return SavedAnswers(saved.version, saved.saved_at, saved.last_day, _unmet(found))


def _unmet(found: Application) -> tuple[Unmet, ...]:
    """Return what is told before filing; what the registers say themselves is for another scope."""
    return tuple(
        Unmet(precondition.code, precondition.refuses, precondition.says) for precondition in found.page.unmet
    )


@operation(
    "DELETE",
    f"{ADDRESS}/draft",
    Who.PERSON,
    does=("მონახაზის წაშლა", "Throw a draft away"),
    pages=("citizen.drop_draft",),
    tag=TAG,
    scope=ACT,
)
def drop_draft(code: str, service: str) -> None:
    engine().send(DropDraft(service, code), actor=current_actor())


@operation(
    "POST",
    f"{ADDRESS}/applications",
    Who.PERSON,
    does=("განცხადების შეტანა", "File an application"),
    pages=("citizen.file",),
    tag=TAG,
    scope=ACT,
    takes=NewApplication,
    gives=shape(FiledCase),
    status=201,
)
def file_application(body: dict[str, Any], code: str, service: str) -> FiledCase:
    key: UUID = sent_key()
    rate_limits.hit("filing")
    confirmed = tuple(body["confirmed"])
    command = FileApplication(service, code, body["answers"], current_language(), "api", confirmed=confirmed)
    try:
        filed: FiledCase = engine().send(command, actor=current_actor(), key=key)
    except InvalidForm:
        # Registers are asked about the people whom the form names; what stays wrong is told.
        application(code, service).form(body["answers"]).checked()
        filed = engine().send(command, actor=current_actor(), key=key)
    return filed
