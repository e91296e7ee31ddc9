"""Transactional outbox of register changes: what each subscriber learns of one, and whether it was delivered.

Written in the transaction that changes the register: none is told that was not made, and none is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.stores import work

TASK = "tell_change"
# Behind what people wait for, before runs.
PRIORITY = -5

ADD = """
insert into told_changes (id, consumer, consumer_names, register, entry_id, municipality_id, person_id,
    case_id, content, legal_ground, purpose, recorded_at)
values (:id, :subscriber, cast(:subscriber_names as jsonb), :register, :entry_id, :municipality_id,
    :person_id, :case_id, cast(:content as jsonb), :legal_ground, :purpose, :now)
"""
LOAD = """
select t.*, t.consumer as subscriber, m.code as municipality, p.personal_number
from told_changes t join municipalities m on m.id = t.municipality_id join people p on p.id = t.person_id
where t.id = :id
"""
LOCK = "select state from told_changes where id = :id for update"
IS_NEXT = "select change_is_next(:id)"
TAKEN = """
update told_changes set state = 'taken', receipt = :receipt, ended_at = :now, code = null
where id = :id and state = 'waiting'
"""
UNANSWERED = """
update told_changes set attempts = attempts + 1, code = :code, failed_at = :now,
    failing_since = coalesce(failing_since, :now)
where id = :id and state = 'waiting'
"""
REFUSED = """
update told_changes set state = 'refused', attempts = attempts + 1, code = :code, failed_at = :now,
    failing_since = coalesce(failing_since, :now)
where id = :id and state = 'waiting'
"""
AGAIN = "update told_changes set state = 'waiting', code = null where id = :id and state = 'refused'"
SETTLE = """
update told_changes set state = 'settled', note = :note, settled_by = :person, ended_at = :now
where id = :id and state in ('waiting', 'refused')
"""


def add(
    tx: Transaction, *, content: Mapping[str, Any], subscriber_names: Mapping[str, str], **columns: Any
) -> None:
    """Add a change for a subscriber and queue its delivery."""
    tx.run(ADD, content=as_json(content), subscriber_names=as_json(subscriber_names), now=tx.now, **columns)
    _queue(tx, columns["id"], columns)


def load(tx: Transaction, change_id: UUID) -> Any:
    """Return a change with the person it is about; None where there is none."""
    return tx.one(LOAD, id=change_id)


def lock(tx: Transaction, change_id: UUID) -> str | None:
    """Return the state of a change, its row locked to the commit."""
    state: str | None = tx.scalar(LOCK, id=change_id)
    return state


def is_next(tx: Transaction, change_id: UUID) -> bool:
    """Return whether the subscriber has learnt all earlier changes of the person, in any municipality."""
    return bool(tx.scalar(IS_NEXT, id=change_id))


def delivered(tx: Transaction, change_id: UUID, receipt: str) -> None:
    tx.run(TAKEN, id=change_id, receipt=receipt, now=tx.now)


def unanswered(tx: Transaction, change_id: UUID, code: str) -> None:
    tx.run(UNANSWERED, id=change_id, code=code, now=tx.now)


def refused(tx: Transaction, change_id: UUID, code: str) -> None:
    tx.run(REFUSED, id=change_id, code=code, now=tx.now)


def redeliver(tx: Transaction, row: Any) -> None:
    """Queue a refused change for another delivery."""
    if tx.run(AGAIN, id=row.id):
        _queue(tx, row.id, row._asdict())


def settle(tx: Transaction, change_id: UUID, note: str) -> bool:
    """Record that the subscriber learnt of the change by other means; False if the change was over."""
    return tx.run(SETTLE, id=change_id, note=note, person=tx.actor.person_id, now=tx.now) == 1


def _queue(tx: Transaction, change_id: UUID, of: Mapping[str, Any]) -> None:
    # One lock for a subscriber and a person: jobs of a lock are taken in their order, one at a time.
    args = as_json({"change_id": str(change_id), "municipality_id": of["municipality_id"]})
    lock = f"consumer:{of['subscriber']}:{of['person_id']}"
    work.queue(tx, TASK, lock=lock, args=args, priority=PRIORITY)
