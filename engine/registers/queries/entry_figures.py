"""Figures of a register: how many entries began, ended and are in force, by month of a year and by village.

An entry is in force until its last state. It begins where its key was not in force before, and ends where
it is not any more; what only changes its state does neither. Numbers and nobody's entry, so recusal takes
nothing from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.registers.kept_registers import KeptRegister
from engine.registers.rules.field_words import place_field
from engine.registers.store import entry_figures
from engine.registers.store.place_names import PlaceNames
from engine.texts import OFFICIAL

Names = Mapping[str, str]


@dataclass(frozen=True)
class MonthFigure:
    """Numbers of entries begun and ended in a month, and in force on its last day, or today."""

    month: date
    begun: int
    ended: int
    in_force: int


@dataclass(frozen=True)
class VillageFigure:
    """The same of a village and the year; `names` is None for entries that name no village."""

    code: str | None
    names: Names | None
    begun: int
    ended: int
    in_force: int


@dataclass(frozen=True)
class RegisterFigures:
    """A year: by month, of one village or of all, and by village."""

    year: int
    first_year: int
    last_year: int
    months: tuple[MonthFigure, ...]
    villages: tuple[VillageFigure, ...]

    @property
    def most(self) -> int:
        """Return how much the longest bar stands for."""
        return max((village.in_force for village in self.villages), default=0)


def figures(
    tx: Transaction, register: KeptRegister, year: int | None = None, *, village: str | None = None
) -> RegisterFigures:
    """Return the figures of a year, this one if none is named; with a village its months are of it alone."""
    today = local_date(tx.now)
    of: dict[str, Any] = {"register": register.code, "place": register.place_id}
    oldest = entry_figures.first_day(tx, **of)
    begun = min(oldest.year, today.year) if oldest else today.year
    year = min(max(year or today.year, begun), today.year)
    first, after = date(year, 1, 1), min(date(year + 1, 1, 1), today + timedelta(days=1))
    rows = entry_figures.of_period(tx, **of, first=first, after=after)
    number_of_months = (after - timedelta(days=1)).month
    return RegisterFigures(
        year=year,
        first_year=begun,
        last_year=today.year,
        months=tuple(_months(rows, [date(year, month + 1, 1) for month in range(number_of_months)], village)),
        villages=() if place_field(register.declared) is None else _villages(tx, register, rows),
    )


def _months(rows: list[Any], months: list[date], village: str | None) -> Iterator[MonthFigure]:
    """Yield the months, each going on from what was in force before it."""
    if village is not None:
        rows = [row for row in rows if row.place == village]
    in_force = sum(row.before for row in rows)
    for month in months:
        there = [row for row in rows if row.month == month.month]
        begun = sum(row.begun if village is None else row.begun_there for row in there)
        ended = sum(row.ended if village is None else row.ended_there for row in there)
        in_force += begun - ended
        yield MonthFigure(month, begun, ended, in_force)


def _villages(tx: Transaction, register: KeptRegister, rows: list[Any]) -> tuple[VillageFigure, ...]:
    """Return the villages of a register, by name; moving ends in one and begins in another."""
    begun, ended, standing = Counter[str | None](), Counter[str | None](), Counter[str | None]()
    for row in rows:
        begun[row.place] += row.begun_there
        ended[row.place] += row.ended_there
        standing[row.place] += row.standing
    names = PlaceNames(tx, register.place_id)
    found = [
        VillageFigure(code, names.of(code) if code else None, begun[code], ended[code], standing[code])
        for code in standing
    ]
    return tuple(sorted(found, key=lambda village: (village.names or {}).get(OFFICIAL, "")))
