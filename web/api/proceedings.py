"""Ex officio proceedings of an office: one, or many in a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.commands.applications import FiledCase, OpenProceeding
from engine.errors import InvalidForm
from engine.queries import proceedings as queries
from engine.queries.views import Names
from engine.registers.commands.batches import BatchPlanned, PauseBatch, PlanBatch, StartBatch, StopBatch
from engine.registers.queries import batches
from engine.registers.queries.batches import BatchView, PlannableService
from engine.roles import Right
from forms.questions import Question, questions
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Answers, Strict, code_field, text
from web.auth import current_actor
from web.engine_access import engine
from web.filled_form import with_answers
from web.i18n import current_language

TAG = "proceedings"
SERVICE = "/proceedings/<name:code>/<name:service>"
BATCH = "/batches/<uuid:batch_id>"
READS: dict[str, Any] = {"tag": TAG, "scope": "cases:read"}
OPENS: dict[str, Any] = {"tag": TAG, "scope": "cases:act"}
STEERED: Mapping[str, type[StartBatch | PauseBatch | StopBatch]] = {
    "start": StartBatch,
    "pause": PauseBatch,
    "stop": StopBatch,
}


@dataclass(frozen=True)
class OpenedHere:
    """A service whose cases the office opens."""

    code: str
    names: Names
    summary: Names
    municipality: str


@dataclass(frozen=True)
class AllOpenedHere:
    """List of the ex officio proceedings that the office may open today."""

    items: tuple[OpenedHere, ...]


@dataclass(frozen=True)
class FirstForm:
    """Form before an ex officio proceeding begins: its questions, beside whom the case is about."""

    service: OpenedHere
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class UnitOfPlan:
    """A unit that a batch can be narrowed to."""

    code: str
    names: Names
    municipality: str


@dataclass(frozen=True)
class Plannable:
    """Choices for planning a batch: services that it can be of, and units that it can be for."""

    services: tuple[PlannableService, ...]
    units: tuple[UnitOfPlan, ...]


@dataclass(frozen=True)
class Batches:
    """The newest batches of the office."""

    items: tuple[BatchView, ...]


class NewProceeding(Answers):
    """Whom the case is about, by personal number, and the answers of the first form."""

    person = text(20, required=False, load_default="")


class NewBatch(Strict):
    """For which entries, on what ground; the condition is FEEL over the entry and its person."""

    service = code_field()
    municipality = code_field()
    ground = text(500)
    condition = text(2000, required=False, load_default="")
    unit = code_field(required=False, allow_none=True, load_default=None)


class BatchAction(Strict):
    """Action on a batch (start, pause, stop); `seen` is the state in which the caller read it."""

    seen = text(20)
    do = fields.String(required=True, validate=validate.OneOf(tuple(STEERED)))


@operation(
    "GET",
    "/proceedings",
    Who.STAFF,
    does=(
        "რის დაწყება შეუძლია უწყებას საკუთარი ინიციატივით",
        "List the ex officio proceedings that may be opened",
    ),
    pages=("inbox.openable",),
    gives=shape(AllOpenedHere),
    **READS,
)
def list_proceedings() -> AllOpenedHere:
    with engine().read(current_actor()) as tx:
        return AllOpenedHere(tuple(map(_opened_here, queries.openable(tx))))


@operation(
    "GET",
    SERVICE,
    Who.OFFICE,
    does=("ასეთი წარმოების კითხვები", "Get the questions of such a proceeding"),
    pages=("inbox.opening",),
    gives=shape(FirstForm),
    **READS,
)
def get_proceeding(code: str, service: str) -> FirstForm:
    page = _page(code, service)
    return FirstForm(_opened_here(page.service), questions(page.form, page.form_context))


@operation(
    "POST",
    SERVICE,
    Who.OFFICE,
    does=("წარმოების დაწყება საკუთარი ინიციატივით", "Open an ex officio proceeding"),
    pages=("inbox.open_case",),
    takes=NewProceeding,
    gives=shape(FiledCase),
    status=201,
    **OPENS,
)
def open_proceeding(body: dict[str, Any], code: str, service: str) -> FiledCase:
    page = _page(code, service)
    command = OpenProceeding(service, code, body["person"].strip(), body["answers"], current_language())
    try:
        opened: FiledCase = send(command)
    except InvalidForm:
        # Registers are asked about the people whom the form names; what stays wrong is told.
        with_answers(page.form, page.form_context, body["answers"]).checked()
        opened = send(command)
    return opened


@operation(
    "GET",
    "/batches",
    Who.OFFICE,
    does=("მრავალი პირის წარმოებები ერთად", "List batches of cases"),
    pages=("inbox.list_batches",),
    gives=shape(Batches),
    right=Right.RUN_COHORTS,
    **READS,
)
def list_batches() -> Batches:
    with engine().read(current_actor()) as tx:
        return Batches(batches.listed(tx))


@operation(
    "GET",
    "/batches/plannable",
    Who.OFFICE,
    does=("რისი დაგეგმვა შეიძლება ერთად", "List what a batch can be planned of"),
    pages=("inbox.plan_batch",),
    gives=shape(Plannable),
    right=Right.RUN_COHORTS,
    **READS,
)
def list_plannable() -> Plannable:
    with engine().read(current_actor()) as tx:
        page = batches.plannable(tx)
    units = tuple(UnitOfPlan(unit.code, unit.names, unit.municipality) for unit in page.units)
    return Plannable(page.services, units)


@operation(
    "POST",
    "/batches",
    Who.OFFICE,
    does=("წარმოებების ერთად დაგეგმვა", "Plan a batch"),
    pages=("inbox.plan_batch_now",),
    takes=NewBatch,
    gives=shape(BatchPlanned),
    status=201,
    right=Right.RUN_COHORTS,
    **OPENS,
)
def plan_batch(body: dict[str, Any]) -> BatchPlanned:
    planned: BatchPlanned = send(PlanBatch(**body))
    return planned


@operation(
    "GET",
    BATCH,
    Who.OFFICE,
    does=("ერთად დაწყებული წარმოებები და მათი მდგომარეობა", "Get a batch and how far it is"),
    pages=("inbox.batch",),
    gives=shape(BatchView),
    right=Right.RUN_COHORTS,
    **READS,
)
def get_batch(batch_id: UUID) -> BatchView:
    with engine().read(current_actor()) as tx:
        return batches.one(tx, batch_id)


@operation(
    "POST",
    BATCH,
    Who.OFFICE,
    does=("ერთად დაგეგმილის დაწყება, შეჩერება ან დასრულება", "Start, pause or stop a batch"),
    pages=("inbox.steer_batch",),
    takes=BatchAction,
    right=Right.RUN_COHORTS,
    **OPENS,
)
def steer_batch(body: dict[str, str], batch_id: UUID) -> None:
    send(STEERED[body["do"]](batch_id, body["seen"]))


def _page(code: str, service: str) -> queries.OpeningPage:
    with engine().read(current_actor()) as tx:
        return queries.page(tx, service, code, current_language())


def _opened_here(one: queries.Openable) -> OpenedHere:
    return OpenedHere(one.code, one.names, one.summary, one.municipality.code)
