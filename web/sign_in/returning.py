"""Coming back to a case that was filed without an account: by its code, and a one-time code to its guest.

The code of a case alone shows how it stands and nothing else. Together with the address that was confirmed
before filing it proves what was proven then, so it opens what was open then: the guest's own case.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from engine.commands.contacts import RequestAnotherCode
from engine.commands.guests import RequestReturnCode, ReturnCodeRequested
from engine.identity.code_requests import AttemptOver
from engine.identity.one_time_codes import TooManyCodes
from engine.identity.tracking import CodeMistyped
from web import access
from web.auth import NOBODY, come_back_as_guest
from web.blueprints import sign_in as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import current_language, t
from web.sign_in.codes import keep_attempt, said_of_wrong_code, words
from web.sign_in.guests import tracking_page

RETURN, CASE = "return", "return_to"


@blueprint.post("/track/code")
@access.public
def ask_return_code() -> ResponseReturnValue:
    """Send a one-time code to the address that the guest of the case has confirmed."""
    typed = request.form.get("tracking", "")[:100]
    command = RequestReturnCode(typed, current_language(), request.remote_addr)
    try:
        found: ReturnCodeRequested | None = engine().send(command, actor=NOBODY)
    except (CodeMistyped, TooManyCodes) as error:
        return tracking_page(typed, words(error), status=status_of(error))
    if found is None:
        return tracking_page(typed, t("sign_in.track.unknown"))
    keep_attempt(found.requested, RETURN)
    form_session[CASE] = str(found.case_id)
    return redirect(url_for("sign_in.enter_return_code"), 303)


@blueprint.get("/track/code")
@access.public
def enter_return_code() -> ResponseReturnValue:
    return _entering() if RETURN in form_session else redirect(url_for("sign_in.track"), 303)


@blueprint.post("/track/code/enter")
@access.public
def come_back() -> ResponseReturnValue:
    if RETURN not in form_session:
        return redirect(url_for("sign_in.track"), 303)
    response = redirect(url_for("citizen.case", case_id=form_session[CASE]), 303)
    answered = come_back_as_guest(response, form_session[RETURN], request.form.get("code", "")[:100])
    return response if answered.is_right else _entering(said_of_wrong_code(answered.tries_left))


@blueprint.post("/track/code/again")
@access.public
def send_return_code_again() -> ResponseReturnValue:
    command = RequestAnotherCode(form_session.get(RETURN, ""), request.remote_addr)
    try:
        keep_attempt(engine().send(command, actor=NOBODY), RETURN)
    except TooManyCodes as error:
        return _entering(words(error), status=status_of(error))
    except AttemptOver:
        return redirect(url_for("sign_in.track"), 303)
    return redirect(url_for("sign_in.enter_return_code"), 303)


def _entering(error: str | None = None, *, status: int = 422) -> ResponseReturnValue:
    page = render_template(
        "sign_in/enter_code.html",
        sent=t("sign_in.track.sent"),
        enter=url_for("sign_in.come_back"),
        enter_words=t("sign_in.track.open"),
        again=url_for("sign_in.send_return_code_again"),
        other=(url_for("sign_in.track"), t("sign_in.track.other")),
        errors={"code": error} if error else {},
        has_errors=error is not None,
    )
    return page, status if error else 200
