"""Days off of the country: what there is, what one would move, and declaring it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.reference import DeclareDayOff
from engine.errors import Rejected
from engine.queries import days_off as queries
from engine.queries.days_off import Effect
from web.admin.sending import OF_THE_COUNTRY, by_language, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.tables import exported


@blueprint.get("/days-off")
@OF_THE_COUNTRY
@exported
def country_days_off() -> ResponseReturnValue:
    return _page({})


@blueprint.post("/days-off")
@OF_THE_COUNTRY
def declare_country_day_off() -> ResponseReturnValue:
    """Declare the day once its effect has been looked at; else show the effect."""
    sent = request.form
    if sent.get("looked_at") != sent.get("day"):
        return _look(sent)
    return done(
        lambda: DeclareDayOff(day(sent, "day"), by_language(sent, "name"), None, sent.get("act", "")),
        url_for("admin.country_days_off"),
        lambda error: _look(sent, error),
    )


def _look(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    try:
        with engine().read(current_actor()) as tx:
            effect = queries.effect(tx, day(sent, "day"))
    except Rejected as refused:
        return _page(sent, error or words_of(refused))
    return _page(sent, error, effect=effect)


def _page(
    sent: Mapping[str, str], error: ErrorWords | None = None, *, effect: Effect | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.of_country(tx)
    page = render_template(
        "admin/country_days_off.html", days=found, sent=sent, effect=effect, **shown(error)
    )
    return page, status(error)
