"""A table of high-mountain settlements: rows of text become settlements, or mistakes with row and column.

Municipalities and units are named by code or by their names in any language; what is nearly called so is
asked about and never taken. Refuses to know which settlements there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.errors import Rejected
from engine.near_names import meant
from engine.spreadsheets import Cells, Mistake, Row, cut, folded, rows_of, sorted_mistakes
from engine.texts import LANGUAGES

Names = Mapping[str, str]
NAMES: Final = tuple(f"name_{language}" for language in LANGUAGES)
REQUIRED: Final = ("municipality", *NAMES)
COLUMNS: Final = (*REQUIRED, "unit", "altitude", "first_on", "last_on", "code")
MOST_ROWS: Final = 2_500
HIGHEST: Final = 5_300  # metres; no place in Georgia lies higher
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True)
class Place:
    """A municipality, with its units by code."""

    id: int
    code: str
    names: Names
    units: Mapping[str, Names]


@dataclass(frozen=True)
class SettlementLine:
    """A settlement as a row describes it; what a row leaves open is None."""

    row: int
    place: Place
    names: Names
    unit: str | None
    altitude: int | None
    listed_since: date | None
    last_on: date | None
    code: str | None


def read_table(
    table: Sequence[Cells], places: Sequence[Place]
) -> tuple[list[SettlementLine], tuple[Mistake, ...]]:
    """Return the settlements of a table and everything that is wrong with it."""
    rows, mistakes = rows_of(table, COLUMNS, REQUIRED, group="settlement_table.column", most=MOST_ROWS)
    by_name: dict[str, list[Place]] = {}
    for place in places:
        for name in {folded(place.code), *map(folded, place.names.values())}:
            by_name.setdefault(name, []).append(place)
    named = {place.code: place.names for place in places}
    lines = [line for row in rows if (line := _line(row, by_name, named)) is not None]
    return lines, sorted_mistakes(mistakes)


def _line(row: Row, by_name: Mapping[str, list[Place]], named: Mapping[str, Names]) -> SettlementLine | None:
    before = len(row.mistakes)
    row.check(COLUMNS, REQUIRED)
    place = _place(row, by_name, named)
    unit = _unit(row, place) if place else None
    altitude, code = _altitude(row), _code(row, place)
    since, last = row.day("first_on"), row.day("last_on")
    if since and last and last < since:
        row.wrong("last_on", Rejected("settlement_table.period_empty"))
    if place is None or len(row.mistakes) > before:
        return None
    names = {language: row.text(f"name_{language}") for language in LANGUAGES}
    return SettlementLine(row.number, place, names, unit, altitude, since, last, code)


def _place(row: Row, by_name: Mapping[str, list[Place]], named: Mapping[str, Names]) -> Place | None:
    said = row.text("municipality")
    found = by_name.get(folded(said), [])
    if said and not found:
        row.wrong("municipality", _unknown("settlement_table.municipality", said, named))
    elif len(found) > 1:
        codes = ", ".join(place.code for place in found)
        row.wrong("municipality", Rejected("settlement_table.ambiguous", value=cut(said), codes=codes))
    return found[0] if len(found) == 1 else None


def _unit(row: Row, place: Place) -> str | None:
    said = folded(row.text("unit"))
    if not said:
        return None
    called = [
        code for code, names in place.units.items() if said in {folded(code), *map(folded, names.values())}
    ]
    if len(called) == 1:
        return called[0]
    if called:
        codes = ", ".join(called)
        row.wrong("unit", Rejected("settlement_table.ambiguous", value=cut(row.text("unit")), codes=codes))
    else:
        row.wrong("unit", _unknown("settlement_table.unit", row.text("unit"), place.units))
    return None


def _unknown(code: str, said: str, named: Mapping[str, Names]) -> Rejected:
    """Return what is wrong with a name that nothing has, with the names that are near it."""
    near = meant(said, named)
    if near is None:
        return Rejected(f"{code}_unknown", value=cut(said))
    return Rejected(f"{code}_nearly", value=cut(said), meant=near)


def _altitude(row: Row) -> int | None:
    said = row.text("altitude")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and int(said[:9]) <= HIGHEST):
        row.wrong("altitude", Rejected("settlement_table.altitude_unreadable", value=cut(said)))
        return None
    return int(said)


def _code(row: Row, place: Place | None) -> str | None:
    said = row.text("code")
    if not said:
        return None
    if not _CODE.fullmatch(said) or (place and not said.startswith(f"{place.code}-")):
        row.wrong("code", Rejected("settlement_table.code_invalid", value=cut(said)))
    return said
