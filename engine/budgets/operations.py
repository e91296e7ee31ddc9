"""Money of the budget: asked for by a case before anybody promises it, spent, or given back.

Who gets none waits in the order of filing. What comes free is given out in a commit of its own, by a worker
(`engine/budgets/handlers.py`), which tells the case by the message `budget.reserved` under the request's id.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.budgets import store as budgets
from engine.budgets.rules import OFFER, YEARS
from engine.clock import local_date
from engine.db.pool import as_json
from engine.errors import Broken, Rejected
from engine.operations.operation import Operation
from engine.payments.rules import MOST_TETRI, money_words
from engine.stores import work

if TYPE_CHECKING:
    from engine.steps import OpenCase


class NoLine(Rejected):
    """The municipality's budget has no such line for the year."""

    code = "budget.no_line"


class MoreThanReserved(Rejected):
    """More is to be spent than was reserved."""

    code = "budget.more_than_reserved"


def reserve(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask a line of this year's budget (or of `year`'s) for money; `reserved` says whether it is there.

    Where it is not, the case waits in the order of filing; the diagram goes on with the message
    `budget.reserved`. `amount_tetri` is a whole number above zero; `programme` says for which sub-programme,
    if for one. Raises `NoLine`.
    """
    amount, code = _tetri(inputs.get("amount_tetri")), str(inputs["line"])
    year = _year(inputs.get("year"), local_date(case.tx.now).year)
    # The number of events tells one request of a step from the next, and a replay gives the same.
    request_id = case.id_of("budget", f"{case.row.version}:{len(case.events)}")
    asked: dict[str, Any] = {
        "year": year,
        "code": code,
        "amount_tetri": amount,
        "programme": inputs.get("programme"),
    }
    state = budgets.ask(case.tx, request_id, case_id=case.row.id, **asked)
    if state is None:
        raise NoLine(line=code, year=str(year))
    case.record(f"budget.{state}", line=code, year=year, amount=money_words(amount))
    return {"request": str(request_id), "reserved": state == "reserved"}


def spend(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """What was reserved is spent, the whole of it or `amount_tetri`; what is left over is free again."""
    request = _request(case, inputs)
    amount = request.amount_tetri if inputs.get("amount_tetri") is None else _tetri(inputs["amount_tetri"])
    if request.state != "reserved":
        raise Broken("budget.not_reserved")
    if amount > request.amount_tetri:
        raise MoreThanReserved(reserved=money_words(request.amount_tetri))
    budgets.settle(case.tx, request.id, state="spent", amount_tetri=amount)
    case.record("budget.spent", amount=money_words(amount))
    if amount < request.amount_tetri:
        _offer(case, request.line_id)
    return {"spent_tetri": amount}


def release(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Give back what was reserved or spent, or wait for it no longer; done twice, it is done once."""
    request = _request(case, inputs)
    if request.state == "released":
        return {"released": False}
    budgets.settle(case.tx, request.id, state="released", amount_tetri=request.amount_tetri)
    case.record("budget.released", amount=money_words(request.amount_tetri))
    _offer(case, request.line_id)
    return {"released": True}


def _request(case: OpenCase, inputs: dict[str, Any]) -> Any:
    try:
        found = budgets.request(case.tx, UUID(str(inputs["request"])), case_id=case.row.id)
    except ValueError:
        found = None
    if found is None:
        raise Broken("budget.request_unknown")
    return found


def _offer(case: OpenCase, line_id: UUID) -> None:
    """Let a worker give what came free to whoever waits."""
    args = {"line_id": str(line_id), "municipality_id": case.row.municipality_id}
    work.queue(case.tx, OFFER, lock=f"budget:{line_id}", args=as_json(args))


def _year(year: Any, this_year: int) -> int:
    if year is None:
        return this_year
    if isinstance(year, bool) or not isinstance(year, int | Decimal) or year not in YEARS:
        raise Broken("budget.year_unusable")
    return int(year)


def _tetri(amount: Any) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or amount != int(amount):
        raise Broken("budget.amount_unusable")
    if not 0 < amount <= MOST_TETRI:
        raise Broken("budget.amount_unusable")
    return int(amount)


RESERVE = Operation(
    "budget.reserve",
    inputs=("line", "year", "amount_tetri", "programme"),
    outputs=("request", "reserved"),
    required=("line", "amount_tetri"),
    inline=reserve,
)
SPEND = Operation(
    "budget.spend",
    inputs=("request", "amount_tetri"),
    outputs=("spent_tetri",),
    required=("request",),
    inline=spend,
)
RELEASE = Operation(
    "budget.release", inputs=("request",), outputs=("released",), required=("request",), inline=release
)
