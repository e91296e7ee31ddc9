"""An operator binds an address to a person who stands before them.

Two looks are needed: at the identity document, and at what the civil registry says. The person reads the
code from their own telephone or mailbox aloud.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from engine.commands.contacts import KnownPerson, RequestBinding
from engine.errors import NotAllowed, NotFound, Rejected
from engine.identity.contact_address import NumberMalformed, read_contact
from engine.identity.enrolment import PersonNotKnown, known_person
from engine.roles import Right
from web import access, flashes
from web.account.contacts import answer_of, ask_again, show_confirming
from web.auth import current_actor
from web.blueprints import account as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import current_language, t
from web.sign_in.codes import keep_attempt, said_of_wrong_code, words

DESK = "desk_binding"
may_bind = access.right(Right.BIND_ADDRESSES)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "")[:300] for name in ("personal_number", "contact")}


@blueprint.get("/desk/contacts")
@may_bind
def desk() -> ResponseReturnValue:
    return _asking({})


@blueprint.post("/desk/contacts")
@may_bind
def compare() -> ResponseReturnValue:
    """Show what the registry says, beside the question whether the document says the same."""
    typed = _typed()
    try:
        read_contact(typed["contact"])
        person = _known(typed)
    except Rejected as error:
        return _asking(typed, error)
    return render_template("account/desk_compare.html", typed=typed, person=person)


@blueprint.post("/desk/contacts/send")
@may_bind
def desk_send() -> ResponseReturnValue:
    typed = _typed()
    if request.form.get("compared") != "yes":
        return redirect(url_for("account.desk"), 303)
    try:
        command = RequestBinding(typed["contact"], "desk", _known(typed), current_language())
        requested = engine().send(command, actor=current_actor())
    except (NotAllowed, NotFound):
        raise
    except Rejected as error:
        return _asking(typed, error)
    keep_attempt(requested, DESK)
    return redirect(url_for("account.desk_confirm"), 303)


def _known(typed: Mapping[str, str]) -> KnownPerson:
    reference = f"desk:{current_actor().person_id}"
    return known_person(engine(), typed["personal_number"], reference=reference)


def _asking(typed: Mapping[str, str], error: Rejected | None = None) -> ResponseReturnValue:
    of_number = isinstance(error, NumberMalformed | PersonNotKnown)
    errors = {"personal_number" if of_number else "contact": words(error)} if error else {}
    page = render_template(
        "account/desk.html",
        typed=typed,
        errors=errors,
        has_errors=bool(errors),
        by_sms=engine().connections.sms is not None,
    )
    return page, 200 if error is None else status_of(error)


@blueprint.get("/desk/contacts/confirm")
@may_bind
def desk_confirm() -> ResponseReturnValue:
    if DESK not in form_session:
        return redirect(url_for("account.desk"), 303)
    return show_confirming("account.desk_check", "account.desk_again")


@blueprint.post("/desk/contacts/confirm")
@may_bind
def desk_check() -> ResponseReturnValue:
    answered = answer_of(DESK)
    if not answered.is_right:
        wrong = said_of_wrong_code(answered.tries_left)
        return show_confirming("account.desk_check", "account.desk_again", error=wrong)
    flashes.done(t("account.desk.done"))
    return redirect(url_for("account.desk"), 303)


@blueprint.post("/desk/contacts/again")
@may_bind
def desk_again() -> ResponseReturnValue:
    return ask_again(DESK, "account.desk_confirm", "account.desk_check", "account.desk_again")
