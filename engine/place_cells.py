"""Cells of tables that name a municipality or one of its units, by code or by name in any language.

What is nearly called so is asked about and never taken. Refuses to know what the table is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.errors import Rejected
from engine.near_names import Names, meant
from engine.spreadsheets import Row, cut, folded


@dataclass(frozen=True)
class Place:
    """A municipality, with its units by code."""

    id: int
    code: str
    names: Names
    units: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """The municipalities that cells may name."""

    every: Sequence[Place]

    def of(self, row: Row) -> Place | None:
        """Return the municipality of a row; where there is none, it is noted in the row."""
        return self.named(row, "municipality", row.text("municipality"))

    def named(self, row: Row, column: str, said: str) -> Place | None:
        """Return the municipality that a part of a cell names; where there is none, the row notes it."""
        found = self._by_name.get(folded(said), [])
        if said and not found:
            named = {place.code: place.names for place in self.every}
            row.wrong(column, _unknown("spreadsheet.municipality", said, named))
        elif len(found) > 1:
            row.wrong(column, _ambiguous(said, [place.code for place in found]))
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_name(self) -> Mapping[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.every:
            for name in _called(place.code, place.names):
                found.setdefault(name, []).append(place)
        return found


def unit_of(row: Row, place: Place) -> str | None:
    """Return the code of the unit of a row; where there is none, it is noted in the row."""
    said = row.text("unit")
    if not said:
        return None
    found = [code for code, names in place.units.items() if folded(said) in _called(code, names)]
    if len(found) == 1:
        return found[0]
    row.wrong("unit", _ambiguous(said, found) if found else _unknown("spreadsheet.unit", said, place.units))
    return None


def _called(code: str, names: Names) -> set[str]:
    return {folded(code), *map(folded, filter(None, names.values()))}


def _ambiguous(said: str, codes: Sequence[str]) -> Rejected:
    return Rejected("spreadsheet.ambiguous", value=cut(said), codes=", ".join(codes))


def _unknown(code: str, said: str, named: Mapping[str, Names]) -> Rejected:
    """Return what is wrong with a name that nothing has, with the names that are near it."""
    near = meant(said, named)
    if near is None:
        return Rejected(f"{code}_unknown", value=cut(said))
    return Rejected(f"{code}_nearly", value=cut(said), meant=near)
