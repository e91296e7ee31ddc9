"""Cash that centres have taken for the municipality: what lies there, what was deposited, what was voided."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.cash.queries import finance as cash_views
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.tables import exported


@blueprint.get("/cash")
@access.right(Right.RETURN_MONEY)
@exported
def cash() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = cash_views.of_finance(tx)
    return render_template("inbox/cash.html", page=found)
