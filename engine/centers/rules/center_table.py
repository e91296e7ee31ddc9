"""A table of community centres: rows of text become entries, or mistakes with row and column. Pure.

A row means the centre of its number; one that nobody knows is new. What a row leaves empty stays as it is.

To add a column: here in `COLUMNS` and `_line`, `center_entries` of the database, its words
`center_table.column.<code>`, `web/templates/admin/center_parts.html`. `tests/centers/test_center_entries.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.errors import Rejected
from engine.place_cells import Place, Places
from engine.spreadsheets import Cells, Mistake, Row, cut, rows_of, sorted_mistakes
from engine.texts import LANGUAGES

Names = Mapping[str, str]
REQUIRED: Final = ("number",)
COLUMNS: Final = (
    "number",
    *(f"name_{language}" for language in LANGUAGES),
    "municipality",
    *(f"address_{language}" for language in LANGUAGES),
    "phone",
    *(f"hours_{language}" for language in LANGUAGES),
)
MOST_ROWS: Final = 500
LARGEST_NUMBER: Final = 9_999
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class CenterFacts:
    """Facts that are known of a centre."""

    names: Names
    municipality: str | None
    address: Names
    phone: str | None
    hours: Names


@dataclass(frozen=True)
class PlannedCenter:
    """Planned effect of a row on a centre; `changes` names what is other than before."""

    what: str
    number: int
    facts: CenterFacts
    before: CenterFacts | None
    changes: tuple[str, ...]
    row: int


@dataclass(frozen=True)
class CenterPlan:
    """All that would come of a table. With a mistake nothing of it may be entered."""

    centers: tuple[PlannedCenter, ...]
    mistakes: tuple[Mistake, ...]
    asked: tuple[Any, ...]  # the table and what it was asked with

    def of(self, what: str) -> tuple[PlannedCenter, ...]:
        return tuple(planned for planned in self.centers if planned.what == what)

    @property
    def does_something(self) -> bool:
        return any(planned.what != SAME for planned in self.centers)

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, the act, the day, and what becomes of each."""
        effects = [[center.number, center.what, list(center.changes)] for center in self.centers]
        return sha256(canonical.dumps([*self.asked, effects])).hexdigest()


def plan_of(
    table: Sequence[Cells],
    known: Mapping[int, CenterFacts],
    places: Sequence[Place],
    *,
    act: str,
    first_on: date,
) -> CenterPlan:
    """Return what would come of a table; `known` is what will be known of each centre on the day."""
    rows, mistakes = rows_of(table, COLUMNS, REQUIRED, group="center_table.column", most=MOST_ROWS)
    named = Places(places)
    planned = [center for row in rows if (center := _planned(row, named, known)) is not None]
    mistakes += _twice(planned)
    asked = (act, first_on.isoformat(), [list(row) for row in table])
    return CenterPlan(tuple(planned), sorted_mistakes(mistakes), asked)


def _planned(row: Row, places: Places, known: Mapping[int, CenterFacts]) -> PlannedCenter | None:
    noted = len(row.mistakes)
    row.check(COLUMNS, REQUIRED)
    number, place = _number(row), places.of(row)
    if len(row.mistakes) > noted or number is None:
        return None
    before = known.get(number)
    facts = CenterFacts(
        names=_words(row, "name", before.names if before else {}),
        municipality=place.code if place else before.municipality if before else None,
        address=_words(row, "address", before.address if before else {}),
        phone=row.text("phone") or (before.phone if before else None),
        hours=_words(row, "hours", before.hours if before else {}),
    )
    for language in LANGUAGES:
        if not facts.names.get(language):
            row.wrong(f"name_{language}", Rejected("spreadsheet.cell_missing"))
    if facts.municipality is None:
        row.wrong("municipality", Rejected("spreadsheet.cell_missing"))
    if before is None:
        return PlannedCenter(NEW, number, facts, None, (), row.number)
    changes = tuple(
        part.name for part in fields(facts) if getattr(facts, part.name) != getattr(before, part.name)
    )
    return PlannedCenter(CHANGED if changes else SAME, number, facts, before, changes, row.number)


def _number(row: Row) -> int | None:
    said = row.text("number")
    if said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= LARGEST_NUMBER:
        return int(said)
    if said:
        row.wrong("number", Rejected("center_table.number_unreadable", value=cut(said)))
    return None


def _words(row: Row, part: str, before: Names) -> Names:
    """Return words by language: what the row says, else what was known."""
    said = {language: row.text(f"{part}_{language}") or before.get(language) for language in LANGUAGES}
    return {language: words for language, words in said.items() if words}


def _twice(planned: Iterable[PlannedCenter]) -> list[Mistake]:
    first: dict[int, int] = {}
    found = []
    for center in planned:
        if center.number in first:
            refused = Rejected("center_table.twice", row=first[center.number])
            found.append(Mistake(center.row, "number", refused))
        first.setdefault(center.number, center.row)
    return found
