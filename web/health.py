"""Whether this installation is well, for monitoring: a line each, and 503 when one of them is bad.

Names nobody and no case. In English, as `mms status` says it: programs and the two people who keep the
servers read it.
"""

from __future__ import annotations

from flask import Blueprint, Response

from engine.installation.health import health
from web import access
from web.engine_access import engine

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@access.public
def well() -> Response:
    lines = list(health(engine()))
    said = "".join(f"{line}\n" for line in lines)
    return Response(said, 200 if all(line.is_good for line in lines) else 503, mimetype="text/plain")
