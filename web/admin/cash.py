"""Page of cash rules, whether centres take cash for a municipality: what was entered, entering more."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.cash.commands import SetCashRule
from engine.cash.queries import finance as cash_views
from engine.centers.queries import appointments
from engine.clock import local_date
from web.admin.sending import ADMINISTRATORS, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords


@blueprint.get("/municipalities/<name:code>/cash")
@ADMINISTRATORS
def cash(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/cash")
@ADMINISTRATORS
def set_cash_rule(code: str) -> ResponseReturnValue:
    sent = request.form
    center = sent.get("center", "")
    return done(
        lambda: SetCashRule(
            code,
            int(center) if center.isascii() and center.isdigit() and len(center) < 6 else 0,
            sent.get("service", ""),
            sent.get("is_taken") == "yes",
            sent.get("act", ""),
            day(sent, "first_on"),
        ),
        url_for("admin.cash", code=code),
        lambda error: _page(code, sent, error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page, today = cash_views.rules(tx, code), local_date(tx.now).isoformat()
        centers = appointments.centers(tx)
    typed = {"first_on": today, "is_taken": "yes", **sent}
    shown_page = render_template(
        "admin/cash.html", page=page, centers=centers, code=code, sent=typed, **shown(error)
    )
    return shown_page, status(error)
