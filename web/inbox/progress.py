"""The progress view of a case: its diagram with where it stands, and the same in words."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.queries import case_progress
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine


@blueprint.get("/cases/<uuid:case_id>/progress")
@access.staff
def progress(case_id: UUID) -> ResponseReturnValue:
    """Show the service's own diagram, or that of a block which it calls."""
    with engine().read(current_actor()) as tx:
        found = case_progress.of_case(tx, case_id, request.args.get("part"))
    addresses = {
        part.code: url_for("inbox.progress", case_id=case_id, part=part.code) for part in found.parts[1:]
    }
    return render_template("inbox/progress.html", progress=found, addresses=addresses)
