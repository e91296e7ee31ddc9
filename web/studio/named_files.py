"""A file of a draft by its name: who calls it, another name for it, and taking it out."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio import named_files
from engine.studio.commands.service_drafts import RemoveServiceFile, RenameServiceFile
from engine.studio.named_files import Kind
from engine.studio.queries import service_drafts
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import t


@blueprint.get("/drafts/<uuid:draft_id>/named/<kind>/<name>")
@access.right(Right.DRAW_SERVICES)
def named_file(draft_id: UUID, kind: str, name: str) -> ResponseReturnValue:
    return _page(draft_id, _kind(kind), name)


@blueprint.post("/drafts/<uuid:draft_id>/named/<kind>/<name>")
@access.right(Right.DRAW_SERVICES)
def change_named_file(draft_id: UUID, kind: str, name: str) -> ResponseReturnValue:
    """Give the file another name, or take it out; the button says which."""
    of, seen = _kind(kind), request.form.get("seen", "")
    is_removed = request.form.get("_do") == "remove"
    new = request.form.get("new_name", "").strip()
    command = (
        RemoveServiceFile(draft_id, of.value, name, seen)
        if is_removed
        else RenameServiceFile(draft_id, of.value, name, seen, new)
    )
    try:
        engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(draft_id, of, name, refused)
    said = "designing.named.removed" if is_removed else "designing.named.renamed"
    flashes.done(t(said, name=name, new=new))
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        raise NotFound from None


def _page(draft_id: UUID, kind: Kind, name: str, refused: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.contents(tx, draft_id)
        paths = named_files.paths_of(files, kind, name)
        seen = "-".join(str(service_drafts.file(tx, draft_id, path).revision) for path in paths)
    if not paths:
        raise NotFound
    callers = named_files.callers(files, kind, name)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/named_file.html",
        draft=draft,
        kind=kind,
        name=name,
        paths=paths,
        callers=callers,
        is_fixed=any(caller.is_fixed for caller in callers),
        seen=seen,
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status
