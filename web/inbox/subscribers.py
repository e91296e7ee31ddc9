"""Changes of registers that other bodies are told, at a supervisor's desk."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands import Command, SettleChange, TellChangeAgain
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import subscribers as told
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key
from web.tables import exported

# What is said when a button has done what it says.
DONE = {"again": "consumers.done.again", "settle": "consumers.done.settle"}


@blueprint.get("/consumers")
@access.right(Right.SUPERVISE)
@exported
def consumers() -> ResponseReturnValue:
    return _page()


@blueprint.post("/consumers/<uuid:change_id>")
@access.right(Right.SUPERVISE)
def mend_change(change_id: UUID) -> ResponseReturnValue:
    """Tell a change again, or note how the other body learnt of it; a refusal keeps what was written."""
    verb, note = request.form.get("_do"), request.form.get("note", "")
    if verb not in DONE:
        raise BadRequest
    command: Command = TellChangeAgain(change_id) if verb == "again" else SettleChange(change_id, note)
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(words_of(refused), wrong=change_id, note=note)
    flashes.done(t(DONE[verb]))
    return redirect(url_for("inbox.consumers"), 303)


def _page(
    error: ErrorWords | None = None, *, wrong: UUID | None = None, note: str = ""
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = told.page(tx)
    shown = {"page": page, "error": error, "has_errors": bool(error), "wrong": wrong, "note": note}
    return render_template("inbox/consumers.html", **shown), error.status if error else 200
