"""Amounts in words, and telling a case that what it asked for is paid, by whichever way the money came."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from engine.cases.messages import LONGEST_LIFETIME, PAYMENT_SETTLED
from engine.cases.posting import post
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.formats import show_money
from engine.texts import LANGUAGES

MOST_TETRI = 100_000_000_000


class NothingToPay(Rejected):
    """It is paid already, or not asked for any more."""

    code = "payment.nothing_to_pay"


def notify_case(
    tx: Transaction,
    payment: Any,
    order_id: UUID,
    *,
    amount_tetri: int,
    paid_at: datetime,
    reference: str,
    sent_by: UUID | None = None,
) -> None:
    """Send the case the message it waits for, in this commit; it takes it in one of its own.

    `sent_by` is the case itself, where the money was found by one of its steps.
    """
    payload = {
        "payment": str(payment.id),
        "amount_tetri": amount_tetri,
        "paid_at": paid_at.isoformat(),
        "reference": reference,
    }
    post(
        tx,
        uuid5(order_id, PAYMENT_SETTLED),
        municipality_id=payment.municipality_id,
        name=PAYMENT_SETTLED,
        key=str(payment.id),
        payload=payload,
        expires_at=tx.now + LONGEST_LIFETIME,
        sent_as=order_id,
        sent_by=sent_by,
    )


def money_words(tetri: int) -> dict[str, str]:
    """Return an amount as people read it, in each language."""
    return {language: str(show_money(tetri, language)) for language in LANGUAGES}
