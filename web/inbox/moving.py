"""Putting a case at another step: what, where to, on which legal basis; then once more to be sure."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.supervision import MoveToken
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import incidents
from engine.queries.incident_views import MoveView, Step
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import new_key, sent_key, sent_version


@blueprint.get("/cases/<uuid:case_id>/move")
@access.right(Right.SUPERVISE)
def move(case_id: UUID) -> ResponseReturnValue:
    """Ask which waiting step, unless there is one only, then where to."""
    token = request.args.get("token")
    found = _view(case_id, token)
    if token is None and len(found.waiting) == 1:
        token = found.waiting[0].where
        found = _view(case_id, token)
    return _choice(found, _step(found.waiting, token), sent={})


@blueprint.post("/cases/<uuid:case_id>/move")
@access.right(Right.SUPERVISE)
def move_now(case_id: UUID) -> ResponseReturnValue:
    """Show what was chosen once more, or do it."""
    sent, version = request.form, sent_version()
    found = _view(case_id, sent.get("token"))
    step = _step(found.waiting, sent.get("token"))
    target = _step(found.targets, sent.get("element"))
    if sent.get("_do") == "check":
        missing = _missing(found, step, target)
        if missing is not None:
            return _choice(found, step, sent=sent, error=words_of(missing))
        return render_template(
            "inbox/move_check.html", move=found, step=step, target=target, sent=sent, key=new_key()
        )
    if sent.get("_do") == "change":
        return _choice(found, step, sent=sent)
    if sent.get("_do") != "move":
        raise BadRequest
    command = MoveToken(
        case_id, sent.get("token", ""), sent.get("element", ""), sent.get("legal_basis", ""), version
    )
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _choice(found, step, sent=sent, error=words_of(refused))
    flashes.done(t("move.done"))
    return redirect(url_for("inbox.case", case_id=case_id), 303)


def _missing(found: MoveView, step: Step | None, target: Step | None) -> Rejected | None:
    if step is None:
        return Rejected("case.nothing_waits")
    if target is None:
        return Rejected("case.no_target")
    return (
        None if len(request.form.get("legal_basis", "").strip()) > 2 else Rejected("incident.reason_missing")
    )


def _view(case_id: UUID, token: str | None) -> MoveView:
    with engine().read(current_actor()) as tx:
        return incidents.moving(tx, case_id, token)


def _choice(
    found: MoveView, step: Step | None, *, sent: Mapping[str, str], error: ErrorWords | None = None
) -> ResponseReturnValue:
    shown = {"move": found, "step": step, "sent": sent, "error": error, "has_errors": bool(error)}
    return render_template("inbox/move.html", **shown), error.status if error else 200


def _step(steps: tuple[Step, ...], where: str | None) -> Step | None:
    return next((step for step in steps if step.where == where), None)
