"""A draft beside its neighbours: newer versions taken over, earlier states restored, folders brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from marshmallow import fields, validate

from engine.commands import (
    ChosenFile,
    SavedServiceFile,
    SaveServiceFile,
    TakeOverVersion,
)
from engine.comparing import Change
from engine.queries import service_drafts
from engine.queries.service_drafts import EarlierState, NewerFile
from engine.queries.views import Names
from engine.studio.contents import LONGEST_PATH, MOST_FILES
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
from web.studio.importing import Brought, bring_into
from web.studio.rebase import MINE, THEIRS


class OfVersion(Strict):
    """The beginning of the digest of a newer version."""

    version = text(64)


class TakenFile(Strict):
    """Whose state of a file the draft has from now on, and its revision there; 0 where it has none."""

    path = text(LONGEST_PATH)
    take = fields.String(required=True, validate=validate.OneOf((THEIRS, MINE)))
    seen = seen_number()


class TakenVersion(OfVersion):
    """A newer version, and what is taken of it, file by file."""

    files = fields.List(fields.Nested(TakenFile), required=True, validate=validate.Length(max=MOST_FILES))


class OneState(Strict):
    """An earlier state of a file."""

    path = text(LONGEST_PATH)
    revision = fields.Integer(required=True, validate=validate.Range(min=1, max=10**9))


class RestoredState(Strict):
    """An earlier state, and the revision that it replaces; 0 where the file is gone."""

    path = text(LONGEST_PATH)
    revision = seen_number()
    seen = seen_number()


class Replacing(Strict):
    """Whether files are replaced that somebody else has changed since they were taken along."""

    replace = fields.Boolean(load_default=False)


@dataclass(frozen=True)
class NewerFiles:
    """What a newer version has changed."""

    items: tuple[NewerFile, ...]


@dataclass(frozen=True)
class EarlierFiles:
    """Files that said something else before, each with its states, the last first."""

    items: Mapping[str, tuple[EarlierState, ...]]


@dataclass(frozen=True)
class EarlierText:
    """What a file said, and what has changed in it since."""

    content: str
    revision: int
    changed_by: Names | None
    changed_at: datetime
    seen: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class BroughtFiles:
    """What was kept, what was as it is already, what stays that was not brought, and what differs now."""

    kept: tuple[str, ...]
    same: tuple[str, ...]
    left: tuple[str, ...]
    changes: tuple[Change, ...]


@operation("GET", f"{DRAFT}/newer", Who.OFFICE, asks=OfVersion, gives=shape(NewerFiles), **DRAWS)
def list_newer_files(asked: dict[str, str], draft_id: UUID) -> NewerFiles:
    with engine().read(current_actor()) as tx:
        return NewerFiles(service_drafts.newer_files(tx, draft_id, asked["version"]))


@operation("POST", f"{DRAFT}/newer", Who.OFFICE, takes=TakenVersion, **CHANGES)
def take_over_version(body: dict[str, Any], draft_id: UUID) -> None:
    chosen = (ChosenFile(one["path"], one["seen"], one["take"] == THEIRS) for one in body["files"])
    send(TakeOverVersion(draft_id, body["version"], tuple(chosen)))


@operation("GET", f"{DRAFT}/earlier", Who.OFFICE, gives=shape(EarlierFiles), **DRAWS)
def list_earlier_states(draft_id: UUID) -> EarlierFiles:
    with engine().read(current_actor()) as tx:
        service_drafts.draft(tx, draft_id)
        return EarlierFiles(service_drafts.earlier_files(tx, draft_id))


@operation("GET", f"{DRAFT}/earlier/state", Who.OFFICE, asks=OneState, gives=shape(EarlierText), **DRAWS)
def get_earlier_state(asked: dict[str, Any], draft_id: UUID) -> EarlierText:
    path, revision = asked["path"], asked["revision"]
    with engine().read(current_actor()) as tx:
        content = service_drafts.earlier_content(tx, draft_id, path, revision)
        state = service_drafts.earlier_state(tx, draft_id, path, revision)
    return EarlierText(
        content.decode(errors="replace"),
        state.revision,
        state.changed_by,
        state.changed_at,
        state.seen,
        state.changes,
    )


@operation(
    "POST",
    f"{DRAFT}/earlier",
    Who.OFFICE,
    takes=RestoredState,
    gives=shape(SavedServiceFile),
    **CHANGES,
)
def restore_earlier_state(body: dict[str, Any], draft_id: UUID) -> SavedServiceFile:
    path = body["path"]
    with engine().read(current_actor()) as tx:
        content = service_drafts.earlier_content(tx, draft_id, path, body["revision"])
    saved: SavedServiceFile = send(SaveServiceFile(draft_id, path, content, body["seen"]))
    return saved


@operation(
    "PUT",
    f"{DRAFT}/package",
    Who.OFFICE,
    asks=Replacing,
    takes_file=True,
    gives=shape(BroughtFiles),
    **CHANGES,
)
def bring_package(asked: dict[str, bool], draft_id: UUID) -> BroughtFiles:
    if request.mimetype != MULTIPART:
        raise Unreadable("api.media_type", status=415, expected=MULTIPART)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Unreadable("api.file_needed")
    brought = bring_into(draft_id, file.read(), shown={}, replaces=asked["replace"])
    _refuse(brought)
    kept = tuple(one.path for one in brought.sorted.kept)
    return BroughtFiles(kept, brought.sorted.same, brought.left, brought.changes)


def _refuse(brought: Brought) -> None:
    """Raise what stands against keeping anything, file by file."""
    changed = ((one.path, FileChanged(who=one.changed_by)) for one in brought.sorted.rivals)
    whys = [*brought.refused.items(), *changed]
    if whys:
        raise Several((path, error.error_code, sentence(error)) for path, error in whys)
