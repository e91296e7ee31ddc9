"""The cells of a table's row: read one by one, each mistake noted with its row and column.

Refuses to know which columns there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from marshmallow import ValidationError

from engine.property.rules import kinds
from engine.spreadsheets import day_of, folded, words_of
from forms.formats import read_money

_EARLIEST: Final = date(1900, 1, 1)


@dataclass(frozen=True)
class Mistake:
    """Mistake in a row (counted as the spreadsheet counts), in which column; `code` has words."""

    row: int
    column: str | None
    code: str
    value: str = ""


@dataclass(frozen=True)
class Cells:
    """Cells of a row by column; what is wrong goes to the mistakes of the whole table."""

    row: int
    given: Mapping[str, str]
    mistakes: list[Mistake]

    def wrong(self, column: str, code: str) -> None:
        self.mistakes.append(Mistake(self.row, column, code, self.given.get(column, "")[:60]))

    def text(self, column: str) -> str:
        return self.given.get(column, "").strip()

    def has_any(self, columns: Iterable[str]) -> bool:
        return any(self.text(column) for column in columns)

    def need(self, *columns: str) -> None:
        for column in columns:
            if not self.text(column):
                self.wrong(column, "missing")

    def choice(self, column: str, codes: tuple[str, ...], words: str) -> str:
        """Return the code that the cell names; empty where it names none."""
        text = self.text(column)
        found = words_of(f"asset.{words}", codes).get(folded(text), "")
        if text and not found:
            self.wrong(column, f"{column}_unknown")
        return found

    def money(self, column: str) -> int:
        text = self.text(column).replace(" ", "").replace("\u00a0", "")
        try:
            tetri = read_money(text) if text else 0
        except ValidationError:
            tetri = -1
        if not 0 <= tetri <= kinds.MOST_TETRI:
            self.wrong(column, "value_invalid")
        return tetri

    def day(self, column: str, *, latest: date, code: str) -> date | None:
        """Return the day of the cell, as people or spreadsheets write it."""
        text = self.text(column)
        found = day_of(text, earliest=_EARLIEST, latest=latest)
        if text and found is None:
            self.wrong(column, code)
        return found
