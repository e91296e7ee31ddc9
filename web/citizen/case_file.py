"""The whole case in one file to keep: readable pages, the data, and every document, as they are now.

What a case holds is the engine's knowledge; here it is put into an archive. The page inside carries its
own style, because it is read without this site.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from engine.queries import documents
from engine.queries.timeline import plain
from engine.queries.views import CaseView
from web import access
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.citizen.cases import own_case
from web.engine_access import engine
from web.printing import as_pdf
from web.without_api import Reason, without_api


@blueprint.get("/cases/<uuid:case_id>/file")
@access.citizen
@without_api(Reason.PRINT)
def case_file(case_id: UUID) -> ResponseReturnValue:
    """Hand out the case as an archive."""
    found = own_case(case_id)
    page = render_template(
        "citizen/case_file.html",
        case=found,
        events=plain(found.timeline),
        now=engine().clock.now(),
    )
    content = archive(
        {
            f"{found.number}.html": page.encode(),
            f"{found.number}.pdf": as_pdf(page, title=found.number),
            f"{found.number}.json": as_json(asdict(found)),
            **_documents(found),
        }
    )
    return send_file(
        io.BytesIO(content),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{found.number}.zip",
    )


def archive(entries: dict[str, bytes]) -> bytes:
    """Return a zip of the entries, by path."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, content in entries.items():
            archived.writestr(name, content)
    return made.getvalue()


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _documents(found: CaseView) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for document in found.documents:
        with engine().read(current_actor()) as tx:
            stored = documents.content(tx, engine().connections.files, document.digest, case_id=found.case_id)
        files[_free_name(files, stored.name)] = stored.content
    return files


def _free_name(taken: dict[str, bytes], name: str) -> str:
    """Return a path in the archive that leads nowhere else and that no other file has."""
    plain = name.replace("/", "_").replace("\\", "_").lstrip(".") or "document"
    stem, dot, ending = plain.rpartition(".")
    number, path = 2, f"documents/{plain}"
    while path in taken:
        path = f"documents/{stem or ending} ({number}){dot if stem else ''}{ending if stem else ''}"
        number += 1
    return path
