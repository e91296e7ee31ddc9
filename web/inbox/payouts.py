"""Page of payouts of the budget, at the desk of finance: by year, line, sub-programme and state."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.payments.queries import payouts
from engine.payments.queries.payouts import STATES, Wanted
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.tables import AS_TABLE, exported


@blueprint.get("/payouts")
@access.right(Right.PAY_OUT)
@exported
def payments_out() -> ResponseReturnValue:
    wanted = _wanted()
    with engine().read(current_actor()) as tx:
        page = payouts.page(tx, wanted, is_export=request.args.get("as") == AS_TABLE)
    return render_template("inbox/payouts.html", page=page, wanted=wanted, states=STATES)


def _wanted() -> Wanted:
    """Return what the address asks for; what it can't mean is not asked for."""
    year, state = request.args.get("year", ""), request.args.get("state")
    return Wanted(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        line=request.args.get("line") or None,
        programme=request.args.get("programme") or None,
        state=state if state in STATES else None,
    )
