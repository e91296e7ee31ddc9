"""Earlier states of the files of drafts: enough to come back to, not every key that was pressed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction

MOST: Final = 40  # of a file; the oldest go
# The state that somebody left to another, or left alone for ten minutes, and each ten minutes.
KEEP = """
insert into service_draft_states (draft_id, path, revision, content, changed_by, changed_at)
select f.draft_id, f.path, f.revision, f.content, f.changed_by, f.changed_at from service_draft_files f
where f.draft_id = :draft_id and f.path = :path
    and (:is_last or f.changed_by <> :person_id or f.changed_at <= :now - interval '10 minutes'
        or not exists (
        select from service_draft_states s where s.draft_id = f.draft_id and s.path = f.path
            and s.changed_at > f.changed_at - interval '10 minutes'))
on conflict do nothing
"""
FORGET = """
delete from service_draft_states where draft_id = :draft_id and path = :path and revision in (
    select revision from service_draft_states where draft_id = :draft_id and path = :path
    order by revision desc offset :most)
"""
PATHS = "select distinct path from service_draft_states where draft_id = :draft_id order by path"
STATES = """
select revision, changed_by, changed_at, length(content) as size from service_draft_states
where draft_id = :draft_id and path = :path order by revision desc
"""
CONTENT = """
select content from service_draft_states where draft_id = :draft_id and path = :path and revision = :revision
"""


def keep(tx: Transaction, draft_id: UUID, path: str, *, is_last: bool = False) -> None:
    """Keep the state that is about to be changed, if it is one to come back to; the last one always is."""
    where = {"draft_id": draft_id, "path": path}
    if tx.run(KEEP, **where, is_last=is_last, person_id=tx.actor.person_id, now=tx.now):
        tx.run(FORGET, **where, most=MOST)


def paths(tx: Transaction, draft_id: UUID) -> list[str]:
    """Return the files that have earlier states."""
    return [row.path for row in tx.all(PATHS, draft_id=draft_id)]


def states(tx: Transaction, draft_id: UUID, path: str) -> list[Any]:
    """Return the earlier states of a file, the last first."""
    return tx.all(STATES, draft_id=draft_id, path=path)


def content(tx: Transaction, draft_id: UUID, path: str, revision: int) -> bytes | None:
    found = tx.scalar(CONTENT, draft_id=draft_id, path=path, revision=revision)
    return None if found is None else bytes(found)
