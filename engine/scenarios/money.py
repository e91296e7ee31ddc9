"""The budget of a scenario: lines that finance enters before it begins, and changes while it goes on."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bootstrap import Engine
from engine.budgets.commands import AddBudgetLine, ChangeBudgetLine
from engine.budgets.queries.lines import LineView, lines
from engine.clock import local_date
from engine.tenancy import Actor
from engine.texts import LANGUAGES

GROUND = "სცენარი"


def set_lines(engine: Engine, municipality: str, amounts: Mapping[str, int], *, finance: Actor) -> None:
    """Give lines of the present year these amounts, in tetri; a line that is not there yet is entered."""
    with engine.read(finance) as tx:
        year = local_date(tx.now).year
        known = {
            line.code: line for line in lines(tx) if line.year == year and line.place_code == municipality
        }
    for code, amount in amounts.items():
        names = dict.fromkeys(LANGUAGES, code)
        line: LineView | None = known.get(code)
        if line is None:
            engine.send(AddBudgetLine(municipality, year, code, names, amount, GROUND), actor=finance)
        else:
            change = ChangeBudgetLine(line.line_id, names, amount, GROUND, line.amount_tetri)
            engine.send(change, actor=finance)
