"""Confirming an address of one's own, and giving one up."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from engine.commands.contacts import (
    CodeAnswered,
    ConfirmContact,
    EndContact,
    RequestAnotherCode,
    RequestBinding,
)
from engine.errors import NeedsCard, NotAllowed, NotFound, Rejected
from engine.identity.code_requests import AttemptOver
from engine.identity.enrolment import known_person
from engine.identity.one_time_codes import TooManyCodes
from web import access, flashes
from web.auth import current_actor
from web.blueprints import account as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import current_language, t
from web.sign_in.codes import keep_attempt, said_of_wrong_code, words

BINDING = "binding"


@blueprint.get("/account/contacts/add")
@access.citizen
def add_contact() -> ResponseReturnValue:
    if current_actor().oneself.assurance != "card":
        raise NeedsCard
    return _adding("")


@blueprint.post("/account/contacts/add")
@access.citizen
def send_binding() -> ResponseReturnValue:
    typed, actor = request.form.get("contact", "")[:300], current_actor().oneself
    try:
        if actor.assurance == "card":
            known_person(engine(), actor.personal_number or "", reference=f"contact:{actor.person_id}")
        requested = engine().send(RequestBinding(typed, language=current_language()), actor=actor)
    except (NotAllowed, NotFound):
        raise
    except Rejected as error:
        return _adding(typed, words(error), status=status_of(error))
    keep_attempt(requested, BINDING)
    return redirect(url_for("account.confirm_contact"), 303)


def _adding(typed: str, error: str | None = None, *, status: int = 422) -> ResponseReturnValue:
    page = render_template(
        "account/add_contact.html",
        typed=typed,
        errors={"contact": error} if error else {},
        has_errors=error is not None,
        by_sms=engine().connections.sms is not None,
    )
    return page, status if error else 200


@blueprint.get("/account/contacts/confirm")
@access.citizen
def confirm_contact() -> ResponseReturnValue:
    if BINDING not in form_session:
        return redirect(url_for("account.add_contact"), 303)
    return show_confirming("account.check_contact", "account.binding_again")


@blueprint.post("/account/contacts/confirm")
@access.citizen
def check_contact() -> ResponseReturnValue:
    answered = answer_of(BINDING)
    if not answered.is_right:
        wrong = said_of_wrong_code(answered.tries_left)
        return show_confirming("account.check_contact", "account.binding_again", error=wrong)
    flashes.done(t("account.contacts.confirmed"))
    return redirect(url_for("account.overview"), 303)


@blueprint.post("/account/contacts/again")
@access.citizen
def binding_again() -> ResponseReturnValue:
    return ask_again(BINDING, "account.confirm_contact", "account.check_contact", "account.binding_again")


@blueprint.post("/account/contacts/<int:contact_id>/end")
@access.citizen
def end_contact(contact_id: int) -> ResponseReturnValue:
    engine().send(EndContact(contact_id), actor=current_actor().oneself)
    flashes.done(t("account.contacts.ended"))
    return redirect(url_for("account.overview"), 303)


def answer_of(key: str) -> CodeAnswered:
    """Return what came of the code that was typed for the attempt kept under `key`; a right one is spent."""
    command = ConfirmContact(form_session.get(key, ""), request.form.get("code", "")[:100])
    answered: CodeAnswered = engine().send(command, actor=current_actor().oneself)
    if answered.is_right:
        form_session.pop(key, None)
    return answered


def ask_again(key: str, shown_at: str, check: str, again: str) -> ResponseReturnValue:
    """Send another code to the address of the attempt kept under `key`."""
    attempt = form_session.get(key, "")
    try:
        keep_attempt(engine().send(RequestAnotherCode(attempt), actor=current_actor().oneself), key)
    except TooManyCodes as error:
        return show_confirming(check, again, error=words(error), status=status_of(error))
    except AttemptOver:
        return redirect(url_for("account.overview"), 303)
    return redirect(url_for(shown_at), 303)


def show_confirming(
    check: str, again: str, *, error: str | None = None, status: int = 422
) -> ResponseReturnValue:
    page = render_template(
        "account/confirm_contact.html",
        check=check,
        again=again,
        errors={"code": error} if error else {},
        has_errors=error is not None,
    )
    return page, status if error else 200
