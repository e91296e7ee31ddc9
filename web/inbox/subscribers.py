"""Pages of register changes and their subscribers, for supervisors."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.registers.commands.subscribers import RedeliverChange, SettleChange
from engine.registers.queries import subscribers as queries
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
DONE = {"again": "subscribers.done.again", "settle": "subscribers.done.settle"}


@blueprint.get("/subscribers")
@access.right(Right.SUPERVISE)
@exported
def subscribers() -> ResponseReturnValue:
    return _page()


@blueprint.post("/subscribers/<uuid:change_id>")
@access.right(Right.SUPERVISE)
def mend_change(change_id: UUID) -> ResponseReturnValue:
    """Redeliver a change, or record how the other body learnt of it; a refusal keeps what was written."""
    verb, note = request.form.get("_do"), request.form.get("note", "")
    if verb not in DONE:
        raise BadRequest
    command: Command = RedeliverChange(change_id) if verb == "again" else SettleChange(change_id, note)
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(words_of(refused), wrong=change_id, note=note)
    flashes.done(t(DONE[verb]))
    return redirect(url_for("inbox.subscribers"), 303)


def _page(
    error: ErrorWords | None = None, *, wrong: UUID | None = None, note: str = ""
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx)
    shown = {"page": page, "error": error, "has_errors": bool(error), "wrong": wrong, "note": note}
    return render_template("inbox/subscribers.html", **shown), error.status if error else 200
