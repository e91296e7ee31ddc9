"""One page with everything of one's own."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.queries import channels, contacts, sessions
from web import access
from web.auth import current_actor, current_session
from web.blueprints import account as blueprint
from web.engine_access import engine


@blueprint.get("/account")
@access.citizen
def overview() -> ResponseReturnValue:
    with engine().read(current_actor().oneself) as tx:
        own, opened, closed = contacts.mine(tx), sessions.mine(tx), channels.unreachable(tx)
    return render_template(
        "account/overview.html", contacts=own, sessions=opened, present=current_session(), unreachable=closed
    )
