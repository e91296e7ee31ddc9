"""The whole case in one file that proves itself, for archives and courts."""

from __future__ import annotations

import io
from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from engine.cases.packages import MEDIA_TYPE, case_package
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine


@blueprint.get("/cases/<uuid:case_id>/package")
@access.staff
def package(case_id: UUID) -> ResponseReturnValue:
    made = case_package(engine(), case_id, actor=current_actor())
    return send_file(
        io.BytesIO(made.content),
        mimetype=MEDIA_TYPE,
        as_attachment=True,
        download_name=made.name,
    )
