"""Files of a draft as its editors read and save them, what validation says, and the whole to take along."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Response, jsonify, request, send_file
from flask.typing import ResponseReturnValue

from engine.comparing import diagram_in_words
from engine.errors import EngineError, Rejected, Unavailable
from engine.roles import Right
from engine.studio import packages
from engine.studio.commands.service_drafts import SaveServiceFile
from engine.studio.fixes import fixed
from engine.studio.judging import judge
from engine.studio.queries import service_drafts
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import format_instant, name_of
from web.studio.comparing import described
from web.studio.editor import refused_to_script
from web.studio.finding_places import address_of, placed
from web.without_api import Reason, without_api
from web.words import error_words


@blueprint.get("/drafts/<uuid:draft_id>/files/<path:path>")
@access.right(Right.DRAW_SERVICES)
def file(draft_id: UUID, path: str) -> ResponseReturnValue:
    """Return a text of the draft with its revision, for the script of its editor."""
    with engine().read(current_actor()) as tx:
        found = service_drafts.file(tx, draft_id, path)
    return jsonify(content=found.content.decode(errors="replace"), revision=found.revision)


@blueprint.post("/drafts/<uuid:draft_id>/files/<path:path>")
@access.right(Right.DRAW_SERVICES)
def save(draft_id: UUID, path: str) -> ResponseReturnValue:
    """Keep a text as it was typed; a refusal says in words why, and who was faster."""
    content, seen = request.form.get("content", ""), request.form.get("seen", type=int)
    # Forms of browsers end lines their own way; files have the plain end.
    command = SaveServiceFile(draft_id, path, content.replace("\r\n", "\n").encode(), seen or 0)
    try:
        saved = engine().send(command, actor=current_actor())
    except Rejected as refused:
        return refused_to_script(refused)
    return jsonify(revision=saved.revision, at=format_instant(saved.saved_at))


@blueprint.get("/drafts/<uuid:draft_id>/findings")
@access.right(Right.DRAW_SERVICES)
def findings(draft_id: UUID) -> ResponseReturnValue:
    """Return what validation says about the draft as it is kept now."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        contents = service_drafts.contents(tx, draft_id)
    try:
        judgement = judge(draft.code, contents)
    except Unavailable as unavailable:
        return jsonify(message=_words(unavailable)), 503
    return jsonify(findings=list(placed(draft_id, draft.code, judgement.findings, contents)))


@blueprint.post("/drafts/<uuid:draft_id>/findings")
@access.right(Right.DRAW_SERVICES)
def fix(draft_id: UUID) -> ResponseReturnValue:
    """Make the fix of a finding; return the page of its place, which shows the file anew."""
    said = request.form
    path, where = said.get("file", ""), said.get("where", "")
    finding = {"where": where, "fix": (said.get("old", ""), said.get("new", ""))}
    with engine().read(current_actor()) as tx:
        service_drafts.draft(tx, draft_id)
        content = service_drafts.contents(tx, draft_id).get(path, b"")
        revision = service_drafts.file(tx, draft_id, path).revision if content else 0
    try:
        command = SaveServiceFile(draft_id, path, fixed(path, content, finding), revision)
        engine().send(command, actor=current_actor())
    except Rejected as refused:
        return refused_to_script(refused)
    return jsonify(address=address_of(draft_id, path, where))


@blueprint.get("/drafts/<uuid:draft_id>/service.zip")
@access.right(Right.DRAW_SERVICES)
def take_along(draft_id: UUID) -> Response:
    return packed(draft_id)


def packed(draft_id: UUID) -> Response:
    """Return the draft as the folder that `mms publish` takes, and that can be brought back."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.states(tx, draft_id)
    content = io.BytesIO(packages.packed(draft.code, draft_id, files))
    return send_file(content, "application/zip", as_attachment=True, download_name=f"{draft.code}.zip")


@blueprint.get("/drafts/<uuid:draft_id>/process.bpmn")
@access.right(Right.DRAW_SERVICES)
def diagram_file(draft_id: UUID) -> Response:
    """Return the diagram alone, for another editor."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        found = service_drafts.file(tx, draft_id, packages.DIAGRAM)
    name = f"{draft.code}.bpmn"
    return send_file(io.BytesIO(found.content), "application/xml", as_attachment=True, download_name=name)


@blueprint.get("/drafts/<uuid:draft_id>/diagram.txt")
@access.right(Right.DRAW_SERVICES)
@without_api(Reason.PRINT)
def diagram_text(draft_id: UUID) -> Response:
    """Return the diagram in words: every element with what is said of it."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        found = service_drafts.file(tx, draft_id, packages.DIAGRAM)
    lines = [name_of(draft.names) or draft.code, ""]
    for change in described(diagram_in_words(packages.DIAGRAM, found.content)):
        lines.append(f"{change.kind}: {change.change.name or change.change.where}")
        lines += [f"    {words}: {said}" for words, _, said in change.details]
    written = io.BytesIO("\n".join([*lines, ""]).encode())
    return send_file(
        written, "text/plain; charset=utf-8", as_attachment=True, download_name=f"{draft.code}.txt"
    )


def _words(error: EngineError) -> str:
    return error_words(error) or words_of(error).body
