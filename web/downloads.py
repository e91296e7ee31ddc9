"""Files of a case, handed out as files and never as pages of this site."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from engine.queries import documents
from web.auth import current_actor
from web.engine_access import engine

# What a browser shows by itself without running anything in it.
SHOWN_IN_BROWSER = frozenset({"application/pdf", "image/jpeg", "image/png"})


def download(case_id: UUID, digest: str) -> ResponseReturnValue:
    """Return a document of a case that the signed-in person may see."""
    with engine().read(current_actor()) as tx:
        found = documents.content(tx, engine().connections.files, digest, case_id=case_id)
    known = found.type in SHOWN_IN_BROWSER
    response = send_file(
        BytesIO(found.content),
        mimetype=found.type if known else "application/octet-stream",
        as_attachment=not known,
        download_name=found.name,
        max_age=0,
    )
    response.headers["Cache-Control"] = "no-store"
    # An uploaded file is a stranger's: even if a browser took it for a page, nothing in it may run.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response
