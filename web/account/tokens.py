"""Tokens by which programs act for the person: making one, seeing all, ending one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.tokens import EndToken, MakeToken
from engine.errors import NotAllowed, NotSignedIn, Rejected
from engine.identity.tokens import LONGEST_NAME, SCOPES
from engine.queries import access_tokens, places
from engine.queries.views import Names
from engine.roles import OFFICES
from web import access, flashes
from web.auth import current_actor
from web.blueprints import account as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import new_key, sent_key

OWN_MATTERS = "own"
USUAL_DAYS = 90
NO_DAY = date(1, 1, 1)  # the engine refuses it, by name


class Office(NamedTuple):
    """An office that a token may be for; `value` names it in the form."""

    value: str
    role: str
    place: Names | None


@blueprint.get("/account/tokens")
@access.citizen
def tokens() -> ResponseReturnValue:
    return _page({})


@blueprint.post("/account/tokens")
@access.citizen
def make_token() -> ResponseReturnValue:
    """Show the secret of the new token, this once."""
    sent, actor = request.form, current_actor()
    role, _, place = sent.get("office", "").partition("/")
    is_own = role == OWN_MATTERS
    command = MakeToken(
        sent_key(),
        sent.get("name", ""),
        tuple(sent.getlist("scope")),
        _day(sent.get("last_day", "")),
        None if is_own else role,
        None if is_own else place or None,
    )
    try:
        secret: str = engine().send(command, actor=actor)
    except (NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return _page({**sent, "scopes": sent.getlist("scope")}, error=words_of(refused))
    return _page({}, secret=secret)


@blueprint.post("/account/tokens/<uuid:token_id>/end")
@access.citizen
def end_token(token_id: UUID) -> ResponseReturnValue:
    engine().send(EndToken(token_id), actor=current_actor())
    flashes.done(t("tokens.ended"))
    return redirect(url_for("account.tokens"), 303)


def _page(
    sent: Mapping[str, Any], *, secret: str | None = None, error: ErrorWords | None = None
) -> ResponseReturnValue:
    actor = current_actor()
    with engine().read(actor.oneself) as tx:
        found, usual = access_tokens.mine(tx), local_date(tx.now) + timedelta(days=USUAL_DAYS)
        names = {municipality.code: municipality.names for municipality in places.municipalities(tx)}
    page = render_template(
        "account/tokens.html",
        tokens=found,
        secret=secret,
        offices=_offices(names),
        scopes=SCOPES,
        longest_name=LONGEST_NAME,
        key=new_key(),
        sent={"name": "", "office": OWN_MATTERS, "last_day": usual.isoformat(), "scopes": (), **sent},
        error=error,
        has_errors=error is not None,
    )
    return page, error.status if error else 200


def _offices(names: Mapping[str, Names]) -> list[Office]:
    grants = {(role.role, role.municipality) for role in current_actor().roles if role.role in OFFICES}
    return [
        Office(f"{role}/{place or ''}", role, names.get(place or ""))
        for role, place in sorted(grants, key=lambda grant: (grant[1] or "", grant[0]))
    ]


def _day(sent: str) -> date:
    try:
        return date.fromisoformat(sent.strip())
    except ValueError:
        return NO_DAY
