"""What a draft calls its service, in every language, and in a few words what it is for."""

from __future__ import annotations

import json
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import SaveServiceFile
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import service_drafts
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES, t

SETTINGS = "service.json"
PARTS = ("names", "summary")


@blueprint.get("/drafts/<uuid:draft_id>/names")
@access.right(Right.DRAW_SERVICES)
def names(draft_id: UUID) -> ResponseReturnValue:
    return _names(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/names")
@access.right(Right.DRAW_SERVICES)
def save_names(draft_id: UUID) -> ResponseReturnValue:
    """Keep the names in the settings of the service, if these stand as they were shown."""
    with engine().read(current_actor()) as tx:
        settings = json.loads(service_drafts.file(tx, draft_id, SETTINGS).content)
    for part in PARTS:
        settings[part] = {one: request.form.get(f"{part}_{one}", "").strip() for one in LANGUAGES}
    content = f"{json.dumps(settings, ensure_ascii=False, indent=2)}\n".encode()
    seen = request.form.get("seen", default=0, type=int)
    try:
        engine().send(SaveServiceFile(draft_id, SETTINGS, content, seen), actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _names(draft_id, refused)
    flash(t("studio.names_kept"))
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _names(draft_id: UUID, refused: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        file = service_drafts.file(tx, draft_id, SETTINGS)
    settings = json.loads(file.content)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/names.html",
        draft=draft,
        parts=PARTS,
        kept={part: settings.get(part) or {} for part in PARTS},
        seen=file.revision,
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status
