"""The cells of a table's row: read one by one, each mistake noted with its row and column.

Refuses to know which columns there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from marshmallow import ValidationError

from engine.notifications.common import TEXTS
from engine.property.rules import kinds
from engine.texts import LANGUAGES
from forms.formats import read_money

_EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2200, 12, 31)


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a row (counted as the spreadsheet counts), in which column; `code` has words."""

    row: int
    column: str | None
    code: str
    value: str = ""


@dataclass(frozen=True)
class Cells:
    """What a row says by column; what is wrong goes to the mistakes of the whole table."""

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
        found = words_of(words, codes).get(text.casefold(), "")
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
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if _EARLIEST <= found <= latest:
                return found
        if text:
            self.wrong(column, code)
        return None


@cache
def words_of(group: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Return by which words a table may name each code: the code itself, or its name in any language."""
    words = {code: code for code in codes}
    for language in LANGUAGES:
        words |= {TEXTS.get(language, f"asset.{group}.{code}").casefold(): code for code in codes}
    return words
