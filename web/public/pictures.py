"""Pictures that forms show: files of a service version, which never change."""

from __future__ import annotations

from flask import Response, make_response

from engine.errors import NotFound
from engine.queries import services
from web import access
from web.assets import A_YEAR
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine

TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}


@blueprint.get("/pictures/<int:version_id>/<name>")
@access.public
def picture(version_id: int, name: str) -> Response:
    kind = TYPES.get(name.rpartition(".")[2])
    if kind is None or version_id >= 2**31:
        raise NotFound
    with engine().read(current_actor()) as tx:
        response = make_response(services.picture(tx, version_id, name))
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = A_YEAR
    return response
