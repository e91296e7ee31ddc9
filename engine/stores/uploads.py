"""Uploads: what people have sent and not yet filed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from engine.db.pool import Transaction, as_json

LOCK = "select pg_advisory_xact_lock(hashtextextended('file ' || :digest, 0))"
ADD = """
insert into uploads (id, digest, owner_id, token, municipality_id, name, type, size, signatures, added_at)
values (:id, :digest, :owner_id, :token, :municipality_id, :name, :type, :size, cast(:signatures as jsonb),
    :now)
on conflict (owner_id, digest) do update set token = excluded.token, name = excluded.name,
    signatures = excluded.signatures, added_at = excluded.added_at,
    municipality_id = excluded.municipality_id, is_left = false
"""
# What a person has sent before may be sent again, also with another application.
OWN = """
select digest, name, type, size, signatures from uploads
where owner_id = :owner_id and encode(digest, 'hex') = any (:digests)
union all
select digest, name, type, size, signatures from documents
where owner_id = :owner_id and kind = 'upload' and encode(digest, 'hex') = any (:digests)
"""
SINCE = """
select count(*)::int as files, coalesce(sum(size), 0)::bigint as bytes from uploads
where owner_id = :owner_id and added_at > :since and digest <> :digest
"""
FORGOTTEN = "select id, encode(digest, 'hex') as digest from forgotten_uploads(:before, :limit)"
FORGET = "select forget_upload(:id, :before)"


def lock(tx: Transaction, digest: str) -> None:
    """Keep everybody else from adding or forgetting this file until the end of the transaction."""
    tx.run(LOCK, digest=digest)


def add(tx: Transaction, *, signatures: dict[str, Any] | None, **columns: Any) -> None:
    """Keep an upload; `signatures` is what its signatures were worth when it came."""
    kept = signatures and as_json(signatures)
    tx.run(ADD, id=uuid4(), owner_id=tx.actor.person_id, signatures=kept, now=tx.now, **columns)


def own(tx: Transaction, digests: list[str]) -> dict[str, Any]:
    """Return what this person has ever sent of these files, by digest."""
    rows = tx.all(OWN, owner_id=tx.actor.person_id, digests=digests)
    return {bytes(row.digest).hex(): row for row in rows}


def since(tx: Transaction, since: datetime, *, besides: str) -> Any:
    """Return how many files and bytes this person has sent since then, without one of them."""
    return tx.one(SINCE, owner_id=tx.actor.person_id, since=since, digest=bytes.fromhex(besides))


def forgotten(tx: Transaction, before: datetime, *, limit: int) -> list[Any]:
    """Return uploads of no draft: from before, or left by a draft that is gone."""
    return tx.all(FORGOTTEN, before=before, limit=limit)


def forget(tx: Transaction, upload_id: UUID, before: datetime) -> bool:
    """Forget one, unless it has been taken up again; return whether its file is still needed."""
    return bool(tx.scalar(FORGET, id=upload_id, before=before))
