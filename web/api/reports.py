"""Figures without anybody's case, and visits to community centres.

To add an address of the REST API for statistics: an `operation` here on a query such as
`engine/queries/office_figures.py`, with the pages that do the same; its line in `tests/web/access/api.toml`;
then `tools/api_pages_doc.py` and `python -m tests.web.test_api_released`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.centers.commands.visits import RecordOutcome, RecordVisit, VisitRecorded
from engine.centers.queries import visits as queries
from engine.centers.queries.visits import Figure as VisitFigure
from engine.centers.queries.visits import Visit
from engine.centers.rules.visits import ABOUT_A_SERVICE, OF_THE_HOUSE, OUTCOMES
from engine.feedback import queries as feedback
from engine.feedback.queries import FeedbackPage
from engine.queries import office_figures, rollout
from engine.queries.office_figures import OfficeFigures
from engine.queries.rollout import Figure as CaseFigure
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.refusals import Invalid
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, text
from web.auth import current_actor
from web.engine_access import engine

TAG = "reports"
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class CaseFigures:
    """Cases by municipality and service within a period."""

    items: tuple[CaseFigure, ...]


@dataclass(frozen=True)
class VisitFigures:
    """Visits by centre and kind within a period."""

    items: tuple[VisitFigure, ...]


@dataclass(frozen=True)
class Visits:
    """The visits of the last days at the centre of the operator."""

    items: tuple[Visit, ...]


class Period(Strict):
    """The days from `since` to the day before `until`, a year at most."""

    since = day()
    until = day()


class ReportYear(Strict):
    """A year, this one where none is named; with a service what is in all and by month is of it alone."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=1900, max=2200))
    service = code_field(required=False, load_default=None)


class NewVisit(Strict):
    """Visit to a centre: what the visitor was given."""

    kind = fields.String(required=True, validate=validate.OneOf(ABOUT_A_SERVICE + OF_THE_HOUSE))
    service_id = fields.UUID(load_default=None, allow_none=True)
    referred_to = text(200, required=False, load_default="")
    people = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=1, max=500))


class VisitOutcome(Strict):
    """Outcome of a visit."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))


def _period(asked: dict[str, Any]) -> dict[str, date]:
    if not timedelta() < asked["until"] - asked["since"] <= LONGEST:
        raise Invalid({"query": {"until": ["Must be less"]}})
    return asked


@operation(
    "GET",
    "/reports/cases",
    Who.OFFICE,
    does=(
        "საქმეების რაოდენობა მუნიციპალიტეტებისა და სერვისების მიხედვით",
        "Count cases by municipality and service",
    ),
    pages=("admin.figures", "admin.figures_as_workbook"),
    tag=TAG,
    scope="reports:read",
    right=Right.ROLL_OUT,
    asks=Period,
    gives=shape(CaseFigures),
)
def get_case_figures(asked: dict[str, Any]) -> CaseFigures:
    with engine().read(current_actor()) as tx:
        return CaseFigures(rollout.figures(tx, **_period(asked)))


@operation(
    "GET",
    "/reports/office",
    Who.OFFICE,
    does=("უწყების წლიური მაჩვენებლების მიღება", "Get an office's figures of a year"),
    pages=("inbox.figures", "inbox.figures_as_workbook"),
    tag=TAG,
    scope="reports:read",
    right=Right.SUPERVISE,
    asks=ReportYear,
    gives=shape(OfficeFigures),
)
def get_office_figures(asked: dict[str, Any]) -> OfficeFigures:
    with engine().read(current_actor()) as tx:
        return office_figures.figures(tx, asked["year"], service=asked["service"])


@operation(
    "GET",
    "/reports/visits",
    Who.OFFICE,
    does=("საზოგადოებრივი ცენტრების ვიზიტების რაოდენობა", "Count visits to community centres"),
    pages=("center.figures",),
    tag=TAG,
    scope="reports:read",
    right=Right.SEE_FIGURES,
    asks=Period,
    gives=shape(VisitFigures),
)
def get_visit_figures(asked: dict[str, Any]) -> VisitFigures:
    with engine().read(current_actor()) as tx:
        return VisitFigures(queries.figures(tx, **_period(asked)))


@operation(
    "GET",
    "/visits",
    Who.OFFICE,
    does=("ბოლო დღეების ვიზიტები", "List the visits of the last days"),
    pages=("center.visits",),
    tag=TAG,
    scope="reports:read",
    right=Right.ASSIST,
    gives=shape(Visits),
)
def list_visits() -> Visits:
    with engine().read(current_actor()) as tx:
        return Visits(queries.recent(tx))


@operation(
    "POST",
    "/visits",
    Who.OFFICE,
    does=("ვიზიტის აღნიშვნა", "Note a visit"),
    pages=("center.record_visit",),
    tag=TAG,
    scope="reports:act",
    right=Right.ASSIST,
    takes=NewVisit,
    gives=shape(VisitRecorded),
    status=201,
)
def record_visit(body: dict[str, Any]) -> VisitRecorded:
    recorded: VisitRecorded = engine().send(RecordVisit(**body), actor=current_actor(), key=sent_key())
    return recorded


@operation(
    "POST",
    "/visits/<uuid:visit_id>/outcome",
    Who.OFFICE,
    does=("ვიზიტის შედეგის აღნიშვნა", "Note what came of a visit"),
    pages=("center.record_outcome",),
    tag=TAG,
    scope="reports:act",
    right=Right.ASSIST,
    takes=VisitOutcome,
)
def record_outcome(body: dict[str, str], visit_id: UUID) -> None:
    engine().send(RecordOutcome(visit_id, body["outcome"]), actor=current_actor(), key=sent_key())


@operation(
    "GET",
    "/reports/feedback",
    Who.OFFICE,
    does=("როგორ აფასებენ სერვისებს", "Read how services are rated"),
    pages=("inbox.feedback",),
    tag=TAG,
    scope="reports:read",
    right=Right.SUPERVISE,
    gives=shape(FeedbackPage),
)
def get_feedback() -> FeedbackPage:
    with engine().read(current_actor()) as tx:
        return feedback.page(tx)
