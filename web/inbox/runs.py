"""Cases for many people at once: plan, look at the dry run, start, pause, stop."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands import Command, PauseRun, PlanRun, StartRun, StopRun
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import runs
from engine.registers.cohorts import CASES, ENTRY, PERSON
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
STEERED: Mapping[str, tuple[type[StartRun | PauseRun | StopRun], str]] = {
    "start": (StartRun, "run.done.start"),
    "pause": (PauseRun, "run.done.pause"),
    "stop": (StopRun, "run.done.stop"),
}
READABLE = tuple(
    f"{name}.{part}"
    for name, parts in (("entry", ENTRY), ("person", PERSON), ("cases", CASES))
    for part in sorted(parts)
)


@blueprint.get("/runs")
@access.right(Right.RUN_COHORTS)
@exported
def runs_list() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = runs.listed(tx)
    return render_template("inbox/runs.html", runs=found)


@blueprint.get("/runs/plan")
@access.right(Right.RUN_COHORTS)
def plan_run() -> ResponseReturnValue:
    return _plan({})


@blueprint.post("/runs/plan")
@access.right(Right.RUN_COHORTS)
def plan_run_now() -> ResponseReturnValue:
    sent = request.form
    service, _, municipality = sent.get("service", "").partition("@")
    command = PlanRun(
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
    return redirect(url_for("inbox.run", run_id=planned.run_id), 303)


def _plan(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = runs.runnable(tx)
    shown = {"page": page, "sent": sent, "readable": READABLE, "error": error, "has_errors": bool(error)}
    return render_template("inbox/run_plan.html", **shown), error.status if error else 200


@blueprint.get("/runs/<uuid:run_id>")
@access.right(Right.RUN_COHORTS)
@exported
def run(run_id: UUID) -> ResponseReturnValue:
    return _run(run_id)


@blueprint.post("/runs/<uuid:run_id>")
@access.right(Right.RUN_COHORTS)
def steer_run(run_id: UUID) -> ResponseReturnValue:
    kind, done = STEERED.get(request.form.get("_do", ""), (None, ""))
    if kind is None:
        raise BadRequest
    command: Command = kind(run_id, request.form.get("seen", ""))
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _run(run_id, words_of(refused))
    flashes.done(t(done))
    return redirect(url_for("inbox.run", run_id=run_id), 303)


def _run(run_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = runs.one(tx, run_id)
    shown = {"run": found, "error": error, "has_errors": bool(error), "key": new_key()}
    return render_template("inbox/run.html", **shown), error.status if error else 200
