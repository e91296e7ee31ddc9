"""The list of services and drafts, and one draft with its files."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio import beginning
from engine.studio.commands.service_drafts import BeginNewService, BeginServiceDraft, DropServiceDraft
from engine.studio.queries import comments, service_drafts
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES, t


@blueprint.get("")
@access.right(Right.DRAW_SERVICES)
def services() -> ResponseReturnValue:
    return _services()


@blueprint.post("/drafts")
@access.right(Right.DRAW_SERVICES)
def begin() -> ResponseReturnValue:
    """Begin a draft of a service, or of a new one from its copy."""
    is_copy = request.form.get("_do") == "copy"
    copy_as = request.form.get("copy_as", "").strip() if is_copy else None
    command = BeginServiceDraft(request.form.get("service", ""), copy_as)
    try:
        draft_id = engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _services(refused)
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


@blueprint.post("/new-services")
@access.right(Right.DRAW_SERVICES)
def begin_new() -> ResponseReturnValue:
    """Begin a service that there is not yet."""
    said = request.form
    names = {language: said.get(f"name_{language}", "") for language in LANGUAGES}
    command = BeginNewService(said.get("module", ""), said.get("new_name", "").strip(), names)
    try:
        draft_id = engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _services(refused)
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


@blueprint.get("/drafts/<uuid:draft_id>")
@access.right(Right.DRAW_SERVICES)
def draft(draft_id: UUID) -> ResponseReturnValue:
    return draft_page(draft_id)


def draft_page(draft_id: UUID, refused: Rejected | None = None) -> ResponseReturnValue:
    """Show a draft: what can be changed in it, and all its files."""
    with engine().read(current_actor()) as tx:
        shown = service_drafts.draft(tx, draft_id)
        files = service_drafts.files(tx, shown)
        newer = service_drafts.newer(tx, draft_id)
        commented = comments.of_draft(tx, draft_id)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/draft.html",
        draft=shown,
        files=files,
        newer=newer,
        comments=len(commented.open),
        tables=_named(files, "", ".dmn"),
        letters=_in_languages(files, "documents/"),
        letter_parts=_in_languages(files, "documents/parts/"),
        forms=_named(files, "forms/", ".form"),
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status


def _in_languages(files: Iterable[service_drafts.StudioFile], folder: str) -> tuple[str, ...]:
    """Return the names of the letters or parts in a folder, each once, in whatever languages they are."""
    return tuple(dict.fromkeys(path.rpartition(".")[0] for path in _named(files, folder, ".html")))


def _named(files: Iterable[service_drafts.StudioFile], folder: str, ending: str) -> tuple[str, ...]:
    """Return the names of the files of one kind that lie in the folder itself, without folder and ending."""
    return tuple(
        name.removesuffix(ending)
        for file in files
        if file.path.startswith(folder) and file.path.endswith(ending)
        if "/" not in (name := file.path.removeprefix(folder))
    )


@blueprint.post("/drafts/<uuid:draft_id>/drop")
@access.right(Right.DRAW_SERVICES)
def drop(draft_id: UUID) -> ResponseReturnValue:
    engine().send(DropServiceDraft(draft_id), actor=current_actor())
    flashes.done(t("studio.dropped"))
    return redirect(url_for("studio.services"), 303)


def _services(refused: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        offered, drafts = service_drafts.services(tx), service_drafts.drafts(tx)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/services.html",
        services=offered,
        drafts=drafts,
        modules=beginning.modules(),
        error=error,
        has_errors=error is not None,
        typed=request.form,
    )
    return page, 200 if error is None else error.status
