"""Letters in the portal."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import UUID

from lxml import html

from engine.db.pool import Transaction
from engine.queries.views import Letter
from engine.stores import papers


def of_case(tx: Transaction, case_id: UUID) -> tuple[Letter, ...]:
    return tuple(_letter(row) for row in papers.letters_of_case(tx, case_id))


def _inner(page: str) -> str:
    """Return what stands inside the body: the template engine has escaped every value in it."""
    body = html.document_fromstring(page).find("body")
    if body is None:
        return ""
    return escape(body.text or "") + "".join(html.tostring(child, encoding="unicode") for child in body)


def _letter(row: Any) -> Letter:
    texts = {row.language: {"subject": row.subject, "body": row.body}, **row.others}
    return Letter(
        letter_id=row.id,
        case_id=row.case_id,
        case_number=row.case_number,
        language=row.language,
        subject={language: text["subject"] for language, text in texts.items()},
        bodies={language: _inner(text["body"]) for language, text in texts.items()},
        document=row.document and bytes(row.document).hex(),
        sent_at=row.sent_at,
        read_at=row.read_at,
        delivered_on=row.delivered_on,
    )
