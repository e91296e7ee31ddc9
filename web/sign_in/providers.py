"""Signing in at an OpenID provider: going there, coming back, and how either side ends it.

The attempt stays in this browser's signed cookie, so that an answer made elsewhere is of no use here. What a
provider proves is the engine's knowledge (`engine/identity/openid/`).
"""

from __future__ import annotations

import hmac
import logging
from typing import Any, Final, NamedTuple

from flask import Flask, jsonify, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from engine.connectors.openid import OpenIdConnector
from engine.errors import NotFound, Rejected, Unavailable
from engine.identity.card_trust import origin_of
from engine.identity.openid import sign_in
from engine.identity.openid.refusals import AttemptOver
from engine.tenancy import Assurance
from web import access, rate_limits
from web.auth import safe_next, sign_in_by_openid
from web.blueprints import sign_in as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.forgery import csrf
from web.i18n import current_language, name_of, t
from web.navigation import page_address
from web.sign_in.landing import lead_on
from web.words import error_words

LOG = logging.getLogger("mms.openid")
ATTEMPT: Final = "openid"
CARD: Final = "card"
LARGEST_ANSWER: Final = 4_000  # characters of what a provider sends back in the address
LARGEST_LOGOUT: Final = 20_000  # bytes
_ANSWERED: Final = ("state", "code", "iss", "error")


class Way(NamedTuple):
    """A provider on a page."""

    key: str
    title: str
    hint: str
    serves: str
    is_sure: bool  # proves the level of the card


@blueprint.get("/sign-in/with/<name:provider>")
@access.public
def go(provider: str) -> ResponseReturnValue:
    """Lead to the provider."""
    rate_limits.hit("openid")
    target = safe_next(request.args.get("next")) or ""
    level: Assurance | None = CARD if request.args.get("level") == CARD else None
    try:
        state, place = sign_in.begin(
            engine(), provider, redirect_uri=_back(provider), level=level, language=current_language()
        )
    except Unavailable as error:
        return _refused(error, provider, target, level)
    form_session[ATTEMPT] = [provider, state, target, level]
    return redirect(place, 303)


@blueprint.get("/sign-in/with/<name:provider>/back")
@access.public
def come_back_from(provider: str) -> ResponseReturnValue:
    """Open a session of whom the provider names, or say what to do."""
    sign_in.connector_of(engine(), provider)
    begun, target, level = form_session.pop(ATTEMPT, None), "", None
    answer = {name: request.args[name][:LARGEST_ANSWER] for name in _ANSWERED if name in request.args}
    response = redirect(url_for("public.home"), 303)
    try:
        state, target, level = _of_this_browser(begun, provider, answer)
        sign_in_by_openid(
            response, provider, answer | {"state": state}, redirect_uri=_back(provider), level=level
        )
    except (Rejected, Unavailable) as error:
        return _refused(error, provider, target, level)
    lead_on(response, safe_next(target))
    return response


@blueprint.get("/sign-in/with/<name:provider>/left")
@access.public
def left(provider: str) -> ResponseReturnValue:
    """Say that the session has ended here, and where it is ended at the provider."""
    title = name_of(sign_in.connector_of(engine(), provider).provider.title)
    place = sign_in.sign_out_address(engine(), provider, back_to=f"{_origin()}/")
    return render_template("sign_in/openid_left.html", title=title, place=place)


@blueprint.post("/sign-in/with/<name:provider>/sign-out")
@access.public
@csrf.exempt  # type: ignore[untyped-decorator]
def end_from_provider(provider: str) -> ResponseReturnValue:
    """The provider itself, no browser: end the sessions of its token (Back-Channel Logout 1.0, 2.8)."""
    try:
        request.max_content_length = LARGEST_LOGOUT
        ended = sign_in.end_by_provider(engine(), provider, request.form.get("logout_token", ""))
    except (RequestEntityTooLarge, sign_in.NotProven):
        return jsonify(error="invalid_request"), 400
    except Unavailable:
        return jsonify(error="temporarily_unavailable"), 503  # whose keys can't be read now may try again
    LOG.info("the provider %s ended %s sessions", provider, ended)
    return "", 200


def ways() -> list[Way]:
    """Return the providers in the order of the configuration, in the language of the page."""
    return [_way(connector) for connector in engine().connections.openid.values()]


def surer_ways(*, to_office: bool = False) -> list[tuple[str, str]]:
    """Return title and address of the providers that prove as much as the card, back to this page.

    Of those for staff only where an office is wanted, and of those for citizens only where it is not.
    """
    others = "citizens" if to_office else "staff"
    return [
        (way.title, url_for("sign_in.go", provider=way.key, level=CARD, next=page_address()))
        for way in ways()
        if way.is_sure and way.serves != others
    ]


def init(app: Flask) -> None:
    """Let pages that need the card offer what is as sure."""
    app.jinja_env.globals["surer_ways"] = surer_ways


def _way(connector: OpenIdConnector) -> Way:
    provider = connector.provider
    hint = name_of(provider.hint) if provider.hint else ""
    return Way(provider.key, name_of(provider.title), hint, provider.serves, bool(provider.asked_for(CARD)))


def _of_this_browser(begun: Any, provider: str, answer: dict[str, str]) -> tuple[str, str, Assurance | None]:
    """Return state, target and level of the attempt that this browser began at the provider."""
    if not begun or begun[0] != provider:
        raise AttemptOver
    state, target, level = begun[1:]
    if not hmac.compare_digest(str(state).encode(), answer.get("state", "").encode()):
        raise AttemptOver
    return state, target, level


def _refused(
    error: Rejected | Unavailable, provider: str, target: str, level: str | None
) -> ResponseReturnValue:
    if isinstance(error, NotFound):
        raise error
    again = url_for("sign_in.go", provider=provider, next=target or None, level=level)
    words = error_words(error) or t("error.422.body")
    page = render_template("sign_in/openid_refused.html", words=words, again=again, next=target)
    return page, status_of(error) if isinstance(error, Unavailable) else 422


def _back(provider: str) -> str:
    return _origin() + url_for("sign_in.come_back_from", provider=provider)


def _origin() -> str:
    return origin_of(engine().settings.public_url)
