"""A table of courts: rows of text become what municipalities' papers name, or mistakes. Pure.

A row is a court and the municipalities whose acts are contested there. What a row leaves empty of a court
that is known stays as it is; municipalities that no row names stay as they are.

To add a column: here in `COLUMNS` and `_planned`, its words `court_table.column.<code>`, the preview in
`web/templates/admin/courts.html`. `tests/engine/test_court_table.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.catalogue.municipalities import COURT_KINDS
from engine.errors import Rejected
from engine.near_names import nearest
from engine.place_cells import Place, Places
from engine.spreadsheets import Cells, Mistake, Row, folded, rows_of, sorted_mistakes
from engine.texts import LANGUAGES, OFFICIAL

Names = Mapping[str, str]
NAMES: Final = tuple(f"name_{language}" for language in LANGUAGES)
ADDRESSES: Final = tuple(f"address_{language}" for language in LANGUAGES)
COLUMNS: Final = (*NAMES, *ADDRESSES, "municipalities")
REQUIRED: Final = (f"name_{OFFICIAL}", "municipalities")
MOST_ROWS: Final = 300
NEW, CHANGED, SAME = "new", "changed", "same"
_APART: Final = re.compile(r"[;,\n]")


@dataclass(frozen=True)
class CourtFacts:
    """Name and address of a court; of some the address is not known."""

    name: Names
    address: Names


@dataclass(frozen=True)
class PlannedCourt:
    """Planned effect of a row on a municipality's court; `changes` are in the court, or its address.

    An entry for a later day, `replaces_on`, is replaced with it. `near` are courts that are called nearly so.
    """

    what: str
    place: Place
    facts: CourtFacts
    before: CourtFacts | None
    changes: tuple[str, ...]
    row: int
    replaces_on: date | None = None
    near: tuple[Names, ...] = ()


@dataclass(frozen=True)
class CourtPlan:
    """All that would come of a table. With a mistake nothing of it may be entered."""

    courts: tuple[PlannedCourt, ...]
    mistakes: tuple[Mistake, ...]
    asked: tuple[Any, ...]  # the table and what it was asked with

    def of(self, what: str) -> tuple[PlannedCourt, ...]:
        return tuple(planned for planned in self.courts if planned.what == what)

    @property
    def does_something(self) -> bool:
        return any(planned.what != SAME for planned in self.courts)

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, the act, the day, and what becomes of each court."""
        effects = [
            [court.place.code, court.what, _told(court.before), _told(court.facts), str(court.replaces_on)]
            for court in self.courts
        ]
        return sha256(canonical.dumps([*self.asked, effects])).hexdigest()


@dataclass(frozen=True)
class KnownCourts:
    """The court of each municipality, by code, as it will be on a day, and from when an entry follows."""

    of: Mapping[str, CourtFacts]
    later: Mapping[str, date]

    def called(self, name: str) -> list[CourtFacts]:
        return [court for court in self.of.values() if folded(court.name.get(OFFICIAL, "")) == folded(name)]

    def near(self, name: str) -> tuple[Names, ...]:
        """Return the names of courts that are called nearly so, where none is called so."""
        if self.called(name):
            return ()
        named = {court.name.get(OFFICIAL, ""): court.name for court in self.of.values()}
        return tuple(named[found] for found in nearest(_bare(name), _without_kinds(named)))


def plan_of(
    table: Sequence[Cells], known: KnownCourts, places: Sequence[Place], *, act: str, first_on: date
) -> CourtPlan:
    """Return what would come of a table."""
    rows, mistakes = rows_of(table, COLUMNS, REQUIRED, group="court_table.column", most=MOST_ROWS)
    named = Places(places)
    planned = [court for row in rows for court in _planned(row, named, known)]
    mistakes += _twice(planned)
    asked = (act, first_on.isoformat(), [list(row) for row in table])
    return CourtPlan(tuple(planned), sorted_mistakes(mistakes), asked)


def _planned(row: Row, places: Places, known: KnownCourts) -> Iterator[PlannedCourt]:
    """Yield what becomes of each municipality of a row, or note what is wrong with it."""
    noted = len(row.mistakes)
    row.check(COLUMNS, REQUIRED)
    name = row.text(f"name_{OFFICIAL}")
    if name and not name.endswith(COURT_KINDS):
        row.wrong(f"name_{OFFICIAL}", Rejected("court_table.kind_unknown"))
    said = [part.strip() for part in _APART.split(row.cells.get("municipalities", "")) if part.strip()]
    found = [place for part in said if (place := places.named(row, "municipalities", part)) is not None]
    if len(row.mistakes) > noted:
        return
    near, planned = known.near(name), [_one(row, place, known) for place in found]
    if all(court.what == SAME for court in planned):
        yield from planned
        return
    missing = {
        column
        for court in planned
        for column, words in _cells(court.facts)
        if court.what != SAME and not words
    }
    for column in sorted(missing):
        row.wrong(column, Rejected("spreadsheet.cell_missing"))
    for court in planned:
        yield PlannedCourt(**{**vars(court), "near": near if court.what != SAME else ()})


def _one(row: Row, place: Place, known: KnownCourts) -> PlannedCourt:
    before, name = known.of.get(place.code), row.text(f"name_{OFFICIAL}")
    called = known.called(name)
    base = before if before in called else called[0] if called else CourtFacts({}, {})
    assert base is not None
    facts = CourtFacts(_words(row, "name", base.name), _words(row, "address", base.address))
    later = known.later.get(place.code)
    if before is None:
        return PlannedCourt(NEW, place, facts, None, (), row.number, later)
    parts = ("name", "address")
    changes = tuple(part for part in parts if dict(getattr(facts, part)) != dict(getattr(before, part)))
    what = CHANGED if changes else SAME
    return PlannedCourt(what, place, facts, before, changes, row.number, later if changes else None)


def _words(row: Row, part: str, known: Names) -> Names:
    """Return words by language: what the row says, else what is known."""
    said = {language: row.text(f"{part}_{language}") or known.get(language) for language in LANGUAGES}
    return {language: words for language, words in said.items() if words}


def _cells(facts: CourtFacts) -> Iterator[tuple[str, str | None]]:
    for columns, words in ((NAMES, facts.name), (ADDRESSES, facts.address)):
        yield from zip(columns, map(words.get, LANGUAGES), strict=True)


def _told(facts: CourtFacts | None) -> list[dict[str, str]]:
    return [] if facts is None else [dict(facts.name), dict(facts.address)]


def _twice(planned: Iterable[PlannedCourt]) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for court in planned:
        if court.place.code in first:
            other = first[court.place.code]
            refused = Rejected("court_table.twice", row=other, value=court.place.names[OFFICIAL])
            yield Mistake(court.row, "municipalities", refused)
        first.setdefault(court.place.code, court.row)


def _bare(name: str) -> str:
    """Return a name without its kind, in which all courts are alike."""
    for kind in COURT_KINDS:
        name = name.removesuffix(kind)
    return name.strip()


def _without_kinds(named: Iterable[str]) -> Mapping[str, Names]:
    return {name: {OFFICIAL: _bare(name)} for name in named if name}
