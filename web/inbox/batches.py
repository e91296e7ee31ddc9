"""Batches of cases for many people: plan, look at the dry run, start, pause, stop."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.catalogue.cohorts import CASES, ENTRY, PERSON
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.registers.commands.batches import PauseBatch, PlanBatch, StartBatch, StopBatch
from engine.registers.queries import batches
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import new_key, sent_key
from web.tables import exported

# What each button asks, and what is said when it is done.
STEERED: Mapping[str, tuple[type[StartBatch | PauseBatch | StopBatch], str]] = {
    "start": (StartBatch, "batch.done.start"),
    "pause": (PauseBatch, "batch.done.pause"),
    "stop": (StopBatch, "batch.done.stop"),
}
READABLE = tuple(
    f"{name}.{part}"
    for name, parts in (("entry", ENTRY), ("person", PERSON), ("cases", CASES))
    for part in sorted(parts)
)


@blueprint.get("/batches")
@access.right(Right.RUN_COHORTS)
@exported
def list_batches() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = batches.listed(tx)
    return render_template("inbox/batches.html", batches=found)


@blueprint.get("/batches/plan")
@access.right(Right.RUN_COHORTS)
def plan_batch() -> ResponseReturnValue:
    return _plan({})


@blueprint.post("/batches/plan")
@access.right(Right.RUN_COHORTS)
def plan_batch_now() -> ResponseReturnValue:
    sent = request.form
    service, _, municipality = sent.get("service", "").partition("@")
    command = PlanBatch(
        service,
        municipality,
        sent.get("ground", ""),
        sent.get("condition", ""),
        sent.get("unit") or None,
    )
    try:
        planned = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _plan(sent, words_of(refused))
    return redirect(url_for("inbox.batch", batch_id=planned.batch_id), 303)


def _plan(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = batches.plannable(tx)
    shown = {"page": page, "sent": sent, "readable": READABLE, "error": error, "has_errors": bool(error)}
    return render_template("inbox/batch_plan.html", **shown), error.status if error else 200


@blueprint.get("/batches/<uuid:batch_id>")
@access.right(Right.RUN_COHORTS)
@exported
def batch(batch_id: UUID) -> ResponseReturnValue:
    return _batch(batch_id)


@blueprint.post("/batches/<uuid:batch_id>")
@access.right(Right.RUN_COHORTS)
def steer_batch(batch_id: UUID) -> ResponseReturnValue:
    kind, done = STEERED.get(request.form.get("_do", ""), (None, ""))
    if kind is None:
        raise BadRequest
    command: Command = kind(batch_id, request.form.get("seen", ""))
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _batch(batch_id, words_of(refused))
    flashes.done(t(done))
    return redirect(url_for("inbox.batch", batch_id=batch_id), 303)


def _batch(batch_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = batches.one(tx, batch_id)
    shown = {"batch": found, "error": error, "has_errors": bool(error), "key": new_key()}
    return render_template("inbox/batch.html", **shown), error.status if error else 200
