"""Days off of a municipality: what there is, and declaring one that is ahead."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.reference import DeclareDayOff
from engine.queries import days_off as queries
from web.admin.sending import ADMINISTRATORS, by_language, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.tables import exported


@blueprint.get("/municipalities/<name:code>/days-off")
@ADMINISTRATORS
@exported
def days_off(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/days-off")
@ADMINISTRATORS
def declare_day_off(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: DeclareDayOff(day(sent, "day"), by_language(sent, "name"), code, sent.get("act", "")),
        url_for("admin.days_off", code=code),
        lambda error: _page(code, sent, error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        municipality, found = queries.of_municipality(tx, code)
    page = render_template(
        "admin/days_off.html", municipality=municipality, days=found, code=code, sent=sent, **shown(error)
    )
    return page, status(error)
