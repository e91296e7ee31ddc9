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
    """Show the service's own diagram, or that of a block which it calls; a sheet of it on the screen."""
    with engine().read(current_actor()) as tx:
        found = case_progress.of_case(tx, case_id, request.args.get("part"), request.args.get("sheet"))
    addresses = {
        part.code: url_for("inbox.progress", case_id=case_id, part=part.code) for part in found.parts[1:]
    }
    part = None if found.part == found.parts[0] else found.part.code
    sheets = {
        sheet.code: url_for("inbox.progress", case_id=case_id, part=part, sheet=sheet.code)
        for sheet in found.sheets
    }
    addresses |= {sheet.code: sheets[sheet.code] for sheet in found.sheets if sheet.around}
    return render_template(
        "inbox/progress.html",
        progress=found,
        addresses=addresses,
        sheets=sheets,
        named={sheet.code: sheet.names for sheet in found.sheets},
    )
