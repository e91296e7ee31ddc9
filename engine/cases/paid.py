"""Telling a case that what it asked for is paid, by whichever way the money came."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from engine.cases.posting import post
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.messages import LONGEST_LIFETIME
from engine.operations.payments import SETTLED


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
        uuid5(order_id, SETTLED),
        municipality_id=payment.municipality_id,
        name=SETTLED,
        key=str(payment.id),
        payload=payload,
        expires_at=tx.now + LONGEST_LIFETIME,
        sent_as=order_id,
        sent_by=sent_by,
    )
