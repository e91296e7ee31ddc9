"""Addresses of style sheet, script and pictures, with a fingerprint so that browsers may keep them.

The files under `static/built` are made by `web/frontend/build.mjs`; without them pages are plain
but work.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).parent / "static"
A_YEAR = "public, max-age=31536000, immutable"


@cache
def fingerprint(name: str) -> str:
    """Return a short digest of a file's content; empty for a file that is not built."""
    file = STATIC / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def asset(name: str) -> str:
    return url_for("static", filename=name, v=fingerprint(name) or None)


def _keep(response: Response) -> Response:
    if request.endpoint == "static":
        # Fonts carry the fingerprint in their names.
        named = "v" in request.args or request.path.endswith(".woff2")
        response.headers["Cache-Control"] = A_YEAR if named else "no-cache"
    return response


def init(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)
