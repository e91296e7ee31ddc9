"""API of heads of a service: the board, assigning steps, mending incidents, moving a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.bulk import for_each
from engine.cases.incidents import ReasonMissing
from engine.commands.assignment import AssignTask
from engine.commands.base import Command
from engine.commands.cases import StepTaken
from engine.commands.supervision import MoveToken, RetryIncident, SkipIncident
from engine.queries import board as boards
from engine.queries import colleagues, incidents
from engine.queries.board import Board
from engine.queries.colleagues import Colleague
from engine.queries.incident_views import IncidentView, MoveView
from engine.roles import Right
from web.api.callers import Who
from web.api.cases import case_of
from web.api.finding import AllSettled, settled
from web.api.operations import operation
from web.api.reading import sent_key, sent_version
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, code_field, person_id, seen_number, text
from web.api.tasks import PATH, task_of
from web.auth import current_actor
from web.engine_access import engine
from web.inbox.incidents import MOST_AT_ONCE, RETRY, SKIP

TAG = "supervision"
HEADS: dict[str, Any] = {"tag": TAG, "right": Right.SUPERVISE}


@dataclass(frozen=True)
class Colleagues:
    """List of the people who may have steps where the caller supervises."""

    items: tuple[Colleague, ...]


@dataclass(frozen=True)
class Incidents:
    """Open incidents, the oldest first."""

    items: tuple[IncidentView, ...]
    total: int
    next: str | None


class IncidentFilter(Cursor):
    """Incidents of which service, and by which cause."""

    service = code_field(required=False, load_default=None)
    code = text(120, required=False, load_default=None)


class IncidentChoice(Strict):
    """An incident, and `case_version` as the caller read it."""

    incident_id = fields.UUID(required=True)
    seen = seen_number()


class IncidentChoices(Strict):
    """Action on many incidents (try again, pass over); passing over says why."""

    do = fields.String(required=True, validate=validate.OneOf((RETRY, SKIP)))
    incidents = fields.List(
        fields.Nested(IncidentChoice), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE)
    )
    reason = text(500, required=False, load_default="")


class TaskAssignment(Strict):
    """Assignment of a step (null: back to the unit), why, and who had it when the caller looked."""

    seen = person_id(allow_none=True, load_default=None, required=False)
    person_id = person_id(allow_none=True)
    reason = text(500)


class IncidentSkip(Strict):
    """Reason for passing over an incident's step, and the result that it would have given."""

    reason = text(500)
    result = fields.Dict(keys=fields.String(), load_default=dict)


class TokenMove(Strict):
    """Move of a waiting token to another element: which token, to which element, by which law."""

    token = text(200)
    element = text(200)
    legal_basis = text(500)


@operation(
    "GET",
    "/board",
    Who.OFFICE,
    does=("დატვირთვა, დაგვიანებები და მათი მიზეზები", "See the workload and overdue cases"),
    pages=("inbox.board",),
    scope="tasks:read",
    gives=shape(Board),
    **HEADS,
)
def get_board() -> Board:
    with engine().read(current_actor()) as tx:
        return boards.board(tx)


@operation(
    "GET",
    "/colleagues",
    Who.OFFICE,
    does=("ვის შეიძლება ჰქონდეს საფეხური", "List who may have steps"),
    pages=("inbox.board",),
    scope="tasks:read",
    gives=shape(Colleagues),
    **HEADS,
)
def list_colleagues() -> Colleagues:
    with engine().read(current_actor()) as tx:
        return Colleagues(colleagues.supervised(tx))


@operation(
    "POST",
    f"{PATH}/assignment",
    Who.OFFICE,
    does=("საფეხურის გადაცემა", "Assign a step to somebody"),
    pages=("inbox.assign",),
    scope="tasks:act",
    takes=TaskAssignment,
    **HEADS,
)
def assign_task(body: dict[str, Any], task_id: UUID) -> None:
    key = sent_key()
    task_of(task_id)
    command = AssignTask(task_id, body["person_id"], body["reason"], body["seen"])
    engine().send(command, actor=current_actor(), key=key)


@operation(
    "GET",
    "/incidents",
    Who.OFFICE,
    does=("რა შეჩერდა", "List incidents"),
    pages=("inbox.list_incidents",),
    scope="cases:read",
    asks=IncidentFilter,
    gives=shape(Incidents),
    **HEADS,
)
def list_incidents(asked: dict[str, Any]) -> Incidents:
    with engine().read(current_actor()) as tx:
        page = incidents.page(tx, asked["service"], asked["code"], after=asked["cursor"])
    return Incidents(page.rows, page.total, page.next_after)


@operation(
    "POST",
    "/incidents/chosen",
    Who.OFFICE,
    does=("ბევრი შეჩერებულის ხელახლა ცდა ან გამოტოვება", "Try again or pass over many incidents"),
    pages=("inbox.mend_many",),
    scope="cases:act",
    takes=IncidentChoices,
    gives=shape(AllSettled),
    **HEADS,
)
def act_on_incidents(body: dict[str, Any]) -> AllSettled:
    versions = {incident["incident_id"]: incident["seen"] for incident in body["incidents"]}
    reason = body["reason"]
    if body["do"] == SKIP and not reason.strip():
        raise ReasonMissing

    def command(incident_id: UUID) -> Command:
        version = versions[incident_id]
        if body["do"] == RETRY:
            return RetryIncident(incident_id, version)
        return SkipIncident(incident_id, reason, expected_version=version)

    return settled(for_each(engine(), versions, command, actor=current_actor(), key=sent_key()))


@operation(
    "POST",
    "/incidents/<uuid:incident_id>/retry",
    Who.OFFICE,
    does=("შეჩერებულის ხელახლა ცდა", "Try an incident's step again"),
    pages=("inbox.retry",),
    scope="cases:act",
    gives=shape(StepTaken),
    has_version=True,
    **HEADS,
)
def retry_incident(incident_id: UUID) -> StepTaken:
    key, version = sent_key(), sent_version()
    taken: StepTaken = engine().send(RetryIncident(incident_id, version), actor=current_actor(), key=key)
    return taken


@operation(
    "POST",
    "/incidents/<uuid:incident_id>/skip",
    Who.OFFICE,
    does=("გაგრძელება შეჩერებულის გარეშე", "Pass over an incident's step"),
    pages=("inbox.skip_now",),
    scope="cases:act",
    takes=IncidentSkip,
    gives=shape(StepTaken),
    has_version=True,
    **HEADS,
)
def skip_incident(body: dict[str, Any], incident_id: UUID) -> StepTaken:
    key, version = sent_key(), sent_version()
    command = SkipIncident(incident_id, body["reason"], body["result"], version)
    taken: StepTaken = engine().send(command, actor=current_actor(), key=key)
    return taken


@operation(
    "GET",
    "/cases/<uuid:case_id>/moves",
    Who.OFFICE,
    does=("სად შეიძლება საქმის გადატანა", "See where a case may be put"),
    pages=("inbox.move",),
    scope="cases:read",
    gives=shape(MoveView),
    **HEADS,
)
def list_moves(case_id: UUID) -> MoveView:
    case_of(case_id)
    with engine().read(current_actor()) as tx:
        return incidents.moving(tx, case_id, None)


@operation(
    "POST",
    "/cases/<uuid:case_id>/moves",
    Who.OFFICE,
    does=("საქმის სხვა საფეხურზე გადატანა", "Put a case at another step"),
    pages=("inbox.move_now",),
    scope="cases:act",
    takes=TokenMove,
    gives=shape(StepTaken),
    has_version=True,
    **HEADS,
)
def move_case(body: dict[str, str], case_id: UUID) -> StepTaken:
    key, version = sent_key(), sent_version()
    case_of(case_id)
    command = MoveToken(case_id, body["token"], body["element"], body["legal_basis"], version)
    taken: StepTaken = engine().send(command, actor=current_actor(), key=key)
    return taken
