"""Page of open sessions: where, how long still, and what was sent after the time had run out."""

from __future__ import annotations

from uuid import UUID

from flask import jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands.sessions import DropForm, EndAllSessions, EndOwnSession
from engine.errors import NotFound
from engine.queries import sessions
from web import access, cookies, flashes
from web.auth import COOKIE, NOBODY, current_actor, end_session
from web.blueprints import account as blueprint
from web.engine_access import engine
from web.i18n import t


@blueprint.get("/session")
@access.public
def left() -> ResponseReturnValue:
    """Say how many seconds the session still lasts. To ask is not to use it."""
    token = cookies.read(COOKIE)
    if not token:
        return jsonify(left=0)
    with engine().read(NOBODY) as tx:
        return jsonify(left=int(sessions.time_left(tx, token).total_seconds()))


@blueprint.post("/session/stay")
@access.citizen
def stay() -> ResponseReturnValue:
    """Stay signed in: that the page was asked for has done it."""
    return redirect(url_for("account.overview"), 303)


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@access.citizen
def end_one(session_id: UUID) -> ResponseReturnValue:
    engine().send(EndOwnSession(session_id), actor=current_actor())
    flashes.done(t("account.sessions.ended"))
    return redirect(url_for("account.overview"), 303)


@blueprint.post("/account/sessions/end")
@access.citizen
def end_all() -> ResponseReturnValue:
    engine().send(EndAllSessions(), actor=current_actor())
    response = redirect(url_for("public.home"), 303)
    end_session(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    flashes.done(t("account.sessions.all_ended"))
    return response


@blueprint.get("/kept/<uuid:form_id>")
@access.citizen
def kept(form_id: UUID) -> ResponseReturnValue:
    """Show that a form is kept; it goes on its way when its person says so."""
    with engine().read(current_actor()) as tx:
        found = sessions.kept_form(tx, form_id)
    if found is None:
        raise NotFound
    return render_template("account/kept.html", kept=found, form_id=form_id)


@blueprint.post("/kept/<uuid:form_id>/drop")
@access.citizen
def drop(form_id: UUID) -> ResponseReturnValue:
    engine().send(DropForm(form_id), actor=current_actor())
    return redirect(url_for("public.home"), 303)
