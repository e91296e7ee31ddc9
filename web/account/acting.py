"""Choosing for whom one acts: oneself, or somebody whom a register says that one represents."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.mandates import ActFor
from engine.errors import NeedsCard, NotSignedIn
from engine.queries import mandates
from engine.representation.mandate_enquiries import ask_all
from web import access, flashes
from web.auth import current_actor, current_session
from web.blueprints import account as blueprint
from web.engine_access import engine
from web.i18n import t

ONESELF = "oneself"


@blueprint.get("/acting")
@access.citizen
def acting() -> ResponseReturnValue:
    """Ask the registers, as far as they have not answered lately, and show whom they name."""
    actor = current_actor().oneself
    if actor.assurance != "card":
        raise NeedsCard
    away = ask_all(engine().connections, engine().bus, actor)
    with engine().read(actor) as tx:
        found = mandates.mine(tx)
    return render_template("account/acting.html", mandates=found, away=away)


@blueprint.post("/acting")
@access.citizen
def act_for() -> ResponseReturnValue:
    current_actor()
    session = current_session()
    if session is None:
        raise NotSignedIn
    chosen = request.form.get("mandate", "")
    try:
        mandate_id = None if chosen == ONESELF else UUID(chosen)
    except ValueError:
        raise BadRequest from None
    engine().send(ActFor(session.session_id, mandate_id), actor=current_actor())
    flashes.done(t("acting.oneself_now") if mandate_id is None else t("acting.chosen"))
    return redirect(url_for("citizen.cases"), 303)
