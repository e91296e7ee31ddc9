"""The page of a decision table. The grid is the browser's; what is kept is the engine's."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.roles import Right
from engine.studio import blank
from engine.studio.queries import replays, service_drafts
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import TEXTS, current_language
from web.studio.editor import begin_file, told


@blueprint.get("/drafts/<uuid:draft_id>/tables/<name>")
@access.right(Right.DRAW_SERVICES)
def table(draft_id: UUID, name: str) -> ResponseReturnValue:
    path = f"{name}.dmn"
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        service_drafts.file(tx, draft_id, path)
        replayed = replays.of_draft(tx, draft_id)
    words = TEXTS.under(current_language(), "designing.script")
    said = told(path, words=words)
    return render_template(
        "studio/table.html", draft=draft, name=name, path=path, told=said, replayed=replayed
    )


@blueprint.post("/drafts/<uuid:draft_id>/tables")
@access.right(Right.DRAW_SERVICES)
def new_table(draft_id: UUID) -> ResponseReturnValue:
    """Begin a table of this name, and open it."""

    def made(code: str) -> tuple[str, bytes]:
        return blank.table(code, request.form.get("name", "").strip(), request.form.get("title", "").strip())

    return begin_file(draft_id, made, "studio.table")
