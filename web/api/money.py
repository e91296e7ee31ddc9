"""Money of the municipality at the desk of finance: the budget, what is paid out, cash, numbers of acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.budgets.commands import AddBudgetLine, BudgetLineSet, ChangeBudgetLine
from engine.budgets.queries import lines as budgets
from engine.budgets.queries.lines import ChangeView, LineView, RequestView
from engine.cash.queries import finance as cash_views
from engine.cash.queries.finance import OfFinance
from engine.commands.signing import VoidNumber
from engine.payments.queries import payouts
from engine.payments.queries.payouts import STATES, PayoutPage, Wanted
from engine.queries import act_numbers
from engine.queries.act_numbers import ActNumber
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, tetri, text, words
from web.auth import current_actor
from web.engine_access import engine

TAG = "money"
LINE = "/budget-lines/<uuid:line_id>"
READS: dict[str, Any] = {"tag": TAG, "scope": "money:read"}
SETS: dict[str, Any] = {"tag": TAG, "scope": "money:act"}


@dataclass(frozen=True)
class BudgetLines:
    """The lines of the budget, with what is left of each."""

    items: tuple[LineView, ...]


@dataclass(frozen=True)
class BudgetLine:
    """A line, what was changed in it, and the cases that ask for its money."""

    line: LineView
    changes: tuple[ChangeView, ...]
    requests: tuple[RequestView, ...]


@dataclass(frozen=True)
class ActNumbers:
    """Numbers of acts and what became of each, the newest first."""

    items: tuple[ActNumber, ...]


class BudgetLineNames(Strict):
    """Name and amount of a line of the budget, and the act by which it has them."""

    names = words()
    amount_tetri = tetri()
    ground = text(500)


class NewBudgetLine(BudgetLineNames):
    """A line of a year."""

    municipality = code_field()
    year = fields.Integer(required=True, strict=True, validate=validate.Range(min=2000, max=2199))
    code = text(60)


class BudgetLineChange(BudgetLineNames):
    """`seen_tetri` is the amount that the caller has read."""

    seen_tetri = tetri()


class PayoutFilter(Strict):
    """Filter of payments out of the budget: of a year, a line, a sub-programme, in a state."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2199))
    line = text(60, required=False, load_default=None)
    programme = text(120, required=False, load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


class ActNumberVoiding(Strict):
    """A number that was given up, and why."""

    municipality = code_field()
    number = text(60)
    reason = text(500)


@operation(
    "GET",
    "/budget-lines",
    Who.OFFICE,
    does=("ბიუჯეტის მუხლები", "List the lines of the budget"),
    pages=("inbox.budget",),
    gives=shape(BudgetLines),
    right=Right.KEEP_BUDGET,
    **READS,
)
def list_budget_lines() -> BudgetLines:
    with engine().read(current_actor()) as tx:
        return BudgetLines(budgets.lines(tx))


@operation(
    "POST",
    "/budget-lines",
    Who.OFFICE,
    does=("ბიუჯეტის მუხლის შეყვანა", "Enter a line of the budget"),
    pages=("inbox.add_budget_line",),
    takes=NewBudgetLine,
    gives=shape(BudgetLineSet),
    status=201,
    right=Right.KEEP_BUDGET,
    **SETS,
)
def add_budget_line(body: dict[str, Any]) -> BudgetLineSet:
    entered: BudgetLineSet = send(AddBudgetLine(**body))
    return entered


@operation(
    "GET",
    LINE,
    Who.OFFICE,
    does=("ბიუჯეტის მუხლი და რა ითხოვს მის თანხას", "Get a line with what asks for its money"),
    pages=("inbox.budget_line",),
    gives=shape(BudgetLine),
    right=Right.KEEP_BUDGET,
    **READS,
)
def get_budget_line(line_id: UUID) -> BudgetLine:
    with engine().read(current_actor()) as tx:
        return BudgetLine(*budgets.line(tx, line_id))


@operation(
    "POST",
    LINE,
    Who.OFFICE,
    does=("ბიუჯეტის მუხლის შეცვლა", "Change a line of the budget"),
    pages=("inbox.change_budget_line",),
    takes=BudgetLineChange,
    right=Right.KEEP_BUDGET,
    **SETS,
)
def change_budget_line(body: dict[str, Any], line_id: UUID) -> None:
    send(ChangeBudgetLine(line_id, **body))


@operation(
    "GET",
    "/payouts",
    Who.OFFICE,
    does=("რა გაიცემა ბიუჯეტიდან", "List what is paid out of the budget"),
    pages=("inbox.payments_out",),
    asks=PayoutFilter,
    gives=shape(PayoutPage),
    right=Right.PAY_OUT,
    **READS,
)
def list_payouts(asked: dict[str, Any]) -> PayoutPage:
    with engine().read(current_actor()) as tx:
        return payouts.page(tx, Wanted(**asked))


@operation(
    "GET",
    "/cash",
    Who.OFFICE,
    does=("ცენტრებში მიღებული ნაღდი ფული", "See the cash that centres have taken"),
    pages=("inbox.cash",),
    gives=shape(OfFinance),
    right=Right.RETURN_MONEY,
    **READS,
)
def get_cash_of_centers() -> OfFinance:
    with engine().read(current_actor()) as tx:
        return cash_views.of_finance(tx)


@operation(
    "GET",
    "/act-numbers",
    Who.OFFICE,
    does=("აქტების ნომრები", "List numbers of acts"),
    pages=("inbox.numbers",),
    gives=shape(ActNumbers),
    right=Right.KEEP_NUMBERS,
    **READS,
)
def list_act_numbers() -> ActNumbers:
    with engine().read(current_actor()) as tx:
        return ActNumbers(act_numbers.reserved(tx))


@operation(
    "POST",
    "/act-numbers/void",
    Who.OFFICE,
    does=("გამოუყენებელი ნომრის გაუქმება", "Void a number that was given up"),
    pages=("inbox.void_number",),
    takes=ActNumberVoiding,
    right=Right.KEEP_NUMBERS,
    **SETS,
)
def void_act_number(body: dict[str, str]) -> None:
    send(VoidNumber(**body))
