"""Drafts of services as the studio shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine import canonical
from engine.catalogue import snapshots
from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.comparing import Change, compare
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.stores import people
from engine.studio import rebase
from engine.studio.queries import versions as version_queries
from engine.studio.rebase import Files, Newer
from engine.studio.standing import base_files, unknown_to
from engine.studio.store import draft_states, service_drafts

OPEN = """
select d.*, f.content as settings from service_drafts d
left join service_draft_files f on f.draft_id = d.id and f.path = 'service.json'
where d.dropped_at is null and (cast(:id as uuid) is null or d.id = :id)
order by d.changed_at desc, d.id limit 200
"""
FILES = """
select path, length(content) as size, revision, changed_by, changed_at, content from service_draft_files
where draft_id = :id order by path
"""


@dataclass(frozen=True)
class StudioService:
    """A service in force, of which a draft can be begun."""

    code: str
    names: Names


@dataclass(frozen=True)
class StudioDraft:
    """A draft in the list: whose it is, when it was changed last. Names are those of its settings."""

    id: UUID
    code: str
    names: Names
    begun_by: Names | None
    begun_at: datetime
    changed_at: datetime
    base_version: int | None  # of a service that was never drawn there is none
    is_new: bool  # no version of this service was ever published


@dataclass(frozen=True)
class StudioFile:
    """A file of a draft; `is_changed` says whether it differs from the version the draft began from."""

    path: str
    size: int
    revision: int
    changed_by: Names | None
    changed_at: datetime
    is_changed: bool


@dataclass(frozen=True)
class NewerVersion:
    """A version in force or to come that a draft knows nothing of, and the newest act that publishes it."""

    digest: str
    effective_from: date
    publisher: Names | None
    places: Mapping[str, Names]  # none means all
    note: str | None


@dataclass(frozen=True)
class NewerFile:
    """A file that such a version changed: how it stands in the draft, and what either side did to it."""

    path: str
    state: Newer
    revision: int  # in the draft, 0 where it has none
    changed_by: Names | None
    theirs: tuple[Change, ...]
    mine: tuple[Change, ...]


@dataclass(frozen=True)
class HistoryEntry:
    """An entry of a file's history, and what has changed in the file since.

    `seen` is the revision of the file now, 0 where it is gone.
    """

    revision: int
    changed_by: Names | None
    changed_at: datetime
    seen: int
    changes: tuple[Change, ...] = ()


def services(tx: Transaction) -> tuple[StudioService, ...]:
    """Return the services in force today, by code."""
    found = versions.all_in_force(tx, municipality_id=None, on=local_date(tx.now))
    return tuple(StudioService(row.code, row.settings["names"]) for row in found)


def drafts(tx: Transaction) -> tuple[StudioDraft, ...]:
    """Return the open drafts, the last changed first."""
    return _drafts(tx, None)


def draft(tx: Transaction, draft_id: UUID) -> StudioDraft:
    """Return the open draft, or raise `NotFound`."""
    found = _drafts(tx, draft_id)
    if not found:
        raise NotFound
    return found[0]


def files(tx: Transaction, of: StudioDraft) -> tuple[StudioFile, ...]:
    """Return the files of a draft by path."""
    rows = tx.all(FILES, id=of.id)
    names = people.names(tx, {row.changed_by for row in rows})
    base = base_files(tx, of)
    return tuple(
        StudioFile(
            path=row.path,
            size=row.size,
            revision=row.revision,
            changed_by=names.get(row.changed_by),
            changed_at=row.changed_at,
            is_changed=base.get(row.path) != bytes(row.content),
        )
        for row in rows
    )


def file(tx: Transaction, draft_id: UUID, path: str) -> service_drafts.DraftFile:
    """Return a file of an open draft, or raise `NotFound`."""
    found = service_drafts.file(tx, draft_id, _checked(path))
    if found is None or service_drafts.find(tx, draft_id) is None:
        raise NotFound
    return found


def _checked(path: str) -> str:
    """Return the path that somebody names. PostgreSQL takes no NUL in a text."""
    if "\0" in path:
        raise NotFound
    return path


def history(tx: Transaction, draft_id: UUID) -> dict[str, tuple[HistoryEntry, ...]]:
    """Return the history of a draft: its changed files, each with its states, the last first."""
    return {path: _history(tx, draft_id, path) for path in draft_states.paths(tx, draft_id)}


def history_entry(tx: Transaction, draft_id: UUID, path: str, revision: int) -> HistoryEntry:
    """Return an entry of a file's history with what has changed since, or raise `NotFound`."""
    content, row = history_content(tx, draft_id, path, revision), service_drafts.find(tx, draft_id)
    (state,) = [kept for kept in _history(tx, draft_id, path) if kept.revision == revision]
    return replace(state, changes=_changes(row.code, path, {path: content}, contents(tx, draft_id)))


def history_content(tx: Transaction, draft_id: UUID, path: str, revision: int) -> bytes:
    """Return the content of a file of an open draft in an entry of its history, or raise `NotFound`."""
    content = draft_states.content(tx, draft_id, _checked(path), revision)
    if content is None or service_drafts.find(tx, draft_id) is None:
        raise NotFound
    return content


def _history(tx: Transaction, draft_id: UUID, path: str) -> tuple[HistoryEntry, ...]:
    rows, now = draft_states.states(tx, draft_id, path), service_drafts.file(tx, draft_id, path)
    names = people.names(tx, {row.changed_by for row in rows})
    seen = 0 if now is None else now.revision
    return tuple(HistoryEntry(row.revision, names.get(row.changed_by), row.changed_at, seen) for row in rows)


def states(tx: Transaction, draft_id: UUID) -> dict[str, tuple[bytes, int]]:
    """Return of every file of a draft its content and its revision, by its path."""
    revisions = service_drafts.revisions(tx, draft_id)
    return {path: (content, revisions[path]) for path, content in contents(tx, draft_id).items()}


def newer(tx: Transaction, draft_id: UUID) -> tuple[NewerVersion, ...]:
    """Return what is in force or to come of its service and not in the draft, the oldest first."""
    row = service_drafts.find(tx, draft_id)
    if row is None:
        raise NotFound
    digests = {bytes(versions.load(tx, version_id).digest).hex() for version_id in unknown_to(tx, row, None)}
    found = []
    for version in version_queries.listed(tx, row.code) if digests else ():
        acts = [act for act in version.publications if act.taken_back is None]
        if version.digest in digests and acts:
            act = acts[-1]
            found.append(
                NewerVersion(version.digest, act.effective_from, act.publisher, act.places, act.note)
            )
    return tuple(found)


def newer_files(tx: Transaction, draft_id: UUID, digest: str) -> tuple[NewerFile, ...]:
    """Return what a version of the draft's service changed, by what the draft did with it."""
    row = service_drafts.find(tx, draft_id)
    if row is None:
        raise NotFound
    theirs = versions.folder(tx, snapshots.find(tx, row.code, digest).id, f"{folder_of(row.code)}/")
    base, mine = base_files(tx, row), service_drafts.files(tx, draft_id)
    known = {drawn_file.path: drawn_file for drawn_file in tx.all(FILES, id=draft_id)}
    names = people.names(tx, {drawn_file.changed_by for drawn_file in known.values()})
    found = []
    for path, state in rebase.newer_files(base, mine, theirs).items():
        drawn = known.get(path)
        found.append(
            NewerFile(
                path=path,
                state=state,
                revision=0 if drawn is None else drawn.revision,
                changed_by=None if drawn is None else names.get(drawn.changed_by),
                theirs=_changes(row.code, path, base, theirs),
                mine=_changes(row.code, path, base, mine),
            )
        )
    return tuple(found)


def _changes(code: str, path: str, old: Files, new: Files) -> tuple[Change, ...]:
    """Return what differs in one file of two states of a service."""
    before, after = (
        {f"{folder_of(code)}/{path}": state[path]} if path in state else {} for state in (old, new)
    )
    return tuple(change for change in compare(before, after) if change.kind != "parameter")


def contents(tx: Transaction, draft_id: UUID) -> dict[str, bytes]:
    """Return every file of a draft by its path in the service's folder."""
    return service_drafts.files(tx, draft_id)


def _drafts(tx: Transaction, draft_id: UUID | None) -> tuple[StudioDraft, ...]:
    rows = tx.all(OPEN, id=draft_id)
    names = people.names(tx, {row.begun_by for row in rows})
    return tuple(
        StudioDraft(
            id=row.id,
            code=row.code,
            names=_names(row),
            begun_by=names.get(row.begun_by),
            begun_at=row.begun_at,
            changed_at=row.changed_at,
            base_version=row.base_version,
            is_new=not versions.is_published(tx, row.code),
        )
        for row in rows
    )


def _names(row: Any) -> Names:
    """Return what the draft calls its service; settings may say anything until validation has judged them."""
    said = canonical.loads(bytes(row.settings)) if row.settings is not None else None
    names = said.get("names") if isinstance(said, Mapping) else None
    if not isinstance(names, Mapping) or not all(isinstance(name, str) for name in names.values()):
        return {}
    return names
