"""Modules and services of a municipality: what is on today, what was entered, entering more."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.switches import SetSwitch
from engine.queries import switches as queries
from web.admin.sending import ADMINISTRATORS, day, done, end_after, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.keys import sent_version


@blueprint.get("/municipalities/<name:code>/services")
@ADMINISTRATORS
def switches(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/services")
@ADMINISTRATORS
def set_switch(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: SetSwitch(
            code,
            sent.get("what", ""),
            sent.get("is_on") == "yes",
            sent.get("act", ""),
            day(sent, "first_on"),
            end_after(sent, "last_on"),
            sent_version(),
        ),
        url_for("admin.switches", code=code),
        lambda error: _page(code, sent, error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page, today = queries.page(tx, code), local_date(tx.now).isoformat()
    typed = {"first_on": today, "is_on": "no", **sent}
    return render_template("admin/switches.html", page=page, code=code, sent=typed, **shown(error)), status(
        error
    )
