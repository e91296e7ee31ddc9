"""A table of high-mountain settlements: rows of text become settlements, or mistakes with row and column.

Municipalities and units are named by code or by their names in any language; which is
`engine/place_cells.py`. Refuses to know which settlements there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.errors import Rejected
from engine.near_names import Names
from engine.place_cells import Place, Places, unit_of
from engine.spreadsheets import Cells, Mistake, Row, cut, rows_of, sorted_mistakes
from engine.texts import LANGUAGES

NAMES: Final = tuple(f"name_{language}" for language in LANGUAGES)
REQUIRED: Final = ("municipality", *NAMES)
COLUMNS: Final = (*REQUIRED, "unit", "altitude", "first_on", "last_on", "code")
MOST_ROWS: Final = 2_500
HIGHEST: Final = 5_300  # metres; no place in Georgia lies higher
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)


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
    named = Places(places)
    lines = [line for row in rows if (line := _line(row, named)) is not None]
    return lines, sorted_mistakes(mistakes)


def _line(row: Row, places: Places) -> SettlementLine | None:
    before = len(row.mistakes)
    row.check(COLUMNS, REQUIRED)
    place = places.of(row)
    unit = unit_of(row, place) if place else None
    altitude, code = _altitude(row), _code(row, place)
    since, last = row.day("first_on"), row.day("last_on")
    if since and last and last < since:
        row.wrong("last_on", Rejected("settlement_table.period_empty"))
    if place is None or len(row.mistakes) > before:
        return None
    names = {language: row.text(f"name_{language}") for language in LANGUAGES}
    return SettlementLine(row.number, place, names, unit, altitude, since, last, code)


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
