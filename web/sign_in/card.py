"""Signing in with the identity card.

A script fetches a challenge, has the card sign it and sends the page's form with what the card said; so what
went wrong is a page like any other. The challenge stays in this browser's signed cookie, and an answer counts
for that one alone. In demo mode the browser itself can hold a card, made here.
"""

from __future__ import annotations

import base64

from flask import current_app, jsonify, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.cards import AskChallenge
from engine.errors import NotFound, Rejected, TooOften, Unavailable
from engine.identity.card_trust import origin_of
from web import access, rate_limits
from web.assets import STATIC
from web.auth import NOBODY, safe_next, sign_in_by_card
from web.blueprints import sign_in as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import t
from web.sign_in.landing import lead_on
from web.words import error_words

NONCE = "card_nonce"
LONGEST_TOKEN = 20_000
PURPOSES = ("auth", "sign")


@blueprint.post("/sign-in/card/challenge")
@access.public
def challenge() -> ResponseReturnValue:
    """Give something new to sign, for this browser alone."""
    try:
        rate_limits.hit("card")
    except TooOften as error:
        return jsonify(error=error_words(error)), status_of(error)
    form_session[NONCE] = engine().send(AskChallenge(), actor=NOBODY)
    return jsonify(nonce=form_session[NONCE])


@blueprint.post("/sign-in/card")
@access.public
def answer() -> ResponseReturnValue:
    """Open a session, or say what to do."""
    token = request.form.get("token", "")[:LONGEST_TOKEN].encode("utf-8", "replace")
    nonce = form_session.pop(NONCE, "")
    response = redirect(url_for("public.home"), 303)
    try:
        sign_in_by_card(response, token, nonce)
    except (Rejected, Unavailable) as error:
        status = status_of(error) if isinstance(error, Unavailable) else 422
        words = error_words(error) or t("error.422.body")
        page = render_template("sign_in/card_refused.html", words=words, next=request.form.get("next", ""))
        return page, status
    lead_on(response, safe_next(request.form.get("next")))
    return response


@blueprint.get("/sign-in/card/program")
@access.public
def card_program() -> ResponseReturnValue:
    """Say how to get the program that brings the card of a reader to these pages."""
    origin = origin_of(engine().settings.public_url)
    built = next((STATIC / "card").glob("*.whl"), None)
    wheel = origin + url_for("static", filename=f"card/{built.name}") if built else None
    return render_template("sign_in/card_program.html", wheel=wheel, origin=origin)


@blueprint.post("/sign-in/demo-card")
@access.public
def demo_card() -> ResponseReturnValue:
    """Have a certificate made for a key of this browser, in the name of an invented person."""
    cards = engine().connections.demo_cards
    if not current_app.config["DEMO_MODE"] or cards is None:
        raise NotFound
    number, key = request.form.get("personal_number", ""), request.form.get("public_key", "")
    purpose = request.form.get("purpose", "auth")
    if (
        not (number.isascii() and number.isdigit() and len(number) == 11 and len(key) < 500)
        or purpose not in PURPOSES
    ):
        raise BadRequest
    return jsonify(certificate=base64.b64encode(cards.issue(number, key, purpose)).decode())
