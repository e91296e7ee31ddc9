"""Import of a folder or a diagram that was changed elsewhere into a draft.

Nobody's later change is overwritten unseen, and nothing is kept of what can't be kept whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import canonical
from engine.comparing import Change
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries.views import Names
from engine.roles import Right
from engine.studio.commands.service_drafts import OtherFile, SaveServiceFile
from engine.studio.packages import (
    Package,
    check_service,
    is_as_taken,
    read_package,
    refusals,
    revision_taken,
)
from engine.studio.queries import comparisons, service_drafts
from engine.studio.queries.service_drafts import StudioFile
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.studio.comparing import described
from web.studio.editor import NO_FILE, told
from web.without_api import Reason, without_api
from web.words import error_words


@dataclass(frozen=True)
class Rival:
    """A file that somebody has changed since it was taken along, or since the page was opened."""

    path: str
    changed_by: Names | None
    changed_at: datetime


@dataclass(frozen=True)
class SortedFiles:
    """The imported files: to be kept, changed by others meanwhile, or as it is already."""

    kept: tuple[OtherFile, ...] = ()
    rivals: tuple[Rival, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportResult:
    """The outcome of an import. Where something is refused or was changed by others, nothing was kept.

    `left` are files of the draft that were not imported, and stay.
    """

    sorted: SortedFiles
    refused: Mapping[str, Rejected]
    left: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@blueprint.get("/drafts/<uuid:draft_id>/import")
@access.right(Right.DRAW_SERVICES)
@without_api(Reason.FORM)
def import_page(draft_id: UUID) -> ResponseReturnValue:
    return _page(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/import")
@access.right(Right.DRAW_SERVICES)
def import_files(draft_id: UUID) -> ResponseReturnValue:
    """Import the files and show what differs by them; all of them, or nothing."""
    file = request.files.get("package")
    try:
        imported = import_into(
            draft_id,
            file.read() if file else b"",
            shown=_shown(),
            replaces=request.form.get("replace") == "yes",
        )
    except (NotFound, NotAllowed):
        raise
    except Rejected as error:
        return _page(draft_id, error=error)
    return _page(draft_id, imported=imported)


def import_into(draft_id: UUID, content: bytes, *, shown: Mapping[str, int], replaces: bool) -> ImportResult:
    """Keep the files of a folder or a diagram in a draft; `shown` are revisions that somebody has seen."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        before, files = service_drafts.contents(tx, draft_id), service_drafts.files(tx, draft)
    package = read_package(content)
    check_service(package.files, draft.code)
    if refused := refusals(package.files, before):
        return ImportResult(SortedFiles(), refused)
    found = _sorted(draft_id, package, before, files, shown=shown, replaces=replaces)
    if found.rivals:
        return ImportResult(found, {})
    if found.kept:
        first, *others = found.kept
        command = SaveServiceFile(draft_id, first.path, first.content, first.seen, tuple(others))
        engine().send(command, actor=current_actor())
    with engine().read(current_actor()) as tx:
        after = service_drafts.contents(tx, draft_id)
    left = tuple(path for path in before if path not in package.files)
    return ImportResult(found, {}, left, comparisons.of_files(draft.code, before, after))


def _sorted(
    draft_id: UUID,
    package: Package,
    before: Mapping[str, bytes],
    files: tuple[StudioFile, ...],
    *,
    shown: Mapping[str, int],
    replaces: bool,
) -> SortedFiles:
    """Compare the imported files with the draft as it is, and as it was taken along or shown."""
    stands = {file.path: file for file in files}
    kept: list[OtherFile] = []
    rivals: list[Rival] = []
    same: list[str] = []
    for path, content in package.files.items():
        old = stands.get(path)
        revision = 0 if old is None else old.revision
        if before.get(path) == content or is_as_taken(package, draft_id, path):
            same.append(path)
            continue
        taken = revision_taken(package, draft_id, path)
        seen = shown.get(path, 0) if taken is None else taken
        if old is not None and seen != revision and not replaces:
            rivals.append(Rival(path, old.changed_by, old.changed_at))
        else:
            kept.append(OtherFile(path, content, revision))
    return SortedFiles(tuple(kept), tuple(rivals), tuple(same))


def _shown() -> dict[str, int]:
    """Return the revisions that the page was shown with."""
    try:
        said = canonical.loads(request.form.get("seen", "{}"))
        return {path: int(revision) for path, revision in said.items() if 0 <= revision < 10**9}
    except (canonical.NotCanonical, TypeError, AttributeError):
        return {}


def _page(
    draft_id: UUID, *, error: Rejected | None = None, imported: ImportResult | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.files(tx, draft)
    said = None if error is None else words_of(error)
    found = imported or ImportResult(SortedFiles(), {})
    whys = {path: error_words(one) or words_of(one).body for path, one in found.refused.items()}
    rivals = found.sorted.rivals
    page = render_template(
        "studio/import.html",
        draft=draft,
        told=told(NO_FILE),
        seen=json.dumps({file.path: file.revision for file in files}),
        error=said,
        has_errors=bool(said or whys or rivals),
        refused=whys,
        rivals=rivals,
        imported=None if imported is None or whys or rivals else found.sorted,
        left=found.left,
        changes=described(found.changes),
    )
    if said is not None:
        return page, said.status
    return page, 422 if whys or rivals else 200
