"""A table of assets: rows of text become assets, or mistakes that name row, column and what to do.

The first row names the columns, by their codes or by their words in any language. Refuses to know files
and SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from marshmallow import ValidationError

from engine.assets import kinds
from engine.notifications.common import TEXTS
from engine.texts import LANGUAGES
from forms.formats import read_money

Row = Sequence[str]
REQUIRED: Final = ("kind", "name", "category", "value", "valid_from")
COLUMNS: Final = ("inventory_no", *REQUIRED, "cadastral_code", *kinds.EVERY_FIELD)
MOST_ROWS: Final = 1_000
MOST_MISTAKES: Final = 200


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a row (counted as the spreadsheet counts), in which column; `code` has words."""

    row: int
    column: str | None
    code: str
    value: str = ""


@dataclass(frozen=True)
class Line:
    """An asset as a row describes it, all its values checked. Without a number it gets the next one."""

    row: int
    inventory_no: str | None
    kind: str
    name: str
    category: str
    cadastral_code: str | None
    value_tetri: int
    valid_from: date
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """What a table holds. With a mistake nothing of it may be taken over."""

    lines: tuple[Line, ...]
    mistakes: tuple[Mistake, ...]


def read_table(rows: Sequence[Row], *, today: date) -> Table:
    """Return the assets of a table and everything that is wrong with it."""
    if not rows:
        return Table((), (Mistake(1, None, "empty"),))
    columns, mistakes = _head(rows[0])
    if mistakes:
        return Table((), tuple(mistakes))
    if len(rows) - 1 > MOST_ROWS:
        return Table((), (Mistake(MOST_ROWS + 2, None, "too_many"),))
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            found = _line(number, dict(zip(columns, row, strict=False)), mistakes, today)
            lines.append(found)
    if not lines:
        mistakes.append(Mistake(2, None, "empty"))
    mistakes += _doubled(lines)
    return Table(tuple(lines), tuple(mistakes[:MOST_MISTAKES]))


def _head(row: Row) -> tuple[list[str], list[Mistake]]:
    names = [_words_of("column", COLUMNS).get(cell.strip().casefold(), "") for cell in row]
    wrong = [
        Mistake(1, None, "unknown_column", cell)
        for cell, name in zip(row, names, strict=True)
        if cell.strip() and not name
    ]
    wrong += [Mistake(1, name, "column_twice") for name in COLUMNS if names.count(name) > 1]
    wrong += [Mistake(1, name, "missing_column") for name in REQUIRED if name not in names]
    return names, wrong


def _line(row: int, given: dict[str, str], mistakes: list[Mistake], today: date) -> Line:
    def wrong(column: str, code: str) -> None:
        mistakes.append(Mistake(row, column, code, given.get(column, "")[:60]))

    for name in REQUIRED:
        if not given.get(name, "").strip():
            wrong(name, "missing")
    for name, text in given.items():
        if len(text) > kinds.LONGEST_TEXT:
            wrong(name, "too_long")
    kind = _choice("kind", kinds.KINDS, given, wrong)
    number, plot = given.get("inventory_no", "").strip(), given.get("cadastral_code", "").strip()
    if number and not kinds.INVENTORY_NO.fullmatch(number):
        wrong("inventory_no", "number_invalid")
    if plot and not kinds.CADASTRAL_CODE.fullmatch(plot):
        wrong("cadastral_code", "plot_invalid")
    fields = {name: given[name].strip() for name in kinds.EVERY_FIELD if given.get(name, "").strip()}
    for name in sorted(set(fields) - set(kinds.FIELDS[kind])) if kind else ():
        wrong(name, "not_of_kind")
    return Line(
        row=row,
        inventory_no=number or None,
        kind=kind,
        name=given.get("name", "").strip(),
        category=_choice("category", kinds.CATEGORIES, given, wrong),
        cadastral_code=plot or None,
        value_tetri=_money(given.get("value", ""), wrong),
        valid_from=_day(given.get("valid_from", ""), today, wrong),
        fields=fields,
    )


def _choice(column: str, codes: tuple[str, ...], given: Mapping[str, str], wrong: Any) -> str:
    text = given.get(column, "").strip()
    found = _words_of(column, codes).get(text.casefold(), "")
    if text and not found:
        wrong(column, f"{column}_unknown")
    return found


def _money(text: str, wrong: Any) -> int:
    try:
        tetri = read_money(text.replace(" ", "").replace("\u00a0", "")) if text.strip() else 0
    except ValidationError:
        tetri = -1
    if not 0 <= tetri <= kinds.MOST_TETRI:
        wrong("value", "value_invalid")
    return tetri


def _day(text: str, today: date, wrong: Any) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if date(1900, 1, 1) <= found <= today:
            return found
    if text.strip():
        wrong("valid_from", "day_invalid")
    return today


def _doubled(lines: Iterable[Line]) -> list[Mistake]:
    """Return what two rows say of the same number or plot."""
    seen: set[tuple[str, str]] = set()
    found = []
    for line in lines:
        for column, value in (("inventory_no", line.inventory_no), ("cadastral_code", line.cadastral_code)):
            if value and (column, value) in seen:
                found.append(Mistake(line.row, column, "twice", value))
            elif value:
                seen.add((column, value))
    return found


@cache
def _words_of(column: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Return by which words a table may name each code: the code itself, or its name in any language."""
    words = {code: code for code in codes}
    for language in LANGUAGES:
        words |= {TEXTS.get(language, f"asset.{column}.{code}").casefold(): code for code in codes}
    return words
