"""The lists of open steps: mine, my unit's, unassigned. Which list and which page is in the address."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries import correspondence, inbox, incidents, payments
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine

TABS = ("mine", "unit", "unassigned")


@blueprint.get("")
@access.staff
def tasks() -> ResponseReturnValue:
    """Show one list; an unknown name shows the first one, as an old bookmark may hold anything."""
    tab = request.args.get("tab", "")
    with engine().read(current_actor()) as tx:
        page = inbox.page(tx, tab if tab in TABS else TABS[0], after=request.args.get("after") or None)
        stopped, returns = incidents.count(tx), payments.count_to_return(tx)
        written = len(correspondence.waiting(tx))
    return render_template("inbox/list.html", page=page, stopped=stopped, returns=returns, written=written)
