"""Quality review: samples of decisions and what their checks found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from engine.quality import queries
from engine.quality.commands import DrawSample, RecordCheck, SampleDrawn
from engine.quality.queries import QualityPage, SampleView
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict
from web.auth import current_actor
from web.engine_access import engine

TAG = "reports"
SAMPLE = "/reports/quality/<uuid:sample_id>"
READS: dict[str, Any] = {"tag": TAG, "scope": "reports:read", "right": Right.SUPERVISE}
ACTS: dict[str, Any] = {"tag": TAG, "scope": "reports:act", "right": Right.SUPERVISE}


class SampleAsked(Strict):
    """Conditions of a sample of decisions: service, municipality, period, size, ground, clerk."""

    service = fields.String(required=True)
    municipality = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    size = fields.Integer(required=True, strict=True)
    kind = fields.String(load_default="any")
    ground = fields.String(load_default=None, allow_none=True)
    clerk_id = fields.Integer(load_default=None, allow_none=True, strict=True)


class CheckFound(Strict):
    """Findings of the quality check of a decision, with its result, remedy and remarks."""

    findings = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    result = fields.String(required=True)
    remedy = fields.String(required=True)
    remarks = fields.String(load_default="")


@operation(
    "GET",
    "/reports/quality",
    Who.OFFICE,
    does=("ხარისხის შემოწმების შერჩევები", "List the samples of quality review"),
    pages=("inbox.quality",),
    gives=shape(QualityPage),
    **READS,
)
def list_samples() -> QualityPage:
    with engine().read(current_actor()) as tx:
        return queries.page(tx)


@operation(
    "POST",
    "/reports/quality",
    Who.OFFICE,
    does=("შერჩევის გაკეთება", "Draw a sample of decisions"),
    pages=("inbox.draw_sample",),
    takes=SampleAsked,
    gives=shape(SampleDrawn),
    status=201,
    **ACTS,
)
def draw_sample(body: dict[str, Any]) -> SampleDrawn:
    drawn: SampleDrawn = send(DrawSample(**body))
    return drawn


@operation(
    "GET",
    SAMPLE,
    Who.OFFICE,
    does=("შერჩევა და შემოწმებები", "Get a sample with its checks"),
    pages=("inbox.quality_sample", "inbox.quality_check"),
    gives=shape(SampleView),
    **READS,
)
def get_sample(sample_id: UUID) -> SampleView:
    with engine().read(current_actor()) as tx:
        return queries.sample(tx, sample_id)


@operation(
    "POST",
    f"{SAMPLE}/<uuid:case_id>",
    Who.OFFICE,
    does=("შემოწმების შედეგის შენახვა", "Record the check of a decision"),
    pages=("inbox.record_check",),
    takes=CheckFound,
    **ACTS,
)
def record_check(body: dict[str, Any], sample_id: UUID, case_id: UUID) -> None:
    send(RecordCheck(sample_id, case_id, **body))
