"""Files of a case: handed out as files and never as pages of this site, or drawn as pictures."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from engine.documents.examination.ask import examine
from engine.documents.sniff import PICTURES
from engine.errors import NotFound, Rejected
from engine.queries import documents
from engine.queries.views import StoredFile
from web.auth import current_actor
from web.engine_access import engine

# What a browser shows by itself without running anything in it.
SHOWN_IN_BROWSER = frozenset({"application/pdf", "image/jpeg", "image/png"})


# An uploaded file is a stranger's: even if a browser took it for a page, nothing in it may run.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
PDF = "application/pdf"


def download(case_id: UUID, digest: str) -> ResponseReturnValue:
    """Return a document of a case that the signed-in person may see, or the part of it that was asked for."""
    found = file_of(case_id, digest)
    return hand_out(found.content, found.name, found.type)


def hand_out(content: bytes, name: str, media_type: str) -> ResponseReturnValue:
    """Return a stranger's file: shown by the browser where nothing in it runs, else saved."""
    known = media_type in SHOWN_IN_BROWSER
    return _sent(content, name, media_type if known else "application/octet-stream", as_attachment=not known)


def drawn(case_id: UUID, digest: str) -> ResponseReturnValue:
    """Return a picture of the document, or of the page that was asked for. Nobody opens the file itself."""
    found = file_of(case_id, digest)
    if found.type in PICTURES:
        return _sent(found.content, found.name, found.type)
    if found.type != PDF:
        raise NotFound
    page = examine("page", found.content, page=_page())
    return _sent(page.content, "page.png", str(page.told["type"]))


def preview(case_id: UUID, digest: str) -> ResponseReturnValue:
    """Show a document on a page of this site, as pictures."""
    found = file_of(case_id, digest)
    told: dict[str, int] | None = None
    try:
        if found.type == PDF:
            told = examine("page", found.content, page=_page()).told
        elif found.type in PICTURES:
            told = {"page": 1, "pages": 1}
    except Rejected:
        pass  # the page says that it can't be shown, and leads to the file
    return render_template("inbox/preview.html", case_id=case_id, digest=digest, name=found.name, told=told)


def file_of(case_id: UUID, digest: str) -> StoredFile:
    """Return a document of a case that the signed-in person may see. Raises `NotFound`."""
    with engine().read(current_actor()) as tx:
        return documents.content(tx, engine().connections.files, digest, case_id=case_id)


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 10_000)


def _sent(content: bytes, name: str, media_type: str, *, as_attachment: bool = False) -> ResponseReturnValue:
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=as_attachment, download_name=name
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response
