"""Addresses of style sheet, script and pictures, with a fingerprint so that browsers may keep them.

The files under `static/built` are made by `web/frontend/build.mjs`, some of them compressed beside the
plain ones; without them pages are plain but work. Pages themselves are never compressed: they hold what
others typed beside what protects their forms, and the length of the two together would tell.
"""

from __future__ import annotations

import hashlib
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

STATIC = Path(__file__).parent / "static"
A_YEAR = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, no-cache"


@cache
def fingerprint(name: str) -> str:
    """Return a short digest of a file's content; empty for a file that is not built."""
    file = STATIC / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def asset(name: str) -> str:
    return url_for("static", filename=name, v=fingerprint(name) or None)


ENCODINGS = (("br", ".br"), ("gzip", ".gz"))  # the better first


def _static(filename: str) -> Response:
    """Send a file of ours, as the browser takes it best."""
    for encoding, ending in ENCODINGS:
        if request.accept_encodings[encoding] and (STATIC / f"{filename}{ending}").is_file():
            response = send_from_directory(STATIC, f"{filename}{ending}", mimetype=guess_type(filename)[0])
            response.headers["Content-Encoding"] = encoding
            break
    else:
        response = send_from_directory(STATIC, filename)
    response.vary.add("Accept-Encoding")
    return response


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code < 400:
        # Fonts carry the fingerprint in their names.
        named = "v" in request.args or request.path.endswith(".woff2")
        response.headers["Cache-Control"] = A_YEAR if named else ASKED_AGAIN
    return response


def init(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)
    app.view_functions["static"] = _static
