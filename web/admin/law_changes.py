"""Parameters of two days beside each other: which values are others, by which act, and who entered them."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.queries import law as queries
from web.admin.comparing import days_of_address
from web.admin.law import value_words
from web.admin.sending import ADMINISTRATORS, OF_THE_COUNTRY
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.tables import exported


@blueprint.get("/law-changes")
@OF_THE_COUNTRY
@exported
def law_changes() -> ResponseReturnValue:
    """Compare the values of the country."""
    return _page(None)


@blueprint.get("/municipalities/<name:code>/parameter-changes")
@ADMINISTRATORS
@exported
def parameter_changes(code: str) -> ResponseReturnValue:
    """Compare what held in the municipality: its council's value, else the country's."""
    return _page(code)


def _page(code: str | None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        days = days_of_address(tx)
        found = queries.compared(tx, code, since=days.since, until=days.until)
    return render_template("admin/law_changes.html", page=found, days=days, code=code, words=value_words)
