"""Lines of the budget: entered and changed by finance, given to whoever waits by a worker."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID, uuid4

from engine.budgets import store as budgets
from engine.budgets.commands import AddBudgetLine, BudgetLineSet, ChangeBudgetLine, OfferBudget
from engine.budgets.rules import OFFER, YEARS
from engine.cases.messages import BUDGET_RESERVED, LONGEST_LIFETIME
from engine.cases.posting import post
from engine.db.pool import Transaction, as_json, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.payments.rules import money_words
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import reference, work
from engine.texts import OFFICIAL

MOST_TETRI: Final = 100_000_000_000_00  # a hundred billion lari: beyond any budget of the country
SERVED_AT_ONCE: Final = 200
LONGEST_TEXT: Final = 200  # characters of a name or ground
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z .-]{0,39}", re.ASCII)


class LineInvalid(Rejected):
    """A line of the budget can't be entered like this."""

    code = "budget.line_invalid"


class LineKnown(Rejected):
    """The year's budget has the line already."""

    code = "budget.line_known"


class ChangedMeanwhile(Rejected):
    """The line has another amount than the one that was looked at."""

    code = "budget.changed_meanwhile"


class LessThanCommitted(Rejected):
    """The line can't have less than cases have been promised."""

    code = "budget.less_than_committed"


def add_budget_line(command: AddBudgetLine, tx: Transaction) -> BudgetLineSet:
    """Keep a new line and why it has its amount. Raises `LineKnown`, `LineInvalid`."""
    place = reference.municipality(tx, command.municipality)
    if place is None or place.id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.KEEP_BUDGET, place.id):
        raise NotAllowed
    if command.year not in YEARS:
        raise LineInvalid("budget.year_invalid")
    if not _CODE.fullmatch(command.code):
        raise LineInvalid("budget.code_invalid")
    names, ground = _checked(command)
    line_id = uuid4()
    if not budgets.insert_line(
        tx,
        id=line_id,
        municipality_id=place.id,
        year=command.year,
        code=command.code,
        names=names,
        amount_tetri=command.amount_tetri,
    ):
        raise LineKnown
    _note(tx, line_id, place.id, command.amount_tetri, ground)
    return BudgetLineSet(line_id)


def change_budget_line(command: ChangeBudgetLine, tx: Transaction) -> BudgetLineSet:
    """Keep another amount and why; where it is more than before, who waits is served.

    Raises `ChangedMeanwhile`, `LessThanCommitted`, `LineInvalid`.
    """
    line = budgets.line(tx, command.line_id)
    if line is None:
        raise NotFound
    if not tx.actor.may(Right.KEEP_BUDGET, line.municipality_id):
        raise NotAllowed
    names, ground = _checked(command)
    if command.seen_tetri != line.amount_tetri:
        raise ChangedMeanwhile(amount=money_words(line.amount_tetri))
    if command.amount_tetri < line.committed_tetri:
        raise LessThanCommitted(committed=money_words(line.committed_tetri))
    budgets.change_line(tx, line.id, names=names, amount_tetri=command.amount_tetri)
    _note(tx, line.id, line.municipality_id, command.amount_tetri, ground)
    _queue_offer(tx, line)
    return BudgetLineSet(line.id)


def _checked(command: AddBudgetLine | ChangeBudgetLine) -> tuple[dict[str, str], str]:
    """Return names and ground as they are kept."""
    names = {language: _text(name) for language, name in command.names.items()}
    if not names.get(OFFICIAL):
        raise LineInvalid("budget.name_missing")
    if not 0 <= command.amount_tetri <= MOST_TETRI:
        raise LineInvalid("budget.amount_invalid")
    ground = _text(command.ground)
    if not ground:
        raise LineInvalid("budget.ground_missing")
    return names, ground


def _text(written: str) -> str:
    text = " ".join(without_nul(written).split())
    if len(text) > LONGEST_TEXT:
        raise LineInvalid("budget.text_too_long", most=LONGEST_TEXT)
    return text


def _note(tx: Transaction, line_id: UUID, municipality_id: int, amount_tetri: int, ground: str) -> None:
    budgets.record_change(
        tx, line_id, municipality_id=municipality_id, amount_tetri=amount_tetri, ground=ground
    )


def _queue_offer(tx: Transaction, line: Any) -> None:
    args = as_json({"line_id": str(line.id), "municipality_id": line.municipality_id})
    work.queue(tx, OFFER, lock=f"budget:{line.id}", args=args)


def offer_budget(command: OfferBudget, tx: Transaction) -> int:
    """Reserve what the line has left for whoever waits, first come first served; return how many got money.

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
        _notify_case(tx, request, line.municipality_id)
        left, served = left - request.amount_tetri, served + 1
    if served == SERVED_AT_ONCE:
        _queue_offer(tx, line)
    return served


def _notify_case(tx: Transaction, request: Any, municipality_id: int) -> None:
    """Send the case the message it waits for, in this commit; it takes it in one of its own."""
    post(
        tx,
        uuid4(),
        municipality_id=municipality_id,
        name=BUDGET_RESERVED,
        key=str(request.id),
        payload={"request": str(request.id), "amount_tetri": request.amount_tetri},
        expires_at=tx.now + LONGEST_LIFETIME,
        sent_as=request.id,
    )


ROUTES = (
    Route(AddBudgetLine, add_budget_line, sender=Sender.STAFF, result=BudgetLineSet),
    Route(ChangeBudgetLine, change_budget_line, sender=Sender.STAFF, result=BudgetLineSet),
    Route(OfferBudget, offer_budget, sender=Sender.SYSTEM),
)
