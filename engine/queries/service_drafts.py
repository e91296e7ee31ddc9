"""Drafts of services as the studio shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import canonical
from engine.catalogue.blocks import folder_of
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.stores import people, service_drafts, versions

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
BASE_VERSION = "select base_version from service_drafts where id = :id"
BASE = "select path, content from service_files where version_id = :version_id and path like :folder || '%'"


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
    base = _base(tx, of)
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
    found = service_drafts.file(tx, draft_id, path)
    if found is None or service_drafts.find(tx, draft_id) is None:
        raise NotFound
    return found


def base_of(tx: Transaction, draft_id: UUID) -> int | None:
    """Return the version that a draft was begun from, also of one that is laid aside."""
    base: int | None = tx.scalar(BASE_VERSION, id=draft_id)
    return base


def contents(tx: Transaction, draft_id: UUID) -> dict[str, bytes]:
    """Return every file of a draft by its path in the service's folder."""
    return service_drafts.files(tx, draft_id)


def _base(tx: Transaction, of: StudioDraft) -> dict[str, bytes]:
    """Return the files of the version that the draft began from, by their path in its folder."""
    if of.base_version is None:
        return {}
    code = versions.load(tx, of.base_version).code
    folder = f"{folder_of(code)}/"
    rows = tx.all(BASE, version_id=of.base_version, folder=folder)
    return {row.path.removeprefix(folder): bytes(row.content) for row in rows}


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
    """Return what the draft calls its service; settings may say anything until the gate has judged them."""
    said = canonical.loads(bytes(row.settings)) if row.settings is not None else None
    names = said.get("names") if isinstance(said, Mapping) else None
    if not isinstance(names, Mapping) or not all(isinstance(one, str) for one in names.values()):
        return {}
    return names
