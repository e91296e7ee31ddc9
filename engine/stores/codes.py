"""One-time codes that were asked for, and the contacts they go to."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

# In one order, so that two requests can't wait for each other.
LOCK = "select pg_advisory_xact_lock(k) from (select unnest(cast(:keys as bigint[])) as k order by 1) s"
REQUESTS = """
select asked_at, pair_mac = :pair as is_pair, contact_mac = :contact as is_contact,
       network_mac is not null as is_network
from one_time_codes
where asked_at > :since and network_mac is not distinct from cast(:network as bytea)
  and (pair_mac = :pair or contact_mac = :contact or network_mac is not null)
order by asked_at desc limit :most
"""
# The ids travel as texts, empty for nobody: the driver would prepare the statement anew for a null, and who
# listens to the clock could tell the two apart.
ADD = """
insert into one_time_codes (id, purpose, attempt_hash, person_id, contact_id, kind, address, ground, asked_by,
    pair_mac, contact_mac, network_mac, language, asked_at, expires_at)
values (:id, :purpose, :attempt_hash, cast(nullif(:person_id, '') as bigint),
    cast(nullif(:contact_id, '') as bigint), :kind, :address, :ground, :asked_by,
    :pair, :contact, :network, :language, :now, :expires_at)
"""
BY_ATTEMPT = "select * from one_time_codes where attempt_hash = :attempt_hash"
VOID = "update one_time_codes set used_at = :now where id = :id and used_at is null"
SENDABLE = """
select o.*, c.ended_at as contact_ended_at, c.kind as contact_kind, c.address as contact_address
from one_time_codes o left join contacts c on c.id = o.contact_id
where o.id = :id and o.used_at is null and o.expires_at > :now
for update of o
"""
ISSUED = "update one_time_codes set salt = :salt, mac = :mac, sent_at = :now where id = :id"
SENT_TO_PERSON = """
select sent_at from one_time_codes where person_id = :person_id and sent_at > :since and id <> :id
order by sent_at desc limit 100
"""
SENT_TO_ADDRESS = """
select sent_at from one_time_codes
where contact_mac = :contact and person_id is null and sent_at > :since and id <> :id
order by sent_at desc limit 100
"""
# The row is locked to the commit: parallel guesses come one after the other, and each counts.
TRY = """
update one_time_codes set tries = tries + 1
where attempt_hash = :attempt_hash and purpose = :purpose and used_at is null and expires_at > :now
  and tries < 5
returning *
"""
BY_ID = "select * from one_time_codes where id = :id"
FORGET = "delete from one_time_codes where asked_at < :before"


def lock(tx: Transaction, *digests: bytes | None) -> None:
    """Let requests that count together come one after the other."""
    keys = [int.from_bytes(digest[:8], "big", signed=True) for digest in digests if digest]
    tx.run(LOCK, keys=keys)


def lock_person(tx: Transaction, person_id: int) -> None:
    lock(tx, hashlib.sha256(f"person:{person_id}".encode()).digest())


def requests(tx: Transaction, asked: Any, *, span: timedelta) -> list[Any]:
    """Return what the same source asked for like this within the span, newest first."""
    return tx.all(
        REQUESTS,
        pair=asked.pair,
        contact=asked.contact,
        network=asked.network,
        since=tx.now - span,
        most=asked.most_of_network[1] + 1,
    )


def add(tx: Transaction, *, person_id: int | None, contact_id: int | None, **columns: Any) -> None:
    whose = {"person_id": str(person_id or ""), "contact_id": str(contact_id or "")}
    tx.run(ADD, **whose, **columns, now=tx.now)


def by_attempt(tx: Transaction, attempt_hash: bytes) -> Any:
    return tx.one(BY_ATTEMPT, attempt_hash=attempt_hash)


def by_id(tx: Transaction, code_id: UUID) -> Any:
    return tx.one(BY_ID, id=code_id)


def use_up(tx: Transaction, code_id: UUID) -> bool:
    """Make the code void; False if it was already."""
    return tx.run(VOID, id=code_id, now=tx.now) == 1


def sendable(tx: Transaction, code_id: UUID) -> Any:
    """Return a request that still waits for its code, locked, with its contact; None if it is over."""
    return tx.one(SENDABLE, id=code_id, now=tx.now)


def issued(tx: Transaction, code_id: UUID, *, salt: bytes, mac: bytes) -> None:
    tx.run(ISSUED, id=code_id, salt=salt, mac=mac, now=tx.now)


def sent_to(tx: Transaction, person_id: int, *, span: timedelta, besides: UUID) -> list[datetime]:
    """Return when codes were sent to the person within the span, newest first."""
    rows = tx.all(SENT_TO_PERSON, person_id=person_id, since=tx.now - span, id=besides)
    return [row.sent_at for row in rows]


def sent_to_guests(tx: Transaction, contact: bytes, *, span: timedelta, besides: UUID) -> list[datetime]:
    """Return when codes were sent to the address for people without an account, newest first."""
    rows = tx.all(SENT_TO_ADDRESS, contact=contact, since=tx.now - span, id=besides)
    return [row.sent_at for row in rows]


def try_once(tx: Transaction, attempt_hash: bytes, purpose: str) -> Any:
    """Count a try and return the request, locked; None where there is nothing left to try."""
    return tx.one(TRY, attempt_hash=attempt_hash, purpose=purpose, now=tx.now)


def forget(tx: Transaction, *, before: datetime) -> int:
    return tx.run(FORGET, before=before)
