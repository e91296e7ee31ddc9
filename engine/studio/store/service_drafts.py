"""Drafts of services and their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.studio.store import draft_states

BEGIN = """
insert into service_drafts (id, code, base_version, known_versions, begun_by, begun_at, changed_at)
values (:id, :code, :base_version, :known, :person_id, :now, :now)
"""
# A file that comes back counts on, so that a page which has seen the old one does not save over the new.
INSERT_FILE = """
insert into service_draft_files (draft_id, path, content, revision, changed_by, changed_at)
select :draft_id, :path, :content, d.gone_revision + 1, :person_id, :now
from service_drafts d where d.id = :draft_id
on conflict (draft_id, path) do nothing returning revision
"""
CHANGE_FILE = """
update service_draft_files set content = :content, revision = revision + 1, changed_by = :person_id,
    changed_at = :now
where draft_id = :draft_id and path = :path and revision = :seen returning revision
"""
REMOVE_FILE = """
with gone as (delete from service_draft_files where draft_id = :draft_id and path = :path returning revision)
update service_drafts set gone_revision = greatest(gone_revision, (select revision from gone))
where id = :draft_id
"""
STAND_ON = """
update service_drafts set base_version = :version_id,
    known_versions = array(select unnest(known_versions) union select :version_id)
where id = :id
"""
TOUCH = "update service_drafts set changed_at = :now where id = :id"
FILE = "select * from service_draft_files where draft_id = :draft_id and path = :path"
FILES = "select path, content from service_draft_files where draft_id = :draft_id order by path"
REVISIONS = "select path, revision from service_draft_files where draft_id = :draft_id"
SIZES = "select path, length(content) as size from service_draft_files where draft_id = :draft_id"
FIND = "select * from service_drafts where id = :id and dropped_at is null"
LOCK = f"{FIND} for update"
DROP = "update service_drafts set dropped_at = :now, dropped_by = :person_id where id = :id"
COUNT = "select count(*) from service_drafts where begun_by = :person_id and dropped_at is null"
PUBLISHED = """
select f.content from service_files f join service_versions v on v.id = f.version_id
where v.id = :version_id and f.path = replace(v.code, '.', '/') || '/' || :path
"""
IS_TAKEN = """
select exists (select from service_versions where code = :code)
    or exists (select from service_drafts where code = :code and dropped_at is null)
"""


@dataclass(frozen=True)
class DraftFile:
    """A file as it stands, and who changed it last."""

    path: str
    content: bytes
    revision: int
    changed_by: int
    changed_at: datetime


def begin(
    tx: Transaction,
    draft_id: UUID,
    *,
    code: str,
    base_version: int | None,
    known: list[int],
    files: Mapping[str, bytes],
) -> None:
    """Begin a draft with these files; what was never drawn is based on no version."""
    who = {"person_id": tx.actor.person_id, "now": tx.now}
    tx.run(BEGIN, id=draft_id, code=code, base_version=base_version, known=known, **who)
    for path, content in sorted(files.items()):
        tx.run(INSERT_FILE, draft_id=draft_id, path=path, content=content, **who)


def find(tx: Transaction, draft_id: UUID, *, is_locked: bool = False) -> Any:
    """Return the open draft, or None; locked, nobody else changes it before the commit."""
    return tx.one(LOCK if is_locked else FIND, id=draft_id)


def file(tx: Transaction, draft_id: UUID, path: str) -> DraftFile | None:
    row = tx.one(FILE, draft_id=draft_id, path=path)
    if row is None:
        return None
    return DraftFile(row.path, bytes(row.content), row.revision, row.changed_by, row.changed_at)


def published_file(tx: Transaction, draft: Any, path: str) -> bytes | None:
    """Return the file in the version that the draft was begun from, if it has one."""
    content = tx.scalar(PUBLISHED, version_id=draft.base_version, path=path)
    return None if content is None else bytes(content)


def files(tx: Transaction, draft_id: UUID) -> dict[str, bytes]:
    """Return every file of a draft by its path in the service's folder."""
    return {row.path: bytes(row.content) for row in tx.all(FILES, draft_id=draft_id)}


def revisions(tx: Transaction, draft_id: UUID) -> dict[str, int]:
    return {row.path: row.revision for row in tx.all(REVISIONS, draft_id=draft_id)}


def sizes(tx: Transaction, draft_id: UUID) -> dict[str, int]:
    return {row.path: row.size for row in tx.all(SIZES, draft_id=draft_id)}


def save(tx: Transaction, draft_id: UUID, path: str, content: bytes, *, seen: int) -> int | None:
    """Keep a file that stands as it was seen; return its revision, or None if somebody was faster."""
    draft_states.keep(tx, draft_id, path)
    said = {"draft_id": draft_id, "path": path, "content": content, "person_id": tx.actor.person_id}
    revision: int | None = (
        tx.scalar(CHANGE_FILE, **said, seen=seen, now=tx.now)
        if seen
        else tx.scalar(INSERT_FILE, **said, now=tx.now)
    )
    tx.run(TOUCH, id=draft_id, now=tx.now)
    return revision


def remove(tx: Transaction, draft_id: UUID, path: str) -> None:
    """Take a file out of a draft."""
    draft_states.keep(tx, draft_id, path, is_last=True)
    tx.run(REMOVE_FILE, draft_id=draft_id, path=path)
    tx.run(TOUCH, id=draft_id, now=tx.now)


def set_base(tx: Transaction, draft_id: UUID, version_id: int) -> None:
    """Make the version the base of the draft: the draft was rebased on it, or published as it."""
    tx.run(STAND_ON, id=draft_id, version_id=version_id)


def drop(tx: Transaction, draft_id: UUID) -> None:
    tx.run(DROP, id=draft_id, person_id=tx.actor.person_id, now=tx.now)


def count(tx: Transaction) -> int:
    """Return how many open drafts the person began."""
    return int(tx.scalar(COUNT, person_id=tx.actor.person_id))


def is_taken(tx: Transaction, code: str) -> bool:
    """Say whether there is a service of this code, or a draft of one."""
    return bool(tx.scalar(IS_TAKEN, code=code))
