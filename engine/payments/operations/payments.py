"""Asking the applicant to pay, and asking no longer. Who pays how is not decided here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.clock import end_of_day
from engine.errors import Broken
from engine.operations.operation import Operation
from engine.operations.traits import OnPlace
from engine.payments.rules import MOST_TETRI, money_words
from engine.payments.store import payments

if TYPE_CHECKING:
    from engine.steps import OpenCase


def request(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask the applicant to pay; the diagram then waits for the message `payment.settled`.

    `amount_tetri` is a whole number of tetri above zero; `until` the last day or instant, if there is one.
    """
    amount = inputs.get("amount_tetri")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or amount != int(amount):
        raise Broken("payment.amount_unusable")
    if not 0 < amount <= MOST_TETRI:
        raise Broken("payment.amount_unusable")
    # The number of events tells one payment of a step from the next, and a replay gives the same.
    payment_id = case.id_of("payment", f"{case.row.version}:{len(case.events)}")
    number = payments.ask(
        case.tx,
        payment_id,
        case=case.row,
        amount_tetri=int(amount),
        purpose=dict(case.published.names),
        due_at=_instant(inputs.get("until")),
    )
    case.record("payment.asked", number=number, amount=money_words(int(amount)))
    return {"payment": str(payment_id), "number": number}


def cancel(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask for the payment no longer. What is paid all the same is returned."""
    try:
        payment_id = UUID(str(inputs["payment"]))
    except ValueError:
        raise Broken("payment.unknown") from None
    is_cancelled = payments.cancel(case.tx, payment_id, case_id=case.row.id)
    if is_cancelled:
        case.record("payment.cancelled")
    return {"cancelled": is_cancelled}


def _instant(until: Any) -> datetime | None:
    if until is None:
        return None
    try:
        text = str(until)
        found = datetime.fromisoformat(text) if "T" in text else end_of_day(date.fromisoformat(text))
    except ValueError:
        raise Broken("payment.until_unusable") from None
    if found.tzinfo is None:
        raise Broken("payment.until_unusable")
    return found


REQUEST = Operation(
    "payment.request",
    inputs=("amount_tetri", "until"),
    outputs=("payment", "number"),
    required=("amount_tetri",),
    inline=request,
    looks_at=OnPlace.TREASURY,
)
CANCEL = Operation(
    "payment.cancel", inputs=("payment",), outputs=("cancelled",), required=("payment",), inline=cancel
)
