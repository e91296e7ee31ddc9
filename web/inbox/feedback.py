"""Page of feedback on pages and services, for the heads of offices."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.feedback import queries
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.tables import exported


@blueprint.get("/feedback")
@access.right(Right.SUPERVISE)
@exported
def feedback() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx)
    return render_template("inbox/feedback.html", page=page)
