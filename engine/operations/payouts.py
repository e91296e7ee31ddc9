"""Paying out of the budget by the treasury: an order, and how it ended.

The order's id follows from the money reserved for it and the number of the try, so a step that is done again,
by whomever and after whatever was cut off, lays the same order: it is paid once.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from engine.connectors.payouts import EXECUTED, RETURNED, PayoutOrder, Payouts, PayoutState
from engine.errors import Broken, Unavailable
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.operations.payments import MOST_TETRI, money_words
from engine.stores import payouts

if TYPE_CHECKING:
    from engine.steps import OpenCase

_STATE: Final = ("payout", "state", "settled_at", "reference", "why")
_OF_ORDER: Final = ("request", "attempt", "amount_tetri", "payee", "payee_code", "iban", "line", "purpose")


def order(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Lay the order and say how it stands. `attempt` counts the accounts that were tried, from 1."""
    payout_id = _id(inputs["request"], inputs["attempt"])
    state = _payouts(outside).lay(
        PayoutOrder(
            payout_id=payout_id,
            amount_tetri=_tetri(inputs["amount_tetri"]),
            payee=str(inputs["payee"]),
            payee_code=str(inputs["payee_code"]),
            iban=str(inputs["iban"]),
            line=str(inputs["line"]),
            purpose=str(inputs["purpose"]),
        )
    )
    return _result(payout_id, state)


def ask(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask how an order stands that was accepted before."""
    try:
        payout_id = UUID(str(inputs["payout"]))
    except ValueError:
        raise Broken("payout.unknown") from None
    return _result(payout_id, _payouts(outside).ask(payout_id))


def note(case: OpenCase, job: Any, result: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep what the treasury said, and tell it on the case."""
    _keep(case, job, result)
    amount = money_words(_tetri(job.inputs["amount_tetri"]))
    if result["state"] == EXECUTED:
        case.note("payout.executed", amount=amount, reference=result["reference"])
    elif result["state"] == RETURNED:
        case.note("payout.returned", amount=amount)
    elif job.operation == ORDER.name:
        case.note("payout.ordered", amount=amount)
    return {}


def _keep(case: OpenCase, job: Any, told: Mapping[str, Any]) -> None:
    said = job.inputs
    if job.operation == ASK.name:
        payouts.tell(case.tx, UUID(str(said["payout"])), case_id=case.row.id, told=told)
        return
    payouts.lay(
        case.tx,
        _id(said["request"], said["attempt"]),
        told=told,
        request_id=UUID(str(said["request"])),
        municipality_id=case.row.municipality_id,
        case_id=case.row.id,
        attempt=int(said["attempt"]),
        amount_tetri=_tetri(said["amount_tetri"]),
        payee=str(said["payee"]),
        payee_code=str(said["payee_code"]),
        iban=str(said["iban"]),
    )


def _id(request: Any, attempt: Any) -> UUID:
    try:
        return uuid5(UUID(str(request)), f"payout:{int(attempt)}")
    except ValueError:
        raise Broken("payout.unknown") from None


def _tetri(amount: Any) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or amount != int(amount):
        raise Broken("payment.amount_unusable")
    if not 0 < amount <= MOST_TETRI:
        raise Broken("payment.amount_unusable")
    return int(amount)


def _payouts(outside: Outside) -> Payouts:
    payouts = outside.connections.payouts
    if payouts is None:
        raise Unavailable("registry.not_configured", system="treasury")
    return payouts


def _result(payout_id: UUID, state: PayoutState) -> dict[str, Any]:
    return {
        "payout": str(payout_id),
        "state": state.state,
        "settled_at": state.settled_at and state.settled_at.isoformat(),
        "reference": state.reference,
        "why": state.why,
    }


ORDER = Operation(
    "payout.order", inputs=_OF_ORDER, outputs=_STATE, required=_OF_ORDER, perform=order, record=note
)
ASK = Operation(
    "payout.ask",
    inputs=("payout", "amount_tetri"),
    outputs=_STATE,
    required=("payout", "amount_tetri"),
    perform=ask,
    record=note,
)
