"""Quality review: a sample is drawn, a decision of it is checked."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.quality import store as quality
from engine.quality.commands import DrawSample, RecordCheck, SampleDrawn
from engine.quality.rules import KINDS, MOST, NothingToDraw, SampleUnusable, check_findings
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import reference


class CheckedBefore(Rejected):
    """The decision has been checked in this sample."""

    code = "quality.checked_before"


class OwnDecision(Rejected):
    """Whoever did a step of the case does not check its decision."""

    code = "quality.own_decision"


def draw_sample(command: DrawSample, tx: Transaction) -> SampleDrawn:
    """Draw by chance. Raises `SampleUnusable`, `NothingToDraw`."""
    place = reference.municipality(tx, command.municipality)
    if place is None:
        raise NotFound
    if not tx.actor.may(Right.SUPERVISE, place.id):
        raise NotAllowed
    _check(command, local_date(tx.now))
    frame = {
        "municipality_id": place.id,
        "service_code": command.service,
        "since": command.since,
        "until": command.until,
        "kind": command.kind,
        "ground": command.ground or None,
        "clerk_id": command.clerk_id,
        "seed": uuid4().hex,
        "drawn_by": tx.actor.person_id,
    }
    drawn = quality.draw(tx, size=command.size, **frame)
    if not drawn:
        raise NothingToDraw
    sample_id, among = uuid4(), drawn[0].among
    quality.add_sample(tx, {"id": sample_id, "among": among, **frame}, [row.id for row in drawn])
    tx.log(_stream(place.id), "quality.drawn", sample=str(sample_id), service=command.service)
    return SampleDrawn(sample_id, among)


def record_check(command: RecordCheck, tx: Transaction) -> None:
    """Record a check, once. Raises `CheckIncomplete`, `CheckedBefore`, `OwnDecision`."""
    check = quality.locked(tx, command.sample_id, command.case_id, person_id=tx.actor.person_id)
    if check is None:
        raise NotFound
    if not tx.actor.may(Right.SUPERVISE, check.municipality_id):
        raise NotAllowed
    if check.result is not None:
        raise CheckedBefore
    if check.is_own:
        raise OwnDecision
    findings, remarks = dict(without_nul(command.findings)), without_nul(command.remarks).strip()
    check_findings(findings, command.result, command.remedy, remarks)
    said = {"result": command.result, "remedy": command.remedy}
    quality.keep_findings(tx, command.sample_id, command.case_id, findings=findings, remarks=remarks, **said)
    tx.log(
        _stream(check.municipality_id),
        "quality.checked",
        sample=str(command.sample_id),
        case=str(command.case_id),
        **said,
    )


def _check(command: DrawSample, today: date) -> None:
    if command.kind not in KINDS:
        raise SampleUnusable(field="kind")
    if not command.since <= command.until <= today:
        raise SampleUnusable(field="until")
    if isinstance(command.size, bool) or not 1 <= command.size <= MOST:
        raise SampleUnusable(field="size")


def _stream(municipality_id: int) -> str:
    return f"quality/{municipality_id}"


ROUTES = (
    Route(DrawSample, draw_sample, sender=Sender.STAFF, result=SampleDrawn),
    Route(RecordCheck, record_check, sender=Sender.STAFF),
)
