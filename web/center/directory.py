"""The directory of services: looked up by everybody, and printed."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.centers.queries import directory as queries
from engine.centers.rules.directory import CELLS
from engine.queries.search import LONGEST_QUESTION
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.engine_access import engine
from web.tables import exported


@blueprint.get("/directory")
@access.public
@exported
def directory() -> ResponseReturnValue:
    """List what partners and municipalities offer, by the words typed and by partner."""
    question = " ".join(request.args.get("q", "").split())[:LONGEST_QUESTION]
    with engine().read(current_actor()) as tx:
        page = queries.page(tx, question=question, partner=request.args.get("partner", "")[:40])
    return render_template(
        "center/directory.html",
        page=page,
        question=question,
        partner=request.args.get("partner", ""),
        municipalities=queries.MUNICIPALITIES,
        may_keep=current_actor().may_somewhere(Right.KEEP_DIRECTORY),
    )


@blueprint.get("/directory/<uuid:service_id>")
@access.public
def directory_service(service_id: UUID) -> ResponseReturnValue:
    """Show what is known of a service, and how it is done at the desk."""
    with engine().read(current_actor()) as tx:
        service = queries.service(tx, service_id)
    may_keep = current_actor().may_somewhere(Right.KEEP_DIRECTORY)
    return render_template(
        "center/directory_service.html",
        one=service,
        cells=CELLS,
        may_keep=may_keep,
        may_note=current_actor().center is not None,
    )
