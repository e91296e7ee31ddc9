"""Exports of whole registers: what was asked, how far a worker is, the digest of the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.stores import work

WRITING: Final = "write_register_export"
PRIORITY: Final = -10  # after whatever else waits

INSERT = """
insert into register_exports (id, register, municipality_id, asked, format, language, asked_by, asked_at)
values (:id, :register, :place, cast(:asked as jsonb), :format, :language, :asked_by, :now)
on conflict (asked_by, municipality_id, register) where state = 'waiting' do nothing
"""
WAITING = """
select id from register_exports
where asked_by = :asked_by and municipality_id = :place and register = :register and state = 'waiting'
"""
FIND = """
select x.*, m.code as municipality from register_exports x join municipalities m on m.id = x.municipality_id
where x.id = :id
"""
LOCK = "select * from register_exports where id = :id for update"
LATEST = """
select id, asked_at from register_exports
where asked_by = :asked_by and municipality_id = :place and register = :register
order by asked_at desc limit 1
"""
ADVANCE = (
    "update register_exports set written = :written, total = :total where id = :id and state = 'waiting'"
)
KEEP = """
update register_exports set state = 'ready', written = :written, digest = :digest, size = :size,
    ended_at = :now
where id = :id
"""
FAIL = """
update register_exports set state = 'failed', reason = :reason, ended_at = :now
where id = :id and state = 'waiting'
"""
FORGOTTEN = "select id, encode(digest, 'hex') as digest from forgotten_register_exports(:before, :limit)"
FORGET = "select forget_register_export(:id, :before)"


def ask(tx: Transaction, export_id: UUID, *, asked: Mapping[str, Any], **columns: Any) -> UUID:
    """Keep what was asked for and let a worker begin, unless one writes already; return whose id it is."""
    if tx.run(INSERT, id=export_id, asked=as_json(asked), **columns, now=tx.now):
        place = columns["place"]
        told = as_json({"export_id": str(export_id), "municipality_id": place})
        work.queue(tx, WRITING, lock=None, args=told, priority=PRIORITY)
        return export_id
    found: UUID = tx.scalar(WAITING, **{name: columns[name] for name in ("asked_by", "place", "register")})
    return found


def find(tx: Transaction, export_id: UUID) -> Any:
    """Return an export with the code of its municipality, or None."""
    return tx.one(FIND, id=export_id)


def locked(tx: Transaction, export_id: UUID) -> Any:
    return tx.one(LOCK, id=export_id)


def latest(tx: Transaction, *, register: str, place: int) -> Any:
    """Return the export of a register that the actor has asked for last, or None."""
    return tx.one(LATEST, asked_by=tx.actor.person_id, register=register, place=place)


def advance(tx: Transaction, export_id: UUID, *, written: int, total: int) -> None:
    tx.run(ADVANCE, id=export_id, written=written, total=total)


def keep(tx: Transaction, export_id: UUID, *, digest: str, **columns: Any) -> None:
    tx.run(KEEP, id=export_id, digest=bytes.fromhex(digest), **columns, now=tx.now)


def fail(tx: Transaction, export_id: UUID, reason: str) -> None:
    tx.run(FAIL, id=export_id, reason=reason, now=tx.now)


def forgotten(tx: Transaction, before: datetime, *, limit: int) -> list[Any]:
    """Return exports from before."""
    return tx.all(FORGOTTEN, before=before, limit=limit)


def forget(tx: Transaction, export_id: UUID, before: datetime) -> bool:
    """Forget one; return whether its file is still needed."""
    return bool(tx.scalar(FORGET, id=export_id, before=before))
