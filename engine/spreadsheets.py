"""Tables of spreadsheet programs as rows of text: their heading, and cells read one by one.

What is wrong is noted with its row, as the spreadsheet counts it, and its column. Refuses to know files and
what a table is about. What takes such a table over names its columns and reads its rows: staff
(`engine/offices/staff_table.py`), settlements (`engine/settlements/table.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Final

from engine.errors import Rejected
from engine.notifications.common import TEXTS
from engine.texts import LANGUAGES

Cells = Sequence[str]
MOST_MISTAKES: Final = 200
LONGEST_CELL: Final = 200
MOST_ABOVE: Final = 10  # rows in which the heading is looked for
_MARK: Final = re.compile(r"^'(?=[-=+@])")  # `engine/written_tables.py` writes it
_EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2200, 12, 31)


@dataclass(frozen=True)
class Mistake:
    """Mistake that keeps a row from being taken over, and the column where to mend it, if there is one."""

    row: int
    column: str | None
    error: Rejected


@dataclass
class Row:
    """The cells of a row by column; what is wrong with them goes to the mistakes of the table."""

    number: int
    cells: Mapping[str, str]
    mistakes: list[Mistake] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Return a cell in one line, without the mark of saved tables before what looks like a formula."""
        return _MARK.sub("", " ".join(self.cells.get(column, "").split()))

    def lines(self, column: str) -> str:
        """Return a cell with its lines, without the mark of saved tables before what looks like a formula."""
        return _MARK.sub("", self.cells.get(column, "").replace("\r\n", "\n").strip())

    def wrong(self, column: str | None, error: Rejected) -> None:
        self.mistakes.append(Mistake(self.number, column, error))

    def check(self, columns: Sequence[str], required: Sequence[str]) -> None:
        """Note cells that are empty and may not be, and those that are too long."""
        for column in columns:
            if column in required and not self.text(column):
                self.wrong(column, Rejected("spreadsheet.cell_missing"))
            if len(self.text(column)) > LONGEST_CELL:
                self.wrong(column, Rejected("administering.too_long", longest=LONGEST_CELL))

    def day(self, column: str) -> date | None:
        text = self.text(column)
        found = day_of(text, earliest=_EARLIEST, latest=LATEST)
        if text and found is None:
            self.wrong(column, Rejected("spreadsheet.day_unreadable", value=cut(text)))
        return found


def rows_of(
    table: Sequence[Cells], columns: Sequence[str], required: Sequence[str], *, group: str, most: int
) -> tuple[list[Row], list[Mistake]]:
    """Return the rows that hold anything, and what is wrong with the table as a whole.

    The words of its columns are those of the group. The rows note their mistakes in the same list.
    """
    if not table:
        return [], [Mistake(1, None, Rejected("spreadsheet.empty"))]
    if len(table) - 1 > most:
        return [], [Mistake(most + 2, None, Rejected("spreadsheet.too_many", most=most))]
    words = words_of(group, tuple(columns))
    head = _head(table, words, required)
    names = [words.get(folded(cell), "") for cell in table[head]]
    mistakes = _heading(table[head], names, columns, required, number=head + 1)
    if mistakes:
        return [], mistakes
    rows = [
        Row(number, dict(zip(names, cells, strict=False)), mistakes)
        for number, cells in enumerate(table[head + 1 :], start=head + 2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        mistakes.append(Mistake(head + 2, None, Rejected("spreadsheet.empty")))
    return rows, mistakes


def sorted_mistakes(mistakes: Sequence[Mistake]) -> tuple[Mistake, ...]:
    """Return the mistakes in the order of the rows, no more than can be shown."""
    return tuple(sorted(mistakes, key=lambda mistake: mistake.row)[:MOST_MISTAKES])


@cache
def words_of(group: str, codes: tuple[str, ...]) -> Mapping[str, str]:
    """Return by which words a table may name each code: the code itself, or its name in any language."""
    words = {code: code for code in codes}
    for language in LANGUAGES:
        words |= {folded(TEXTS.get(language, f"{group}.{code}")): code for code in codes}
    return words


def day_of(text: str, *, earliest: date, latest: date) -> date | None:
    """Return the day as people or spreadsheets write it; None if it is none of these days."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if earliest <= found <= latest:
            return found
    return None


def folded(text: str) -> str:
    """Return a text as it is compared: spaces and capitals do not count."""
    return " ".join(text.split()).casefold()


def cut(text: str) -> str:
    """Return the beginning of a text, as mistakes repeat it."""
    return text[:60]


def _head(table: Sequence[Cells], words: Mapping[str, str], required: Sequence[str]) -> int:
    """Return where the heading is: people write a title above it, over merged cells. Else the first row."""
    for position, row in enumerate(table[:MOST_ABOVE]):
        if set(required) <= {words.get(folded(cell)) for cell in row}:
            return position
    return 0


def _heading(
    row: Cells, names: list[str], columns: Sequence[str], required: Sequence[str], *, number: int
) -> list[Mistake]:
    wrong = [
        Mistake(number, None, Rejected("spreadsheet.column_unknown", value=cut(cell)))
        for cell, name in zip(row, names, strict=True)
        if cell.strip() and not name
    ]
    wrong += [
        Mistake(number, name, Rejected("spreadsheet.column_twice"))
        for name in columns
        if names.count(name) > 1
    ]
    wrong += [
        Mistake(number, name, Rejected("spreadsheet.column_missing"))
        for name in required
        if name not in names
    ]
    return wrong
