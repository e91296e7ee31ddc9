"""The health of this installation, for monitoring: text, a part a line, or JSON for whoever accepts that.

503 means that people can't be served; what is degraded is said with 200 and takes no page away. Names
nobody and no case. In English, as `mms status` says it: programs and the people who keep the servers read it.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from engine.installation.health import health, overall
from web import access
from web.engine_access import engine

TYPES = ("text/plain", "application/json")
blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@access.public
def well() -> Response:
    parts = tuple(health(engine()))
    state = overall(parts)
    if request.accept_mimetypes.best_match(TYPES, TYPES[0]) == "application/json":
        response = jsonify(state=state, parts=[part.as_data() for part in parts])
    else:
        said = "".join(f"{part}\n" for part in parts)
        response = Response(f"{state}\n\n{said}", mimetype="text/plain")
    response.status_code = 503 if state == "down" else 200
    response.vary.add("Accept")
    return response
