"""Rebase, history and import of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from marshmallow import fields, validate

from engine.comparing import Change
from engine.queries.views import Names
from engine.studio.commands.service_drafts import ChosenFile, RebaseDraft, SavedServiceFile, SaveServiceFile
from engine.studio.contents import LONGEST_PATH, MOST_FILES
from engine.studio.queries import service_drafts
from engine.studio.queries.service_drafts import HistoryEntry, NewerFile
from engine.studio.rivals import FileChanged
from web.api.callers import Who
from web.api.files import MULTIPART
from web.api.operations import operation
from web.api.problems import sentence
from web.api.refusals import Several, Unreadable
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, seen_number, text
from web.api.studio import CHANGES, DRAFT, DRAWS
from web.auth import current_actor
from web.engine_access import engine
from web.studio.importing import ImportResult, import_into
from web.studio.rebase import MINE, THEIRS


class NewerVersionDigest(Strict):
    """The beginning of the digest of a newer version."""

    version = text(64)


class RebasedFile(Strict):
    """Whose state of a file the draft has from now on, and its revision there; 0 where it has none."""

    path = text(LONGEST_PATH)
    take = fields.String(required=True, validate=validate.OneOf((THEIRS, MINE)))
    seen = seen_number()


class RebasedVersion(NewerVersionDigest):
    """A newer version, and whose state the draft gets, file by file."""

    files = fields.List(fields.Nested(RebasedFile), required=True, validate=validate.Length(max=MOST_FILES))


class HistoryEntryNumber(Strict):
    """An entry of a file's history."""

    path = text(LONGEST_PATH)
    revision = fields.Integer(required=True, validate=validate.Range(min=1, max=10**9))


class HistoryRestoration(Strict):
    """An entry of the history, and the revision that it replaces; 0 where the file is gone."""

    path = text(LONGEST_PATH)
    revision = seen_number()
    seen = seen_number()


class PackageImport(Strict):
    """Option of an import: replacing files that somebody else has changed since they were taken along."""

    replace = fields.Boolean(load_default=False)


@dataclass(frozen=True)
class NewerFiles:
    """List of the files that a newer version has changed."""

    items: tuple[NewerFile, ...]


@dataclass(frozen=True)
class DraftHistory:
    """The changed files of a draft, each with its earlier states, the last first."""

    items: Mapping[str, tuple[HistoryEntry, ...]]


@dataclass(frozen=True)
class HistoryText:
    """The content of an entry, and what has changed in the file since."""

    content: str
    revision: int
    changed_by: Names | None
    changed_at: datetime
    seen: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ImportedFiles:
    """Result of an import: files kept, the same already, left without import, and differences now."""

    kept: tuple[str, ...]
    same: tuple[str, ...]
    left: tuple[str, ...]
    changes: tuple[Change, ...]


@operation(
    "GET",
    f"{DRAFT}/rebase",
    Who.OFFICE,
    does=("რა შეცვალა უფრო ახალმა ვერსიამ", "See what a newer version has changed"),
    pages=("studio.rebase",),
    asks=NewerVersionDigest,
    gives=shape(NewerFiles),
    **DRAWS,
)
def list_newer_files(asked: dict[str, str], draft_id: UUID) -> NewerFiles:
    with engine().read(current_actor()) as tx:
        return NewerFiles(service_drafts.newer_files(tx, draft_id, asked["version"]))


@operation(
    "POST",
    f"{DRAFT}/rebase",
    Who.OFFICE,
    does=("უფრო ახალი ვერსიის ფაილების გადმოტანა", "Rebase a draft on a newer version, file by file"),
    pages=("studio.rebase_draft",),
    takes=RebasedVersion,
    **CHANGES,
)
def rebase_draft(body: dict[str, Any], draft_id: UUID) -> None:
    chosen = (ChosenFile(file["path"], file["seen"], file["take"] == THEIRS) for file in body["files"])
    send(RebaseDraft(draft_id, body["version"], tuple(chosen)))


@operation(
    "GET",
    f"{DRAFT}/history",
    Who.OFFICE,
    does=("სამუშაო ვერსიის ფაილების ადრინდელი მდგომარეობები", "Get the history of a draft"),
    pages=("studio.history",),
    gives=shape(DraftHistory),
    **DRAWS,
)
def get_draft_history(draft_id: UUID) -> DraftHistory:
    with engine().read(current_actor()) as tx:
        service_drafts.draft(tx, draft_id)
        return DraftHistory(service_drafts.history(tx, draft_id))


@operation(
    "GET",
    f"{DRAFT}/history/entry",
    Who.OFFICE,
    does=("ფაილის ადრინდელი მდგომარეობა", "Get an entry of a file's history"),
    pages=("studio.history",),
    asks=HistoryEntryNumber,
    gives=shape(HistoryText),
    **DRAWS,
)
def get_history_entry(asked: dict[str, Any], draft_id: UUID) -> HistoryText:
    path, revision = asked["path"], asked["revision"]
    with engine().read(current_actor()) as tx:
        content = service_drafts.history_content(tx, draft_id, path, revision)
        state = service_drafts.history_entry(tx, draft_id, path, revision)
    return HistoryText(
        content.decode(errors="replace"),
        state.revision,
        state.changed_by,
        state.changed_at,
        state.seen,
        state.changes,
    )


@operation(
    "POST",
    f"{DRAFT}/history",
    Who.OFFICE,
    does=("ფაილის ადრინდელი მდგომარეობის დაბრუნება", "Restore an entry of a file's history"),
    pages=("studio.restore_file",),
    takes=HistoryRestoration,
    gives=shape(SavedServiceFile),
    **CHANGES,
)
def restore_history_entry(body: dict[str, Any], draft_id: UUID) -> SavedServiceFile:
    path = body["path"]
    with engine().read(current_actor()) as tx:
        content = service_drafts.history_content(tx, draft_id, path, body["revision"])
    saved: SavedServiceFile = send(SaveServiceFile(draft_id, path, content, body["seen"]))
    return saved


@operation(
    "PUT",
    f"{DRAFT}/package",
    Who.OFFICE,
    does=("საქაღალდის ან დიაგრამის ატვირთვა სამუშაო ვერსიაში", "Import a folder or a diagram into a draft"),
    pages=("studio.import_files",),
    asks=PackageImport,
    takes_file=True,
    gives=shape(ImportedFiles),
    **CHANGES,
)
def import_package(asked: dict[str, bool], draft_id: UUID) -> ImportedFiles:
    if request.mimetype != MULTIPART:
        raise Unreadable("api.media_type", status=415, expected=MULTIPART)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Unreadable("api.file_needed")
    imported = import_into(draft_id, file.read(), shown={}, replaces=asked["replace"])
    _refuse(imported)
    kept = tuple(placed.path for placed in imported.sorted.kept)
    return ImportedFiles(kept, imported.sorted.same, imported.left, imported.changes)


def _refuse(imported: ImportResult) -> None:
    """Raise what stands against keeping anything, file by file."""
    changed = ((rival.path, FileChanged(who=rival.changed_by)) for rival in imported.sorted.rivals)
    whys = [*imported.refused.items(), *changed]
    if whys:
        raise Several((path, error.error_code, sentence(error)) for path, error in whys)
