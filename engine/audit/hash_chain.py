"""The hash chain of the audit log: each event is chained to the one before it, so that it is tamper-evident.

    digest = SHA-256(salt ‖ canonical body)
    hash   = SHA-256(hash before ‖ canonical [seq, at, actor, kind, hex digest])

The body may be erased later: the hash chain still verifies, and the salt, erased with it, keeps
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

# In one order, so that two lists of the same cases can't wait for each other.
LOCK_STREAMS = """
insert into streams (name, count, head)
select name, 0, :genesis from unnest(cast(:streams as text[])) as name order by name
on conflict (name) do update set name = excluded.name
returning name, count, head
"""
ADD = """
insert into stream_events (stream, seq, at, actor_id, kind, salt, body, digest, hash)
select stream, seq, :at, cast(:actor_id as bigint), kind, salt, body, digest, hash
from unnest(cast(:streams as text[]), cast(:seqs as int[]), cast(:kinds as text[]), cast(:salts as bytea[]),
    cast(:bodies as bytea[]), cast(:digests as bytea[]), cast(:hashes as bytea[]))
    as e (stream, seq, kind, salt, body, digest, hash)
"""
MOVE_HEADS = """
update streams s set count = m.count, head = m.head
from unnest(cast(:streams as text[]), cast(:counts as int[]), cast(:heads as bytea[]))
    as m (name, count, head)
where s.name = m.name
"""


class ChainedEvent(NamedTuple):
    """An event with its place in a hash chain."""

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
    """Add the events of this transaction to their hash chains, in the order in which they were recorded."""
    if not tx.logged:
        return
    names = sorted({event.stream for event in tx.logged})
    heads = {
        row.name: (row.count, bytes(row.head)) for row in tx.all(LOCK_STREAMS, streams=names, genesis=GENESIS)
    }
    links: list[ChainedEvent] = []
    for event in tx.logged:
        count, head = heads[event.stream]
        body = {**event.body, **for_whom(tx.actor)}
        link_ = chain(head, count + 1, at=tx.now, actor_id=tx.actor.person_id, kind=event.kind, body=body)
        heads[event.stream] = (link_.seq, link_.hash)
        links.append(link_)
    tx.run(
        ADD,
        at=tx.now,
        actor_id=tx.actor.person_id,
        streams=[event.stream for event in tx.logged],
        seqs=[link.seq for link in links],
        kinds=[link.kind for link in links],
        salts=[link.salt for link in links],
        bodies=[link.body for link in links],
        digests=[link.digest for link in links],
        hashes=[link.hash for link in links],
    )
    moved = [heads[name] for name in names]
    tx.run(MOVE_HEADS, streams=names, counts=[seq for seq, _ in moved], heads=[head for _, head in moved])
    tx.logged.clear()
