"""Page of numbers reserved for acts: what became of each, and voiding one that was given up."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.signing import VoidNumber
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import act_numbers
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key
from web.tables import exported


@blueprint.get("/numbers")
@access.right(Right.KEEP_NUMBERS)
@exported
def numbers() -> ResponseReturnValue:
    return _page()


@blueprint.post("/numbers")
@access.right(Right.KEEP_NUMBERS)
def void_number() -> ResponseReturnValue:
    """Void a number that was given up; a refusal keeps what was written."""
    sent = request.form
    command = VoidNumber(sent.get("municipality", ""), sent.get("number", ""), sent.get("reason", ""))
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(words_of(refused), wrong=command)
    flashes.done(t("numbers.done", number=command.number))
    return redirect(url_for("inbox.numbers"), 303)


def _page(error: ErrorWords | None = None, *, wrong: VoidNumber | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = act_numbers.reserved(tx)
    shown = {"numbers": found, "most": act_numbers.MOST, "error": error, "wrong": wrong}
    page = render_template("inbox/numbers.html", **shown, has_errors=bool(error))
    return page, error.status if error else 200
