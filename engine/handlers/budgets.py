"""Lines of the budget: entered and changed by finance, given to who waits by a worker."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID, uuid4

from engine.cases.posting import post
from engine.commands import BudgetLineSet, OfferBudget, SetBudgetLine
from engine.db.pool import Transaction, as_json
from engine.errors import NotAllowed, NotFound, Rejected
from engine.messages import LONGEST_LIFETIME
from engine.operations.budgets import OFFER, RESERVED
from engine.operations.payments import money_words
from engine.roles import Right
from engine.stores import budgets, reference, work
from engine.texts import OFFICIAL

MOST_TETRI: Final = 100_000_000_000_00  # a hundred billion lari: beyond any budget of the country
SERVED_AT_ONCE: Final = 200
YEARS: Final = range(2000, 3000)
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z .-]{0,39}", re.ASCII)


class LineInvalid(Rejected):
    """A line of the budget can't be entered like this."""

    code = "budget.line_invalid"


class LessThanCommitted(Rejected):
    """The line can't have less than cases have been promised."""

    code = "budget.less_than_committed"


def set_budget_line(command: SetBudgetLine, tx: Transaction) -> BudgetLineSet:
    """Keep the line and why it has its amount; where it has more than before, who waits is served."""
    place = reference.municipality(tx, command.municipality)
    if place is None or place.id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.KEEP_BUDGET, place.id):
        raise NotAllowed
    _check(command)
    line = budgets.line_named(tx, municipality_id=place.id, year=command.year, code=command.code)
    if line is None:
        line_id = _added(command, tx, place.id)
    else:
        line_id = line.id
        if command.amount_tetri < line.committed_tetri:
            raise LessThanCommitted(committed=money_words(line.committed_tetri))
        budgets.change_line(tx, line_id, names=command.names, amount_tetri=command.amount_tetri)
    budgets.note_change(
        tx,
        line_id,
        municipality_id=place.id,
        amount_tetri=command.amount_tetri,
        ground=command.ground.strip(),
    )
    args = {"line_id": str(line_id), "municipality_id": place.id}
    work.queue(tx, OFFER, lock=f"budget:{line_id}", args=as_json(args))
    return BudgetLineSet(line_id)


def _added(command: SetBudgetLine, tx: Transaction, municipality_id: int) -> UUID:
    line_id = uuid4()
    if not budgets.insert_line(
        tx,
        id=line_id,
        municipality_id=municipality_id,
        year=command.year,
        code=command.code,
        names=command.names,
        amount_tetri=command.amount_tetri,
    ):
        raise LineInvalid("budget.line_just_added")
    return line_id


def _check(command: SetBudgetLine) -> None:
    if command.year not in YEARS:
        raise LineInvalid("budget.year_invalid")
    if not _CODE.fullmatch(command.code):
        raise LineInvalid("budget.code_invalid")
    if not command.names.get(OFFICIAL, "").strip():
        raise LineInvalid("budget.name_missing")
    if not 0 <= command.amount_tetri <= MOST_TETRI:
        raise LineInvalid("budget.amount_invalid")
    if not command.ground.strip():
        raise LineInvalid("budget.ground_missing")


def offer_budget(command: OfferBudget, tx: Transaction) -> int:
    """Reserve what the line has left for who waits, first come first served; return how many got money.

    Nobody is passed over: where the next in line wants more than is left, all after them wait too.
    """
    line = budgets.line(tx, command.line_id)
    if line is None:
        raise NotFound
    left, served = line.amount_tetri - line.committed_tetri, 0
    for request in budgets.waiting(tx, line.id, limit=SERVED_AT_ONCE):
        if request.amount_tetri > left:
            return served
        budgets.reserve(tx, request.id)
        _tell_case(tx, request, line.municipality_id)
        left, served = left - request.amount_tetri, served + 1
    if served == SERVED_AT_ONCE:
        args = {"line_id": str(line.id), "municipality_id": line.municipality_id}
        work.queue(tx, OFFER, lock=f"budget:{line.id}", args=as_json(args))
    return served


def _tell_case(tx: Transaction, request: Any, municipality_id: int) -> None:
    """Send the case the message it waits for, in this commit; it takes it in one of its own."""
    post(
        tx,
        uuid4(),
        municipality_id=municipality_id,
        name=RESERVED,
        key=str(request.id),
        payload={"request": str(request.id), "amount_tetri": request.amount_tetri},
        expires_at=tx.now + LONGEST_LIFETIME,
        sent_as=request.id,
    )
