"""How an event is chained to the one before it.

    digest = SHA-256(salt ‖ canonical body)
    hash   = SHA-256(hash before ‖ canonical [seq, at, actor, kind, hex digest])

The body may be erased later: the chain still verifies, and the salt, erased with it, keeps
a short body from being guessed from its digest.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from engine import canonical
from engine.db.pool import Transaction
from engine.tenancy import Actor

GENESIS = bytes(32)
SALT_BYTES = 16
CONFIGURATION = "configuration"  # the stream of what is set for a whole installation

LOCK_STREAM = """
insert into streams (name, count, head) values (:stream, 0, :genesis)
on conflict (name) do update set name = excluded.name
returning count, head
"""
ADD = """
insert into stream_events (stream, seq, at, actor_id, kind, salt, body, digest, hash)
values (:stream, :seq, :at, :actor_id, :kind, :salt, :body, :digest, :hash)
"""
MOVE_HEAD = "update streams set count = :count, head = :head where name = :stream"


class ChainedEvent(NamedTuple):
    """An event with its place in a chain."""

    seq: int
    at: datetime
    actor_id: int | None
    kind: str
    salt: bytes
    body: bytes
    digest: bytes
    hash: bytes


def chain(
    before: bytes, seq: int, *, at: datetime, actor_id: int | None, kind: str, body: Mapping[str, Any]
) -> ChainedEvent:
    """Return the event that follows the one whose hash is `before`."""
    salt = secrets.token_bytes(SALT_BYTES)
    content = canonical.dumps(body)
    digest = hashlib.sha256(salt + content).digest()
    return ChainedEvent(
        seq, at, actor_id, kind, salt, content, digest, link(before, seq, at, actor_id, kind, digest)
    )


def link(before: bytes, seq: int, at: datetime, actor_id: int | None, kind: str, digest: bytes) -> bytes:
    """Return the hash that ties an event to its predecessor."""
    # As `canonical` writes [seq, at, actor, kind, digest]; every event of every step comes through here.
    actor = "null" if actor_id is None else actor_id
    head = f'[{seq},"{at.isoformat()}",{actor},{encode_basestring(kind)},"{digest.hex()}"]'
    return hashlib.sha256(before + head.encode()).digest()


def for_whom(actor: Actor) -> dict[str, Any]:
    """Return for whom the actor acted and by which mandate, as events say it; nothing if for themselves."""
    other = actor.acts_for
    return {} if other is None else {"for": other.party_id, "mandate": str(other.mandate_id)}


def append_logged(tx: Transaction) -> None:
    """Chain and store the events noted in this transaction, in the order they were noted."""
    for event in tx.logged:
        stream = tx.one(LOCK_STREAM, stream=event.stream, genesis=GENESIS)
        assert stream is not None
        seq = stream.count + 1
        link_ = chain(
            bytes(stream.head),
            seq,
            at=tx.now,
            actor_id=tx.actor.person_id,
            kind=event.kind,
            body={**event.body, **for_whom(tx.actor)},
        )
        tx.run(
            ADD,
            stream=event.stream,
            seq=seq,
            at=tx.now,
            actor_id=tx.actor.person_id,
            kind=event.kind,
            salt=link_.salt,
            body=link_.body,
            digest=link_.digest,
            hash=link_.hash,
        )
        tx.run(MOVE_HEAD, stream=event.stream, count=seq, head=link_.hash)
    tx.logged.clear()
