"""What applicant and municipality have written to each other, as a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.stores import correspondence, people


@dataclass(frozen=True)
class CaseMessage:
    """A message; `is_new` until the other side has seen it."""

    message_id: UUID
    is_from_office: bool
    author: Any  # names by language
    kind: str  # message, correction
    text: str
    sent_at: datetime
    is_new: bool


def of_case(tx: Transaction, case_id: UUID, *, is_applicant: bool) -> tuple[CaseMessage, ...]:
    """Return the messages of a case, oldest first; the applicant's look marks those of the office as seen."""
    rows = correspondence.of_case(tx, case_id)
    if is_applicant and any(row.is_from_office and row.seen_at is None for row in rows):
        correspondence.seen(tx, case_id, is_from_office=True)
    names = people.names(tx, {row.author_id for row in rows})
    return tuple(
        CaseMessage(
            message_id=row.id,
            is_from_office=row.is_from_office,
            author=names.get(row.author_id),
            kind=row.kind,
            text=row.body,
            sent_at=row.sent_at,
            is_new=row.seen_at is None,
        )
        for row in rows
    )
