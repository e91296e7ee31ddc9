"""Page of readiness of a municipality for each module, with where each missing thing is entered."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.offices.readiness.rules import Point, said
from engine.queries import readiness as queries
from engine.queries.readiness import Equipment
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.i18n import current_language


@blueprint.get("/municipalities/<name:code>/readiness")
@access.right(Right.SEE_READINESS)
def readiness(code: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx, code, Equipment.of(engine().connections))
    return render_template("admin/readiness.html", page=page, said=point_words)


def point_words(point: Point) -> str:
    """Return a point in the page's language."""
    return said(point, current_language())
