"""Applying without an account, where the service allows it, and following the case by its code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from flask import Flask, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from engine.commands.guests import LinkCase, RequestGuestCode, ShowTrackingCode, TrackCase
from engine.errors import NotFound
from engine.identity.contact_address import ContactMalformed, NameMalformed, NumberMalformed
from engine.identity.one_time_codes import TooManyCodes
from engine.identity.tracking import CodeMistyped, grouped
from engine.queries import services
from web import access, flashes
from web.auth import NOBODY, begin_as_guest, current_actor
from web.blueprints import sign_in as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import current_language, t
from web.sign_in.codes import keep_attempt, said_of_wrong_code, words

GUEST = "guest"
ADDRESS = "/municipalities/<name:code>/services/<name:service>/guest"
NAMES = ("code", "given_name", "family_name", "personal_number")
_APPLYING = re.compile(r"/municipalities/([a-z-]+)/services/([a-z_.]+)/apply(?:[/?].*)?")


def offer_to_guests(target: str) -> str | None:
    """Return where a guest begins, if the page that somebody wanted is one of an application for guests."""
    found = _APPLYING.fullmatch(target)
    if found is None:
        return None
    with engine().read(NOBODY) as tx:
        allowed = services.is_for_guests(tx, found[2], found[1])
    return url_for("sign_in.guest", code=found[1], service=found[2]) if allowed else None


@blueprint.get(ADDRESS)
@access.public
def guest(code: str, service: str) -> ResponseReturnValue:
    with engine().read(NOBODY) as tx:
        if not services.is_for_guests(tx, service, code):
            raise NotFound
    return _asking("")


@blueprint.post(ADDRESS)
@access.public
def send_guest_code(code: str, service: str) -> ResponseReturnValue:
    typed = request.form.get("contact", "")[:300]
    command = RequestGuestCode(service, code, typed, current_language(), request.remote_addr)
    try:
        requested = engine().send(command, actor=NOBODY)
    except (ContactMalformed, TooManyCodes) as error:
        return _asking(typed, words(error), status=status_of(error))
    keep_attempt(requested, GUEST)
    return redirect(url_for("sign_in.who_is_guest", code=code, service=service), 303)


def _asking(typed: str, error: str | None = None, *, status: int = 422) -> ResponseReturnValue:
    page = render_template(
        "sign_in/guest.html",
        typed=typed,
        errors={"contact": error} if error else {},
        has_errors=error is not None,
        by_sms=engine().connections.sms is not None,
    )
    return page, status if error else 200


@blueprint.get(f"{ADDRESS}/confirm")
@access.public
def who_is_guest(code: str, service: str) -> ResponseReturnValue:
    if GUEST not in form_session:
        return redirect(url_for("sign_in.guest", code=code, service=service), 303)
    return _naming({})


@blueprint.post(f"{ADDRESS}/confirm")
@access.public
def begin_guest(code: str, service: str) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "")[:200] for name in NAMES}
    response = redirect(url_for("citizen.apply", code=code, service=service), 303)
    try:
        answered = begin_as_guest(response, form_session.get(GUEST, ""), typed)
    except NumberMalformed as error:
        return _naming(typed, {"personal_number": words(error)})
    except NameMalformed as error:
        return _naming(typed, {"given_name": words(error)})
    if not answered.is_right:
        return _naming(typed, {"code": said_of_wrong_code(answered.tries_left)})
    return response


def _naming(typed: Mapping[str, str], errors: Mapping[str, str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "sign_in/guest_confirm.html", typed=typed, errors=errors or {}, has_errors=bool(errors)
    )
    return page, 422 if errors else 200


@blueprint.get("/track")
@access.public
def track() -> ResponseReturnValue:
    return tracking_page()


@blueprint.post("/track")
@access.public
def show_tracked() -> ResponseReturnValue:
    typed = request.form.get("tracking", "")[:100]
    try:
        found = engine().send(TrackCase(typed, request.remote_addr), actor=NOBODY)
    except (CodeMistyped, TooManyCodes) as error:
        return tracking_page(typed, words(error), status=status_of(error))
    if found is None:
        return tracking_page(typed, t("sign_in.track.unknown"))
    return render_template("sign_in/tracked.html", case=found, typed=typed, may_link=_may_link())


@blueprint.post("/track/link")
@access.citizen
def link_tracked() -> ResponseReturnValue:
    typed = request.form.get("tracking", "")[:100]
    try:
        case_id = engine().send(LinkCase(typed, request.remote_addr), actor=current_actor())
    except (CodeMistyped, TooManyCodes) as error:
        return tracking_page(typed, words(error), status=status_of(error))
    if case_id is None:
        return tracking_page(typed, t("sign_in.track.not_yours"))
    flashes.done(t("sign_in.track.linked"))
    return redirect(url_for("citizen.case", case_id=case_id), 303)


def _may_link() -> bool:
    actor = current_actor()
    return actor.person_id is not None and actor.assurance != "guest"


def tracking_page(typed: str = "", error: str | None = None, *, status: int = 422) -> ResponseReturnValue:
    """Ask for the code of a case, with what is wrong about the one that was typed."""
    page = render_template(
        "sign_in/track.html",
        typed=typed,
        errors={"tracking": error} if error else {},
        has_errors=error is not None,
    )
    return page, status if error else 200


def guest_code(case_id: UUID) -> str:
    """Return the code by which the guest follows the case they have just filed, for their receipt."""
    return grouped(engine().send(ShowTrackingCode(case_id), actor=current_actor()))


def init(app: Flask) -> None:
    """Give the receipt what it shows to guests."""
    app.jinja_env.globals["guest_code"] = guest_code
