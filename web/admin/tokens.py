"""Tokens by which programs act in the offices of a municipality, for its administrator."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands.tokens import EndToken
from engine.queries import access_tokens
from web import flashes
from web.admin.sending import ADMINISTRATORS
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.i18n import t


@blueprint.get("/municipalities/<name:code>/tokens")
@ADMINISTRATORS
def tokens(code: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        municipality, found = access_tokens.of_municipality(tx, code)
    return render_template("admin/tokens.html", municipality=municipality, code=code, tokens=found)


@blueprint.post("/municipalities/<name:code>/tokens/<uuid:token_id>/end")
@ADMINISTRATORS
def end_token(code: str, token_id: UUID) -> ResponseReturnValue:
    engine().send(EndToken(token_id), actor=current_actor())
    flashes.done(t("tokens.ended"))
    return redirect(url_for("admin.tokens", code=code), 303)
