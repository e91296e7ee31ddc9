"""For whom the person acts: carried by every form, and looked at before anything is done.

A form is sent for whom its page was shown: somebody who has changed that in another window is told so, and
nothing is sent. By a mandate that has ended nothing is shown but the pages on which one chooses anew.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, current_app, request
from markupsafe import Markup

from engine.errors import Rejected
from engine.representation.mandates import MandateRefused
from engine.tenancy import ActsFor
from web import cookies
from web.access import Audience, rule_of
from web.auth import COOKIE, actor_if_known, current_actor

FIELD: Final = "_acts_for"
# What somebody whose mandate has ended still reaches, and what says itself who stands at a desk already.
ALWAYS: Final = (
    "account.acting",
    "account.act_for",
    "center.begin_by_card",
    "center.begin_by_paper",
    "center.compare",
    "center.end",
    "sign_in.out",
    "account.left",
    "account.stay",
    "static",
)


class OtherPage(Rejected):
    """The page was shown for whom the person does not act any more."""

    code = "mandate.other_page"


def acting_field() -> Markup:
    """Return the hidden field that says for whom a form was shown."""
    party = _party(actor_if_known().acts_for)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, party)


def _look() -> None:
    if request.endpoint is None or request.endpoint in ALWAYS or not cookies.read(COOKIE):
        return
    if rule_of(current_app, request.endpoint).audience is Audience.PUBLIC and request.method == "GET":
        return  # nobody is looked up for a style sheet, and what everybody may read anybody may
    other = current_actor().acts_for
    if other is not None and other.refused:
        raise MandateRefused(f"mandate.{other.refused}")
    # What a script sends beside a form carries no field; a form kept over the end of a session carries two.
    if any(sent != _party(other) for sent in request.form.getlist(FIELD)):
        if current_actor().center is not None:
            raise MandateRefused("mandate.presence_over")
        raise OtherPage


def _party(other: ActsFor | None) -> str:
    return "" if other is None else str(other.party_id)


def init(app: Flask) -> None:
    """Look before each request; call after the rules of access, which say who is there."""
    app.before_request(_look)
