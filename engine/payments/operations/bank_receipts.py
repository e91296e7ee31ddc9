"""Counting a payment by the receipt of a bank, which finance found in the treasury's statement.

A receipt, and money that the statement names, count once in the country; the database repeats it. The case
is told as by any other way the money comes.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.cases.messages import PAYMENT_SETTLED
from engine.clock import start_of_day
from engine.errors import Broken
from engine.operations.operation import Operation
from engine.payments.rules import money_words, notify_case
from engine.payments.store import payments

if TYPE_CHECKING:
    from engine.steps import OpenCase


def count(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Take the payment as paid; `accepted` is false where the receipt or the money was counted before.

    What is found after the payment was settled otherwise is kept apart to be returned.
    """
    try:
        payment = payments.payment(case.tx, UUID(str(inputs["payment"])))
        paid_at = start_of_day(date.fromisoformat(str(inputs["paid_on"])[:10]))
    except ValueError:
        raise Broken("payment.receipt_unusable") from None
    if payment is None or payment.case_id != case.row.id:
        raise Broken("payment.unknown")
    number, reference = _folded(inputs["receipt_number"]), _folded(inputs["statement"])
    if not number or not reference:
        raise Broken("payment.receipt_unusable")
    why = None if payment.state == "due" else "double" if payment.state == "paid" else "late"
    order_id = case.id_of("order", f"{case.row.version}:{len(case.events)}")
    is_new = payments.by_bank(
        case.tx,
        order_id,
        payment.id,
        person=case.row.applicant_id,
        state="to_return" if why else "paid",
        why=why,
        paid_at=paid_at,
        reference=reference,
        receipt_number=number,
    )
    if not is_new:
        return {"accepted": False}
    amount = money_words(payment.amount_tetri)
    if why is not None:
        case.record("payment.to_return", number=payment.number, amount=amount, why=why)
        return {"accepted": True}
    case.record("payment.received_at_bank", number=payment.number, amount=amount, receipt=number)
    payments.paid(case.tx, payment.id)
    money = {"amount_tetri": payment.amount_tetri, "paid_at": paid_at, "reference": reference}
    notify_case(case.tx, payment, order_id, sent_by=case.row.id, **money)
    case.record("message.sent", message=PAYMENT_SETTLED)
    return {"accepted": True}


def _folded(number: Any) -> str:
    """Return a number as it is compared: people type spaces and small letters where others don't."""
    return "".join(str(number or "").split()).upper()


BY_BANK = Operation(
    "payment.by_bank",
    inputs=("payment", "receipt_number", "paid_on", "statement"),
    outputs=("accepted",),
    required=("payment", "receipt_number", "paid_on", "statement"),
    inline=count,
)
