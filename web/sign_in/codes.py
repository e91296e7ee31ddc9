"""Signing in with a one-time code, for those who have no card with them.

What these pages say depends on what was typed alone: they can't know whether there is such a person. The
attempt that a code belongs to stays in this browser's signed cookie, so that a code is of no use in any
other.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from engine.commands.contacts import CodeRequested, RequestAnotherCode, RequestCode
from engine.errors import Rejected
from engine.identity.code_requests import AttemptOver
from engine.identity.contact_address import ContactMalformed, NumberMalformed
from engine.identity.one_time_codes import TooManyCodes
from web import access
from web.auth import NOBODY, safe_next, sign_in_by_code
from web.blueprints import sign_in as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import current_language, t
from web.sign_in.landing import lead_on
from web.words import error_words

ATTEMPT, TARGET = "attempt", "next"


@blueprint.get("/sign-in/code")
@access.public
def ask_code() -> ResponseReturnValue:
    return _asking({}, target=safe_next(request.args.get("next")) or "")


@blueprint.post("/sign-in/code")
@access.public
def send_code() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "")[:300] for name in ("personal_number", "contact")}
    target = safe_next(request.form.get("next")) or ""
    command = RequestCode(typed["personal_number"], typed["contact"], current_language(), request.remote_addr)
    try:
        requested: CodeRequested = engine().send(command, actor=NOBODY)
    except NumberMalformed as error:
        return _asking(typed, target=target, errors={"personal_number": words(error)})
    except ContactMalformed as error:
        return _asking(typed, target=target, errors={"contact": words(error)})
    except TooManyCodes as error:
        return _asking(typed, target=target, errors={"contact": words(error)}, status=status_of(error))
    keep_attempt(requested)
    form_session[TARGET] = target
    return redirect(url_for("sign_in.enter_code"), 303)


def _asking(
    typed: Mapping[str, str], *, target: str, errors: Mapping[str, str] | None = None, status: int = 422
) -> ResponseReturnValue:
    page = render_template(
        "sign_in/ask_code.html",
        typed=typed,
        next=target,
        errors=errors or {},
        has_errors=bool(errors),
        by_sms=engine().connections.sms is not None,
    )
    return page, status if errors else 200


@blueprint.get("/sign-in/code/enter")
@access.public
def enter_code() -> ResponseReturnValue:
    if ATTEMPT not in form_session:
        return redirect(url_for("sign_in.ask_code"), 303)
    return _entering()


@blueprint.post("/sign-in/code/enter")
@access.public
def check_code() -> ResponseReturnValue:
    attempt = form_session.get(ATTEMPT)
    if attempt is None:
        return redirect(url_for("sign_in.ask_code"), 303)
    response, target = redirect(url_for("public.home"), 303), form_session.get(TARGET)
    answered = sign_in_by_code(response, attempt, request.form.get("code", "")[:100])
    if answered.is_right:
        lead_on(response, target)
        return response
    return _entering(said_of_wrong_code(answered.tries_left))


@blueprint.post("/sign-in/code/again")
@access.public
def send_again() -> ResponseReturnValue:
    attempt = form_session.get(ATTEMPT, "")
    try:
        keep_attempt(engine().send(RequestAnotherCode(attempt, request.remote_addr), actor=NOBODY))
    except TooManyCodes as error:
        return _entering(words(error), status=status_of(error))
    except AttemptOver:
        return redirect(url_for("sign_in.ask_code"), 303)
    return redirect(url_for("sign_in.enter_code"), 303)


def _entering(error: str | None = None, *, status: int = 422) -> ResponseReturnValue:
    page = render_template(
        "sign_in/enter_code.html",
        sent=t("sign_in.code.sent"),
        enter=url_for("sign_in.check_code"),
        enter_words=t("sign_in.code.enter"),
        again=url_for("sign_in.send_again"),
        other=(url_for("sign_in.ask_code"), t("sign_in.code.other")),
        errors={"code": error} if error else {},
        has_errors=error is not None,
    )
    return page, status if error else 200


def keep_attempt(requested: CodeRequested, key: str = ATTEMPT) -> None:
    """Tie the code that is on its way to this browser."""
    form_session[key] = requested.attempt


def said_of_wrong_code(tries_left: int) -> str:
    return t("sign_in.code.wrong", number=tries_left) if tries_left else t("sign_in.code.over")


def words(error: Rejected) -> str:
    return error_words(error) or t("error.422.body")
