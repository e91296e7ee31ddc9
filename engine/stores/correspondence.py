"""Messages between applicant and municipality; only that they were seen is ever changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into case_messages (id, case_id, municipality_id, applicant_id, is_from_office, author_id, kind,
    body, sent_at)
values (:id, :case_id, :municipality_id, :applicant_id, :is_from_office, :author_id, :kind,
    :body, :now)
"""
OF_CASE = "select * from case_messages where case_id = :case_id order by sent_at, id"
SINCE = """
select count(*) from case_messages where case_id = :case_id and author_id = :author_id and sent_at > :since
"""
HAS_UNSEEN = """
select exists (select from case_messages where case_id = :case_id and is_from_office and seen_at is null)
"""
SEEN = """
update case_messages set seen_at = :now
where case_id = :case_id and is_from_office = :is_from_office and seen_at is null
"""


def add(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD, **columns, now=tx.now)


def of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    return tx.all(OF_CASE, case_id=case_id)


def written_within(tx: Transaction, case_id: UUID, author_id: int, period: timedelta) -> int:
    """Return how many messages somebody has written on the case lately."""
    return int(tx.scalar(SINCE, case_id=case_id, author_id=author_id, since=tx.now - period))


def has_unseen(tx: Transaction, case_id: UUID) -> bool:
    """Say whether the applicant has not yet seen something that the office wrote."""
    return bool(tx.scalar(HAS_UNSEEN, case_id=case_id))


def seen(tx: Transaction, case_id: UUID, *, is_from_office: bool) -> None:
    """Note that one side has seen what the other wrote."""
    tx.run(SEEN, case_id=case_id, is_from_office=is_from_office, now=tx.now)


WAITING = """
select c.id, c.municipality_id, c.applicant_id, c.number, c.version_id, c.applicant_name,
       min(w.sent_at) as since, count(*) as number_of, bool_or(w.kind = 'correction') as asks_correction
from case_messages w join cases c on c.id = w.case_id
where w.municipality_id = any (:municipalities) and w.seen_at is null and not w.is_from_office
group by c.id order by since limit 200
"""


def waiting(tx: Transaction) -> list[Any]:
    """Return the cases on which applicants have written what nobody of their office has seen."""
    return tx.all(WAITING, municipalities=list(tx.actor.municipalities))
