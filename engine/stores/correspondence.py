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


def seen(tx: Transaction, case_id: UUID, *, is_from_office: bool) -> None:
    """Note that one side has seen what the other wrote."""
    tx.run(SEEN, case_id=case_id, is_from_office=is_from_office, now=tx.now)
