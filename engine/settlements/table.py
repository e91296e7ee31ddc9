"""A table of high-mountain settlements: rows of text become settlements, or mistakes with row and column.

Municipalities and units are named by code or by their names in any language. Refuses to know which
settlements there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.errors import Rejected
from engine.spreadsheets import Cells, Mistake, Row, cut, folded, rows_of, sorted_mistakes
from engine.texts import LANGUAGES

Names = Mapping[str, str]
NAMES: Final = tuple(f"name_{language}" for language in LANGUAGES)
REQUIRED: Final = ("municipality", *NAMES)
COLUMNS: Final = (*REQUIRED, "unit", "altitude", "first_on", "code")
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
    lines = [line for row in rows if (line := _line(row, by_name)) is not None]
    return lines, sorted_mistakes(mistakes)


def _line(row: Row, by_name: Mapping[str, list[Place]]) -> SettlementLine | None:
    before = len(row.mistakes)
    row.check(COLUMNS, REQUIRED)
    place = _place(row, by_name)
    unit = _unit(row, place) if place else None
    altitude, since, code = _altitude(row), row.day("first_on"), _code(row, place)
    if place is None or len(row.mistakes) > before:
        return None
    names = {language: row.text(f"name_{language}") for language in LANGUAGES}
    return SettlementLine(row.number, place, names, unit, altitude, since, code)


def _place(row: Row, by_name: Mapping[str, list[Place]]) -> Place | None:
    said = row.text("municipality")
    found = by_name.get(folded(said), [])
    if said and not found:
        row.wrong("municipality", Rejected("settlement_table.municipality_unknown", value=cut(said)))
    elif len(found) > 1:
        codes = ", ".join(place.code for place in found)
        row.wrong("municipality", Rejected("settlement_table.ambiguous", value=cut(said), codes=codes))
    return found[0] if len(found) == 1 else None


def _unit(row: Row, place: Place) -> str | None:
    said = folded(row.text("unit"))
    if not said:
        return None
    meant = [
        code for code, names in place.units.items() if said in {folded(code), *map(folded, names.values())}
    ]
    if len(meant) != 1:
        code = "settlement_table.ambiguous" if meant else "settlement_table.unit_unknown"
        row.wrong("unit", Rejected(code, value=cut(row.text("unit")), codes=", ".join(meant)))
        return None
    return meant[0]


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
