"""The figures of the office for whoever leads it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries import office_figures
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.tables import exported


@blueprint.get("/figures")
@access.right(Right.SUPERVISE)
@exported
def figures() -> ResponseReturnValue:
    """Show a year, of one service or of all; an odd year is the nearest that there is."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    service = request.args.get("service") or None
    with engine().read(current_actor()) as tx:
        found = office_figures.figures(tx, year, service=service)
    return render_template("inbox/figures.html", figures=found, service=service)
