"""A table of staff: rows of text become offices to be given, or mistakes that name row and column.

The first row names the columns, by their codes or by their words in any language; so are roles and units
named. Refuses to know files, SQL and who is known already.

To add a column: here in `COLUMNS` and in `_offices`, its words `staff_table.column.<code>`, the cell of the
preview in `web/templates/admin/staff_table.html`. `tests/engine/test_staff_table.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.commands.offices import GiveOffice
from engine.errors import Rejected
from engine.roles import OF_A_MUNICIPALITY
from engine.spreadsheets import Cells, Mistake, Row, cut, folded, rows_of, sorted_mistakes, words_of
from engine.texts import LANGUAGES

NAMES: Final = tuple(f"{part}_{language}" for language in LANGUAGES for part in ("given_name", "family_name"))
REQUIRED: Final = ("personal_number", *NAMES, "role")
COLUMNS: Final = (*REQUIRED, "unit", "is_acting", "first_on", "last_on", "instead_of", "corrects_name")
MOST_ROWS: Final = 500
_APART: Final = re.compile(r"[;,\n]")


@dataclass(frozen=True)
class OfficeLine:
    """An office that a row gives or ends; a row of several roles gives several.

    One that is held ends on the day `last_on`. The office `instead_of` ends when this one begins.
    """

    row: int
    office: GiveOffice
    unit_names: Mapping[str, str] | None
    names_first: bool = False  # the row says from which day on
    last_on: date | None = None
    instead_of: str | None = None
    corrects_name: bool = False


@dataclass(frozen=True)
class StaffTable:
    """Contents of a table of staff. With a mistake nothing of it may be taken over."""

    lines: tuple[OfficeLine, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Appointing:
    """Terms that are the same for every row: where, by which act, from which day if a row names none."""

    municipality: str
    act: str
    first_on: date
    units: Mapping[str, Mapping[str, str]]  # names by code


def read_table(table: Sequence[Cells], appointing: Appointing) -> StaffTable:
    """Return the offices that a table gives and everything that is wrong with it."""
    rows, mistakes = rows_of(table, COLUMNS, REQUIRED, group="staff_table.column", most=MOST_ROWS)
    lines = [line for row in rows for line in _offices(row, appointing)]
    mistakes += [*_named_otherwise(lines), *_given_twice(lines)]
    return StaffTable(tuple(lines), sorted_mistakes(mistakes))


def _offices(row: Row, appointing: Appointing) -> Iterator[OfficeLine]:
    """Yield the offices of a row, or note what is wrong with it."""
    before = len(row.mistakes)
    row.check(COLUMNS, REQUIRED)
    number, unit, roles = _number(row), _unit(row, appointing), _roles(row, "role")
    is_acting, first, last = _answer(row, "is_acting"), row.day("first_on"), row.day("last_on")
    former, corrects_name = _roles(row, "instead_of"), _answer(row, "corrects_name")
    if len(former) > 1 or (former and len(roles) > 1):
        row.wrong("instead_of", Rejected("staff_table.one_instead"))
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
        yield OfficeLine(
            row.number,
            office,
            appointing.units[unit] if unit else None,
            names_first=first is not None,
            last_on=last,
            instead_of=former[0] if former else None,
            corrects_name=corrects_name,
        )


def _number(row: Row) -> str:
    """Return the personal number. A program that took it for an amount has dropped its zero."""
    number = row.text("personal_number").replace(" ", "")
    if number and not (number.isascii() and number.isdigit() and len(number) == 11):
        is_cut = number.isascii() and number.isdigit() and 9 <= len(number) < 11
        code = "staff_table.number_cut" if is_cut else "contact.number_malformed"
        row.wrong("personal_number", Rejected(code, value=cut(number)))
    return number


def _roles(row: Row, column: str) -> list[str]:
    found: list[str] = []
    for said in filter(None, map(folded, _APART.split(row.cells.get(column, "")))):
        role = words_of("roles", OF_A_MUNICIPALITY).get(said)
        if role is None:
            row.wrong(column, Rejected("staff_table.role_unknown", value=cut(said)))
        elif role not in found:
            found.append(role)
    return found


def _unit(row: Row, appointing: Appointing) -> str | None:
    said = folded(row.text("unit"))
    if not said:
        return None
    meant = [
        code
        for code, names in appointing.units.items()
        if said in {folded(code), *map(folded, names.values())}
    ]
    if len(meant) != 1:
        code = "staff_table.unit_ambiguous" if meant else "staff_table.unit_unknown"
        row.wrong("unit", Rejected(code, value=cut(row.text("unit")), codes=", ".join(meant)))
        return None
    return meant[0]


def _answer(row: Row, column: str) -> bool:
    said = folded(row.text(column))
    meant = words_of("staff_table.answer", ("yes", "no")).get(said, "no" if not said else "")
    if not meant:
        row.wrong(column, Rejected("staff_table.answer_unknown", value=cut(said)))
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
    return [folded(name) for part in names for name in part.values()]
