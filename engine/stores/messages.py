"""Messages and signals on their way to cases, and who waits for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

LOCK = "select lock_message(:name, :key)"
KEEP = """
insert into messages (id, municipality_id, name, correlation_key, message_id, digest, payload, sent_by,
                      published_at, expires_at)
values (:id, :municipality_id, :name, :correlation_key, :message_id, :digest, cast(:payload as jsonb),
        :sent_by, :now, :expires_at)
on conflict do nothing
"""
KNOWN = """
select * from messages where municipality_id = :municipality_id and name = :name and message_id = :message_id
"""
MESSAGE = "select * from messages where id = :id for update"
# Whoever has waited longest. Who began to wait after the message's time is not meant by it.
WAITING = """
select case_id, token from (
    select a.* from messages_awaited a
    where a.municipality_id = :municipality_id and a.kind = 'message' and a.name = :name
      and a.correlation_key = :key
    union all
    select a.* from cases c join messages_awaited a on a.case_id = c.id
    where c.number = :key and c.municipality_id = :municipality_id and a.kind = 'message' and a.name = :name
      and a.correlation_key <> :key
) w where awaited_at <= :expires_at order by awaited_at, case_id, length(token), token limit 1
"""
DELIVERED = """
update messages set state = 'delivered', payload = null, case_id = :case_id, token = :token, settled_at = :now
where id = :id and state = 'kept'
"""
EXPIRE = """
update messages set state = 'expired', payload = null, settled_at = :now where id = :id and state = 'kept'
"""
DROP = "select drop_stuck(:kind, :subject, :case_id, :now)"
EXPIRED = "select id, municipality_id from expired_messages(:now, :limit)"
AWAITED = """
select token from messages_awaited where case_id = :case_id and kind = 'message' and name = :name
order by token limit 1
"""
AWAITED_WITH_KEY = """
select c.id, c.number from messages_awaited a join cases c on c.id = a.case_id
where a.municipality_id = :municipality_id and a.kind = 'message' and a.name = :name
  and a.correlation_key = :key
order by a.awaited_at, c.id
"""
AWAITED_BY_CASES_OF = """
select c.id, c.number from cases c
where c.applicant_id = :person_id and c.closed_at is null
  and exists (select from messages_awaited a where a.case_id = c.id and a.kind = 'message' and a.name = :name)
order by c.filed_at, c.id limit 100
"""
THROW = """
select throw_signal(:id, cast(:municipality_id as smallint), :name, cast(:payload as jsonb), :case_id, :now)
"""
SIGNAL_FOR = """
select s.*, d.case_id, d.state,
       (select min(a.token) from messages_awaited a where a.case_id = d.case_id and a.kind = 'signal'
        and a.name = s.name and a.awaited_at <= s.thrown_at) as token
from signal_deliveries d join signals s on s.id = d.signal_id
where d.signal_id = :signal_id and d.case_id = :case_id for update of d
"""
SIGNAL_SETTLED = """
update signal_deliveries set state = :state, settled_at = :now
where signal_id = :signal_id and case_id = :case_id and state = 'queued'
"""


def lock(tx: Transaction, name: str, key: str) -> None:
    """Wait for everybody who publishes or begins to wait for this message, to the commit."""
    tx.run(LOCK, name=name, key=key)


def keep(tx: Transaction, *, payload: Any, **columns: Any) -> bool:
    """Store a message; False if the sender's id is known already."""
    return tx.run(KEEP, payload=as_json(payload), now=tx.now, **columns) == 1


def known(tx: Transaction, *, municipality_id: int, name: str, message_id: str | None) -> Any:
    """Return the message that came with this id of its sender."""
    return tx.one(KNOWN, municipality_id=municipality_id, name=name, message_id=message_id)


def message(tx: Transaction, message_id: UUID) -> Any:
    """Return a message, its row locked to the commit."""
    return tx.one(MESSAGE, id=message_id)


def waiting_for(tx: Transaction, row: Any) -> Any:
    """Return case and token that have waited longest for the message, or None."""
    return tx.one(
        WAITING,
        municipality_id=row.municipality_id,
        name=row.name,
        key=row.correlation_key,
        expires_at=row.expires_at,
    )


def delivered(tx: Transaction, message_id: UUID, *, case_id: UUID, token: str) -> None:
    """The case has taken the message; what it carried now lies in the case."""
    tx.run(DELIVERED, id=message_id, case_id=case_id, token=token, now=tx.now)


def expire(tx: Transaction, message_id: UUID) -> None:
    """Nobody has begun to wait for the message in its time."""
    tx.run(EXPIRE, id=message_id, now=tx.now)


def drop_stuck(tx: Transaction, kind: str, subject: UUID, *, case_id: UUID) -> None:
    """Drop a message or signal that broke the case, on the word of who supervises it."""
    tx.run(DROP, kind=kind, subject=subject, case_id=case_id, now=tx.now)


def expired(tx: Transaction, *, limit: int) -> list[tuple[UUID, int]]:
    """Return messages that have outlived their time, of every municipality."""
    return [(row.id, row.municipality_id) for row in tx.all(EXPIRED, now=tx.now, limit=limit)]


def awaited(tx: Transaction, case_id: UUID, name: str) -> str | None:
    """Return the token of the case that waits for the message, if one does."""
    token: str | None = tx.scalar(AWAITED, case_id=case_id, name=name)
    return token


def throw_signal(
    tx: Transaction, signal_id: UUID, *, municipality_id: int, name: str, payload: Any, case_id: UUID | None
) -> int | None:
    """Queue the signal for every other case that waits for it; None where this principal may not."""
    reached: int | None = tx.scalar(
        THROW,
        id=signal_id,
        municipality_id=municipality_id,
        name=name,
        payload=as_json(payload),
        case_id=case_id,
        now=tx.now,
    )
    return reached


def signal_for(tx: Transaction, signal_id: UUID, case_id: UUID) -> Any:
    """Return a signal on its way to a case, with a token that has waited since it was thrown."""
    return tx.one(SIGNAL_FOR, signal_id=signal_id, case_id=case_id)


def settle_signal(tx: Transaction, signal_id: UUID, case_id: UUID, *, state: str) -> None:
    tx.run(SIGNAL_SETTLED, signal_id=signal_id, case_id=case_id, state=state, now=tx.now)


def awaited_with_key(tx: Transaction, municipality_id: int, name: str, key: str) -> list[Any]:
    """Return the cases that wait for the message under a key of their own choice."""
    return tx.all(AWAITED_WITH_KEY, municipality_id=municipality_id, name=name, key=key)


def awaited_by_cases_of(tx: Transaction, person_id: int, name: str) -> list[Any]:
    """Return the open cases of a person, that the actor may see, which wait for the message."""
    return tx.all(AWAITED_BY_CASES_OF, person_id=person_id, name=name)
