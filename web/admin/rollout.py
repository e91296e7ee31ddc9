"""Page of the rollout: all municipalities, their states, a new one."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.municipalities import EnterMunicipality, SetRollout
from engine.errors import NotFound
from engine.queries import rollout as queries
from engine.rollout import STATES
from web.admin.languages import ticked, ticks
from web.admin.sending import OF_THE_COUNTRY, by_language, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import LANGUAGES
from web.keys import sent_version
from web.tables import exported
from web.without_api import Reason, without_api


@blueprint.get("/rollout")
@OF_THE_COUNTRY
@exported
def rollout() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.rollout(tx)
    return render_template("admin/rollout.html", municipalities=found)


@blueprint.get("/rollout/new")
@OF_THE_COUNTRY
@without_api(Reason.FORM)
def new_municipality() -> ResponseReturnValue:
    return _new({})


@blueprint.post("/rollout/new")
@OF_THE_COUNTRY
def enter_municipality() -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: EnterMunicipality(
            sent.get("code", "").strip(),
            by_language(sent, "name"),
            by_language(sent, "region"),
            sent.get("kind", ""),
            sent.get("act", ""),
            day(sent, "first_on"),
            sent.get("personal_number", ""),
            by_language(sent, "given_name"),
            by_language(sent, "family_name"),
            ticked(sent),
        ),
        url_for("admin.rollout"),
        lambda error: _new(sent, error),
    )


@blueprint.get("/rollout/<name:code>")
@OF_THE_COUNTRY
@without_api(Reason.FORM)
def rollout_of(code: str) -> ResponseReturnValue:
    return _state(code, {})


@blueprint.post("/rollout/<name:code>")
@OF_THE_COUNTRY
def set_rollout(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: SetRollout(
            code, sent.get("state", ""), sent.get("act", ""), day(sent, "first_on"), sent_version()
        ),
        url_for("admin.rollout"),
        lambda error: _state(code, sent, error=error),
    )


def _today() -> str:
    with engine().read(current_actor()) as tx:
        return local_date(tx.now).isoformat()


def _new(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    typed = sent or {**ticks(LANGUAGES), "first_on": _today()}
    return render_template("admin/municipality.html", sent=typed, **shown(error)), status(error)


def _state(code: str, sent: Mapping[str, str], *, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        one = next((place for place in queries.rollout(tx) if place.municipality.code == code), None)
    if one is None:
        raise NotFound
    typed = {"first_on": _today(), "state": one.state, **sent}
    page = render_template("admin/state.html", one=one, states=STATES, sent=typed, **shown(error))
    return page, status(error)
