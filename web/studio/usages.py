"""Where all services name a role, a form, an operation, an article of law or any word."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries import usages as queries
from engine.roles import OF_THE_COUNTRY, ROLES, Right
from engine.studio.usages import Kind
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine

LONGEST = 100


@blueprint.get("/usages")
@access.right(Right.DRAW_SERVICES)
def usages() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()[:LONGEST]
    kind = next((one for one in Kind if one == request.args.get("kind")), Kind.ROLE)
    found: tuple[queries.Used, ...] = ()
    if wanted:
        with engine().read(current_actor()) as tx:
            found = queries.of_all(tx, kind, wanted)
    return render_template(
        "studio/usages.html",
        wanted=wanted,
        kind=kind,
        kinds=tuple(Kind),
        roles=[one for one in ROLES if one not in OF_THE_COUNTRY],
        found=found,
    )
