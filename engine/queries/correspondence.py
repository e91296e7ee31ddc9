"""Correspondence of applicant and municipality, as a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import published
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


@dataclass(frozen=True)
class WaitingMessages:
    """A case on which the applicant has written and nobody has looked."""

    case_id: UUID
    case_number: str
    service: Any  # names by language
    applicant: Any
    since: datetime
    number: int
    asks_correction: bool


def waiting(tx: Transaction) -> tuple[WaitingMessages, ...]:
    """Return what waits to be seen in the offices of the signed-in person, the oldest first."""
    return tuple(
        WaitingMessages(
            case_id=row.id,
            case_number=row.number,
            service=published(tx, row.version_id).names,
            applicant=row.applicant_name,
            since=row.since,
            number=row.number_of,
            asks_correction=row.asks_correction,
        )
        for row in sight.among(tx, correspondence.waiting(tx))
    )
