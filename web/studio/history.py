"""History of a draft's files: what has changed since each entry, and back to one of them."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio.commands.service_drafts import SaveServiceFile
from engine.studio.queries import service_drafts
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import t
from web.studio.comparing import described


@blueprint.get("/drafts/<uuid:draft_id>/history")
@access.right(Right.DRAW_SERVICES)
def history(draft_id: UUID) -> ResponseReturnValue:
    return _page(draft_id, request.args.get("path", ""), request.args.get("revision", 0, int))


@blueprint.post("/drafts/<uuid:draft_id>/history")
@access.right(Right.DRAW_SERVICES)
def restore_file(draft_id: UUID) -> ResponseReturnValue:
    """Save an entry of the history as the newest state, in the place of what the page was shown with."""
    path, revision = request.form.get("path", ""), request.form.get("revision", 0, int)
    with engine().read(current_actor()) as tx:
        content = service_drafts.history_content(tx, draft_id, path, revision)
    command = SaveServiceFile(draft_id, path, content, request.form.get("seen", 0, int))
    try:
        engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(draft_id, path, revision, refused)
    flashes.done(t("history.restored", path=path))
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _page(draft_id: UUID, path: str, revision: int, refused: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.history(tx, draft_id)
        state = service_drafts.history_entry(tx, draft_id, path, revision) if revision else None
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/history.html",
        draft=draft,
        files=files,
        path=path,
        state=state,
        changes=described(state.changes) if state else (),
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status
