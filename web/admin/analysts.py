"""Page of analysts and second persons: an office of the country."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.queries import offices as queries
from engine.roles import ANALYST
from web.admin.offices import ended, given
from web.admin.sending import OF_THE_COUNTRY, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.tables import exported
from web.without_api import Reason, without_api


@blueprint.get("/analysts")
@OF_THE_COUNTRY
@exported
def analysts() -> ResponseReturnValue:
    return _page({})


@blueprint.post("/analysts")
@OF_THE_COUNTRY
def name_analyst() -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: given(sent, ANALYST, None),
        url_for("admin.analysts"),
        lambda error: _page(sent, error),
    )


@blueprint.get("/analysts/<int:analyst_id>")
@OF_THE_COUNTRY
@without_api(Reason.FORM)
def analyst(analyst_id: int) -> ResponseReturnValue:
    return _office(analyst_id, {})


@blueprint.post("/analysts/<int:analyst_id>")
@OF_THE_COUNTRY
def end_analyst(analyst_id: int) -> ResponseReturnValue:
    sent = request.form
    with engine().read(current_actor()) as tx:
        one = queries.analyst(tx, analyst_id)
    return done(
        lambda: ended(sent, one, None),
        url_for("admin.analysts"),
        lambda error: _office(analyst_id, sent, error),
    )


def _page(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with_past = request.args.get("past") == "yes"
    with engine().read(current_actor()) as tx:
        found, today = queries.analysts(tx, with_past=with_past), local_date(tx.now)
    page = render_template(
        "admin/analysts.html",
        offices=found,
        with_past=with_past,
        today=today,
        sent={"first_on": today.isoformat(), **sent},
        **shown(error),
    )
    return page, status(error)


def _office(analyst_id: int, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        one, today = queries.analyst(tx, analyst_id), local_date(tx.now)
    typed = {"last_on": today.isoformat(), **sent}
    page = render_template("admin/office.html", one=one, center=None, sent=typed, today=today, **shown(error))
    return page, status(error)
