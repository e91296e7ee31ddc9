"""Rebase of a draft, file by file, on a version that came into force after it was begun."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio.commands.service_drafts import ChosenFile, RebaseDraft
from engine.studio.queries import service_drafts
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import t
from web.studio.comparing import described

THEIRS, MINE = "theirs", "mine"


@blueprint.get("/drafts/<uuid:draft_id>/rebase")
@access.right(Right.DRAW_SERVICES)
def rebase(draft_id: UUID) -> ResponseReturnValue:
    """Show what a newer version changed; the oldest that the draft knows nothing of, unless one is named."""
    return _page(draft_id, request.args.get("version", ""))


@blueprint.post("/drafts/<uuid:draft_id>/rebase")
@access.right(Right.DRAW_SERVICES)
def rebase_draft(draft_id: UUID) -> ResponseReturnValue:
    digest = request.form.get("version", "")
    chosen = [
        ChosenFile(path, request.form.get(f"seen:{path}", -1, int), said == THEIRS)
        for path in request.form.getlist("path")
        if (said := request.form.get(f"state:{path}")) in {THEIRS, MINE}
    ]
    try:
        engine().send(RebaseDraft(draft_id, digest, tuple(chosen)), actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(draft_id, digest, refused)
    flashes.done(t("rebase.done"))
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _page(draft_id: UUID, digest: str, refused: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        known = service_drafts.newer(tx, draft_id)
        version = next((newer for newer in known if digest in {"", newer.digest}), None)
        files = service_drafts.newer_files(tx, draft_id, version.digest) if version else ()
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/rebase.html",
        draft=draft,
        version=version,
        files=[(file, described(file.theirs), described(file.mine)) for file in files],
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status
