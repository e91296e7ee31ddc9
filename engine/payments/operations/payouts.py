"""Paying out of the budget by the treasury: an order, and how it ended.

The order's id follows from the money reserved for it and the number of the try, so a step that is done again,
by whomever and after whatever was cut off, lays the same order: it is paid once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from engine.clock import ZONE
from engine.connectors.payouts import EXECUTED, RETURNED, PayoutOrder, Payouts, PayoutState
from engine.errors import Broken, Rejected, Unavailable
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.payments.rules import MOST_TETRI, money_words
from engine.payments.store import payouts
from engine.texts import OFFICIAL

if TYPE_CHECKING:
    from engine.steps import OpenCase

UNAVAILABLE: Final = "treasury_unavailable"
_STATE: Final = ("payout", "state", "settled_at", "reference", "why")
_OF_ORDER: Final = ("request", "attempt", "amount_tetri", "payee", "payee_code", "iban", "line", "purpose")
_OF_STATEMENT: Final = (*_OF_ORDER[:6], "state", "settled_on", "reference")


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
        ),
        **_stated(outside),
    )
    return _result(payout_id, state)


def ask(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask how an order stands that was accepted before."""
    try:
        payout_id = UUID(str(inputs["payout"]))
    except ValueError:
        raise Broken("payout.unknown") from None
    return _result(payout_id, _payouts(outside).ask(payout_id, **_stated(outside)))


def enter(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Keep how an order ended by the treasury's statement, which finance brings."""
    if inputs["state"] not in (EXECUTED, RETURNED):
        raise Broken("payout.state_unusable")
    settled_at = datetime.combine(date.fromisoformat(str(inputs["settled_on"])[:10]), time(), ZONE)
    state = PayoutState(inputs["state"], settled_at, str(inputs["reference"]))
    result = _result(_id(inputs["request"], inputs["attempt"]), state)
    _lay(case, inputs, result)
    _tell(case, _tetri(inputs["amount_tetri"]), result)
    return result


def note(case: OpenCase, job: Any, result: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep what the treasury said, and tell it on the case."""
    if job.operation == ASK.name:
        payouts.tell(case.tx, UUID(str(job.inputs["payout"])), case_id=case.row.id, told=result)
    else:
        _lay(case, job.inputs, result)
    amount = _tetri(job.inputs["amount_tetri"])
    if not _tell(case, amount, result) and job.operation == ORDER.name:
        case.record("payout.ordered", amount=money_words(amount))
    return {}


def _tell(case: OpenCase, tetri: int, result: Mapping[str, Any]) -> bool:
    """Tell on the case how an order ended; say whether it has."""
    amount = money_words(tetri)
    if result["state"] == EXECUTED:
        case.record("payout.executed", amount=amount, reference=result["reference"])
    elif result["state"] == RETURNED:
        case.record("payout.returned", amount=amount)
    return bool(result["state"] in (EXECUTED, RETURNED))


def _lay(case: OpenCase, said: Mapping[str, Any], told: Mapping[str, Any]) -> None:
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


def _stated(outside: Outside) -> dict[str, str]:
    """Return what is said with each call: the case, the law, what for."""
    with outside.world() as world:
        law, number = world.published.law, world.case.number
        purpose = world.published.names[OFFICIAL]
    if not all(text.strip() for text in (law, number, purpose)):
        raise Rejected("registry.ground_missing", system="treasury")
    return {"legal_ground": law, "case_number": number, "purpose": purpose}


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
    "payout.order",
    inputs=_OF_ORDER,
    outputs=_STATE,
    required=_OF_ORDER,
    perform=order,
    record=note,
    gives_up_with=UNAVAILABLE,
)
ENTER = Operation("payout.enter", inputs=_OF_STATEMENT, outputs=_STATE, required=_OF_STATEMENT, inline=enter)
ASK = Operation(
    "payout.ask",
    inputs=("payout", "amount_tetri"),
    outputs=_STATE,
    required=("payout", "amount_tetri"),
    perform=ask,
    record=note,
    gives_up_with=UNAVAILABLE,
)
