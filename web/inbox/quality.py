"""Quality review at the desk: samples of decisions, drawn by chance, and the check of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.quality import queries
from engine.quality.commands import DrawSample, RecordCheck
from engine.quality.rules import ANSWERS, ITEMS, KINDS, LONGEST, MOST, REMEDIES, RESULTS, SampleUnusable
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key
from web.tables import exported

SAMPLE: Final = "/quality/<uuid:sample_id>"
CHECK: Final = f"{SAMPLE}/<uuid:case_id>"
HEADS: Final = access.right(Right.SUPERVISE)
LIST: Final = {
    "items": ITEMS, "answers": ANSWERS, "results": RESULTS, "remedies": REMEDIES, "longest": LONGEST,
}  # fmt: skip


@blueprint.get("/quality")
@HEADS
@exported
def quality() -> ResponseReturnValue:
    return _quality()


@blueprint.post("/quality")
@HEADS
def draw_sample() -> ResponseReturnValue:
    sent = request.form
    try:
        drawn = engine().send(_drawn(sent), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _quality(sent, words_of(refused))
    flashes.done(t("quality.drawn", among=drawn.among))
    return redirect(url_for("inbox.quality_sample", sample_id=drawn.sample_id), 303)


@blueprint.get(SAMPLE)
@HEADS
@exported
def quality_sample(sample_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.sample(tx, sample_id)
    return render_template("inbox/quality_sample.html", found=found)


@blueprint.get(CHECK)
@HEADS
def quality_check(sample_id: UUID, case_id: UUID) -> ResponseReturnValue:
    return _check(sample_id, case_id, {})


@blueprint.post(CHECK)
@HEADS
def record_check(sample_id: UUID, case_id: UUID) -> ResponseReturnValue:
    sent = request.form
    findings = {item: sent[f"item.{item}"] for item in ITEMS if sent.get(f"item.{item}")}
    said = (sent.get("result", ""), sent.get("remedy", ""), sent.get("remarks", ""))
    command = RecordCheck(sample_id, case_id, findings, *said)
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _check(sample_id, case_id, sent, words_of(refused))
    flashes.done(t("quality.recorded"))
    return redirect(url_for("inbox.quality_sample", sample_id=sample_id), 303)


def _drawn(sent: Mapping[str, str]) -> DrawSample:
    """Return what was asked for. Raises `SampleUnusable`."""
    municipality, _, service = sent.get("service", "").partition("/")
    clerk, size = sent.get("clerk", ""), sent.get("size", "")
    try:
        since, until = date.fromisoformat(sent.get("since", "")), date.fromisoformat(sent.get("until", ""))
    except ValueError:
        raise SampleUnusable(field="until") from None
    return DrawSample(
        service,
        municipality,
        since,
        until,
        int(size) if size.isascii() and size.isdigit() and len(size) < 5 else 0,
        sent.get("kind", ""),
        sent.get("ground") or None,
        int(clerk) if clerk.isascii() and clerk.isdigit() and len(clerk) < 19 else None,
    )


def _quality(sent: Mapping[str, str] | None = None, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx)
    shown = {"page": page, "sent": sent or {}, "kinds": KINDS, "most": MOST}
    body = render_template("inbox/quality.html", **shown, error=error, has_errors=bool(error))
    return body, error.status if error else 200


def _check(
    sample_id: UUID, case_id: UUID, sent: Mapping[str, str], error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        sample, check = queries.check(tx, sample_id, case_id)
    shown = {"sample": sample, "check": check, "sent": sent, **LIST}
    body = render_template("inbox/quality_check.html", **shown, error=error, has_errors=bool(error))
    return body, error.status if error else 200
