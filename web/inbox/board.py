"""The board of the head of a service."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.queries import board as boards
from engine.queries import readiness, recusals
from engine.queries.readiness import Equipment
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.tables import exported


@blueprint.get("/board")
@access.right(Right.SUPERVISE)
@exported
def board() -> ResponseReturnValue:
    """Show who has how much, overdue cases and their causes; overdue steps are assigned from here."""
    with engine().read(current_actor()) as tx:
        found = boards.board(tx)
        own = readiness.own(tx, Equipment.of(engine().connections))
        away = recusals.of_supervised(tx)
    return render_template("inbox/board.html", board=found, recusals=away, readiness=own)
