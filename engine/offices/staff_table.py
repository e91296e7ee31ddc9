"""A table of staff: rows of text become offices to be given, or mistakes that name row and column.

The first row names the columns, by their codes or by their words in any language; so are roles and units
named. Refuses to know files, SQL and who is known already.

To add a column: here in `COLUMNS` and in `_offices`, its words `staff_table.column.<code>`, the cell of the
preview in `web/templates/admin/staff_table.html`. `tests/engine/test_staff_table.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from engine.commands.offices import GiveOffice
from engine.errors import Rejected
from engine.notifications.common import TEXTS
from engine.roles import OF_A_MUNICIPALITY
from engine.texts import LANGUAGES

NAMES: Final = tuple(f"{part}_{language}" for language in LANGUAGES for part in ("given_name", "family_name"))
REQUIRED: Final = ("personal_number", *NAMES, "role")
COLUMNS: Final = (*REQUIRED, "unit", "is_acting", "first_on", "last_on")
MOST_ROWS: Final = 500
MOST_MISTAKES: Final = 200
LONGEST_CELL: Final = 200
_EARLIEST, _LATEST = date(1990, 1, 1), date(2200, 12, 31)
_APART: Final = re.compile(r"[;,\n]")


@dataclass(frozen=True)
class Mistake:
    """What keeps a row (counted as the spreadsheet counts) from being taken over, and where there is one,
    the column."""

    row: int
    column: str | None
    error: Rejected


@dataclass(frozen=True)
class OfficeLine:
    """An office that a row gives; a row of several roles gives several."""

    row: int
    office: GiveOffice
    unit_names: Mapping[str, str] | None


@dataclass(frozen=True)
class StaffTable:
    """What a table holds. With a mistake nothing of it may be taken over."""

    lines: tuple[OfficeLine, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Appointing:
    """What is the same for every row: where, by which act, from which day if a row names none."""

    municipality: str
    act: str
    first_on: date
    units: Mapping[str, Mapping[str, str]]  # names by code


@dataclass
class _Row:
    """The cells of a row by column; what is wrong with them goes to the mistakes of the table."""

    number: int
    cells: Mapping[str, str]
    mistakes: list[Mistake] = field(default_factory=list)

    def text(self, column: str) -> str:
        return " ".join(self.cells.get(column, "").split())

    def wrong(self, column: str | None, error: Rejected) -> None:
        self.mistakes.append(Mistake(self.number, column, error))

    def day(self, column: str) -> date | None:
        text = self.text(column)
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if _EARLIEST <= found <= _LATEST:
                return found
        if text:
            self.wrong(column, Rejected("staff_table.day_unreadable", value=_cut(text)))
        return None


def read_table(rows: Sequence[Sequence[str]], appointing: Appointing) -> StaffTable:
    """Return the offices that a table gives and everything that is wrong with it."""
    if not rows:
        return StaffTable((), (Mistake(1, None, Rejected("staff_table.empty")),))
    columns, mistakes = _head(rows[0])
    if len(rows) - 1 > MOST_ROWS:
        mistakes = [Mistake(MOST_ROWS + 2, None, Rejected("staff_table.too_many", most=MOST_ROWS))]
    if mistakes:
        return StaffTable((), tuple(mistakes))
    lines: list[OfficeLine] = []
    for number, cells in enumerate(rows[1:], start=2):
        row = _Row(number, dict(zip(columns, cells, strict=False)), mistakes)
        if any(cell.strip() for cell in cells):
            lines += _offices(row, appointing)
    if not lines and not mistakes:
        mistakes.append(Mistake(2, None, Rejected("staff_table.empty")))
    mistakes += [*_named_otherwise(lines), *_given_twice(lines)]
    mistakes.sort(key=lambda mistake: mistake.row)
    return StaffTable(tuple(lines), tuple(mistakes[:MOST_MISTAKES]))


@cache
def heads() -> Mapping[str, str]:
    """Return by which words a table may name each column."""
    return _words_of("staff_table.column", COLUMNS)


def _head(row: Sequence[str]) -> tuple[list[str], list[Mistake]]:
    names = [heads().get(_folded(cell), "") for cell in row]
    wrong = [
        Mistake(1, None, Rejected("staff_table.column_unknown", value=_cut(cell)))
        for cell, name in zip(row, names, strict=True)
        if cell.strip() and not name
    ]
    wrong += [
        Mistake(1, name, Rejected("staff_table.column_twice")) for name in COLUMNS if names.count(name) > 1
    ]
    wrong += [
        Mistake(1, name, Rejected("staff_table.column_missing")) for name in REQUIRED if name not in names
    ]
    return names, wrong


def _offices(row: _Row, appointing: Appointing) -> Iterator[OfficeLine]:
    """Yield the offices of a row, or note what is wrong with it."""
    before = len(row.mistakes)
    for column in COLUMNS:
        if column in REQUIRED and not row.text(column):
            row.wrong(column, Rejected("staff_table.cell_missing"))
        if len(row.text(column)) > LONGEST_CELL:
            row.wrong(column, Rejected("administering.too_long", longest=LONGEST_CELL))
    number, unit, roles = _number(row), _unit(row, appointing), _roles(row)
    is_acting, first, last = _is_acting(row), row.day("first_on"), row.day("last_on")
    if len(row.mistakes) > before:
        return
    given, family = (
        {language: row.text(f"{part}_{language}") for language in LANGUAGES}
        for part in ("given_name", "family_name")
    )
    for role in roles:
        office = GiveOffice(
            number,
            role,
            appointing.municipality,
            appointing.act,
            first or appointing.first_on,
            None if last is None else last + timedelta(days=1),
            unit=unit,
            is_acting=is_acting,
            given_name=given,
            family_name=family,
        )
        yield OfficeLine(row.number, office, appointing.units[unit] if unit else None)


def _number(row: _Row) -> str:
    """Return the personal number. A program that took it for an amount has dropped its zero."""
    number = row.text("personal_number").replace(" ", "")
    if number and not (number.isascii() and number.isdigit() and len(number) == 11):
        is_cut = number.isascii() and number.isdigit() and 9 <= len(number) < 11
        code = "staff_table.number_cut" if is_cut else "contact.number_malformed"
        row.wrong("personal_number", Rejected(code, value=_cut(number)))
    return number


def _roles(row: _Row) -> list[str]:
    found = []
    for said in filter(None, map(_folded, _APART.split(row.cells.get("role", "")))):
        role = _words_of("roles", OF_A_MUNICIPALITY).get(said)
        if role is None:
            row.wrong("role", Rejected("staff_table.role_unknown", value=_cut(said)))
        elif role not in found:
            found.append(role)
    return found


def _unit(row: _Row, appointing: Appointing) -> str | None:
    said = _folded(row.text("unit"))
    if not said:
        return None
    meant = [
        code
        for code, names in appointing.units.items()
        if said in {_folded(code), *map(_folded, names.values())}
    ]
    if len(meant) != 1:
        code = "staff_table.unit_ambiguous" if meant else "staff_table.unit_unknown"
        row.wrong("unit", Rejected(code, value=_cut(row.text("unit")), codes=", ".join(meant)))
        return None
    return meant[0]


def _is_acting(row: _Row) -> bool:
    said = _folded(row.text("is_acting"))
    meant = _words_of("staff_table.answer", ("yes", "no")).get(said, "no" if not said else "")
    if not meant:
        row.wrong("is_acting", Rejected("staff_table.answer_unknown", value=_cut(said)))
    return meant == "yes"


def _named_otherwise(lines: Sequence[OfficeLine]) -> Iterator[Mistake]:
    """Yield where two rows call the person of one number differently."""
    first: dict[str, OfficeLine] = {}
    for line in lines:
        known = first.setdefault(line.office.personal_number, line)
        if _named(known) != _named(line):
            yield Mistake(line.row, "personal_number", Rejected("staff_table.named_otherwise", row=known.row))


def _given_twice(lines: Sequence[OfficeLine]) -> Iterator[Mistake]:
    """Yield where two rows give one office to one person for the same day."""
    seen: dict[tuple[str, str, str | None], list[OfficeLine]] = {}
    for line in lines:
        office = line.office
        same = seen.setdefault((office.personal_number, office.role, office.unit), [])
        for other in same:
            if _share_a_day(office, other.office):
                yield Mistake(line.row, "role", Rejected("staff_table.given_twice", row=other.row))
                break
        same.append(line)


def _share_a_day(one: GiveOffice, other: GiveOffice) -> bool:
    return one.valid_from < (other.valid_until or date.max) and other.valid_from < (
        one.valid_until or date.max
    )


def _named(line: OfficeLine) -> list[str]:
    names = (line.office.given_name or {}, line.office.family_name or {})
    return [_folded(name) for part in names for name in part.values()]


@cache
def _words_of(group: str, codes: tuple[str, ...]) -> Mapping[str, str]:
    """Return by which words a table may name each code: the code itself, or its name in any language."""
    words = {code: code for code in codes}
    for language in LANGUAGES:
        words |= {_folded(TEXTS.get(language, f"{group}.{code}")): code for code in codes}
    return words


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _cut(text: str) -> str:
    return text[:60]
