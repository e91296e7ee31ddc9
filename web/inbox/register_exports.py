"""Whole registers as files: asked for on the list, written by a worker, handed out to whoever asked.

The page of an export asks again by itself while a worker writes.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.registers import kept_registers
from engine.registers.commands.exports import AskRegisterExport, RegisterExportAsked
from engine.registers.queries import exports
from engine.registers.rules.export_parts import CSV, FORMATS, XLSX
from engine.written_tables import CSV as CSV_TYPE
from engine.written_tables import XLSX as XLSX_TYPE
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import current_language
from web.inbox.registers import ADDRESS, asked_part
from web.keys import sent_key

CHUNK: Final = 2**16


@blueprint.post(f"{ADDRESS}/exports")
@access.staff
def ask_register_export(register: str) -> ResponseReturnValue:
    """Ask for the list that the address names, and lead to the page that says how far it is."""
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, register, request.args.get("place") or None)
        part = asked_part(tx, found)
    sent = request.form.get("format", "")
    command = AskRegisterExport(
        found.code,
        found.municipality,
        part.on,
        part.state,
        part.village,
        part.is_ending,
        part.order,
        sent if sent in FORMATS else XLSX,
        current_language(),
    )
    asked: RegisterExportAsked = engine().send(command, actor=current_actor(), key=sent_key())
    return redirect(url_for("inbox.register_export", register=register, export_id=asked.export_id), 303)


@blueprint.get(f"{ADDRESS}/exports/<uuid:export_id>")
@access.staff
def register_export(register: str, export_id: UUID) -> ResponseReturnValue:
    """Show how far an own export is, and its file when it is ready."""
    with engine().read(current_actor()) as tx:
        found = exports.export(tx, export_id, kept=engine().settings.exports.kept)
    return render_template("inbox/register_export.html", export=found, register=register)


@blueprint.get(f"{ADDRESS}/exports/<uuid:export_id>/file")
@access.staff
def register_export_file(register: str, export_id: UUID) -> ResponseReturnValue:
    """Hand out the file of an own export."""
    del register
    with engine().read(current_actor()) as tx:
        found = exports.file(tx, engine().connections.files, export_id)
    is_csv = found.format == CSV
    response = Response(
        _unpacked(found.content) if is_csv else found.content, mimetype=CSV_TYPE if is_csv else XLSX_TYPE
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield what was compressed, part by part."""
    with gzip.GzipFile(fileobj=BytesIO(content)) as file:
        while chunk := file.read(CHUNK):
            yield chunk
