"""Letters in the portal."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import UUID

from lxml import html

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Letter
from engine.stores import papers


def view(tx: Transaction, letter_id: UUID) -> Letter:
    """Return a letter; the applicant's first look marks it as read. Raises `NotFound`."""
    row = papers.letter(tx, letter_id)
    if row is None:
        raise NotFound
    if tx.actor.person_id is not None:
        papers.letter_read(tx, letter_id, tx.actor.person_id)
    return _letter(row)


def mine(tx: Transaction) -> tuple[Letter, ...]:
    """Return the signed-in person's letters, newest first."""
    return tuple(_letter(row) for row in papers.letters_of_person(tx, tx.actor.person_id or 0))


def of_case(tx: Transaction, case_id: UUID) -> tuple[Letter, ...]:
    return tuple(_letter(row) for row in papers.letters_of_case(tx, case_id))


def _inner(page: str) -> str:
    """Return what stands inside the body: the template engine has escaped every value in it."""
    body = html.document_fromstring(page).find("body")
    if body is None:
        return ""
    return escape(body.text or "") + "".join(html.tostring(child, encoding="unicode") for child in body)


def _letter(row: Any) -> Letter:
    return Letter(
        letter_id=row.id,
        case_id=row.case_id,
        case_number=row.case_number,
        subject=row.subject,
        body_html=_inner(row.body),
        document=row.document and bytes(row.document).hex(),
        sent_at=row.sent_at,
        read_at=row.read_at,
    )
