"""The plan of a table of settlements: which are new, changed, confirmed, listed no more; mistakes.

A row means the settlement of its code, else the one of its municipality and Georgian name that is listed on
the day. What it leaves empty stays as it is. A new one that is called nearly as one that the table doesn't
name is shown with it, for whoever looks to decide. Changes nothing; to be asked by whoever looks at a list,
and once more when it is approved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.near_names import Names, nearest
from engine.offices.administration import DayIsOver, ground
from engine.place_cells import Place
from engine.settlements.table import SettlementLine, read_table
from engine.spreadsheets import Cells, Mistake, folded, sorted_mistakes
from engine.stores import settlements as store
from engine.texts import OFFICIAL, TERMINAL

NEW, CHANGED, SAME, ENDED = "new", "changed", "same", "ended"
LIKE_SETTLEMENTS: Final = 80  # of 100; villages that are called alike are many
CONFIRMED: Final = frozenset({"sourced", "high"})
_NOT_OF_CODES: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class PlannedSettlement:
    """Planned effect on one settlement; `changes` names what is other than before."""

    what: str
    code: str
    place: Place
    names: Names
    unit: str | None
    altitude: int | None
    valid_from: date
    valid_until: date | None = None
    changes: tuple[str, ...] = ()
    row: int | None = None
    near: tuple[Names, ...] = ()  # of settlements that are listed and that the table doesn't name
    known: Any = None  # the settlement as it is


@dataclass(frozen=True)
class SettlementPlan:
    """All that would come of a table. With a mistake nothing of it may be approved."""

    settlements: tuple[PlannedSettlement, ...]
    mistakes: tuple[Mistake, ...]
    asked: tuple[Any, ...]  # the table and what it was asked with

    def of(self, what: str) -> tuple[PlannedSettlement, ...]:
        return tuple(planned for planned in self.settlements if planned.what == what)

    @property
    def counts(self) -> dict[str, int]:
        return {what: len(self.of(what)) for what in (NEW, CHANGED, ENDED, SAME)}

    @property
    def does_something(self) -> bool:
        return any(planned.what != SAME for planned in self.settlements)

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, the act, the day, and what becomes of each."""
        effects = [
            [place.what, place.code, list(place.changes), place.valid_until and place.valid_until.isoformat()]
            for place in self.settlements
        ]
        return sha256(canonical.dumps([*self.asked, effects])).hexdigest()


@dataclass(frozen=True)
class ListTerms:
    """Terms common to every row: by which act, from which day until which, whether the list is whole.

    `last_on` is the last day of settlements whose row names none; without it their periods stay as they are.
    """

    act: str
    first_on: date
    is_whole: bool
    last_on: date | None = None


class PeriodEmpty(Rejected):
    """The last day of a list lies before its first."""

    code = "settlement_table.period_empty"


def plan(tx: Transaction, cells: Sequence[Cells], terms: ListTerms, *, today: date) -> SettlementPlan:
    """Return what would come of a table.

    Raises `ActNotNamed`; `DayIsOver` for a day before today; `PeriodEmpty`.
    """
    rests_on, first_on, last_on = ground(terms.act), terms.first_on, terms.last_on
    if first_on < today:
        raise DayIsOver
    if last_on is not None and last_on < first_on:
        raise PeriodEmpty
    places = [Place(row.id, row.code, row.names, row.units) for row in store.places(tx, on=first_on)]
    lines, mistakes = read_table(cells, places)
    known = store.every(tx)
    planned, refused = _planned(lines, known, terms)
    planned = _with_near(planned, known, first_on)
    if terms.is_whole:
        planned += _ended(planned, known, first_on)
    asked = (
        rests_on,
        first_on.isoformat(),
        last_on and last_on.isoformat(),
        terms.is_whole,
        [list(row) for row in cells],
    )
    return SettlementPlan(tuple(planned), sorted_mistakes([*mistakes, *refused]), asked)


def _planned(
    lines: Iterable[SettlementLine], known: Sequence[Any], terms: ListTerms
) -> tuple[list[PlannedSettlement], list[Mistake]]:
    by_code, by_name = {row.code: row for row in known}, _by_name(known, terms.first_on)
    taken, meant = set(by_code), dict[str, int]()
    planned, mistakes = [], []
    for line in lines:
        found = _meant(line, by_name, by_code, terms.first_on)
        if isinstance(found, Mistake):
            mistakes.append(found)
            continue
        until = _first_after(line.last_on or terms.last_on)
        if found is None:
            one = _new(line, taken, terms.first_on, until)
        else:
            one = _compared(line, found, until or found.valid_until)
        if one.valid_until is not None and one.valid_until <= max(one.valid_from, terms.first_on):
            mistakes.append(_wrong(line, "settlement_table.period_empty"))
        taken.add(one.code)
        if one.code in meant:
            mistakes.append(_wrong(line, "settlement_table.twice", row=meant[one.code]))
        meant.setdefault(one.code, line.row)
        planned.append(one)
    return planned, mistakes


def _first_after(last_on: date | None) -> date | None:
    return None if last_on is None else last_on + timedelta(days=1)


def _by_name(known: Sequence[Any], first_on: date) -> Mapping[tuple[int, str], list[Any]]:
    """Return what is listed on the day or later, by municipality and Georgian name."""
    found: dict[tuple[int, str], list[Any]] = {}
    for row in known:
        if _is_listed(row, first_on):
            found.setdefault((row.municipality_id, folded(row.names[OFFICIAL])), []).append(row)
    return found


def _meant(
    line: SettlementLine,
    by_name: Mapping[tuple[int, str], list[Any]],
    by_code: Mapping[str, Any],
    first_on: date,
) -> Any:
    """Return the settlement that a row means, None for a new one, or what is wrong."""
    if line.code is not None and line.code in by_code:
        found = by_code[line.code]
        is_listed = found.municipality_id == line.place.id and _is_listed(found, first_on)
        return found if is_listed else _wrong(line, "settlement_table.code_taken", value=line.code)
    if line.code is not None:
        return None
    same = by_name.get((line.place.id, folded(line.names[OFFICIAL])), [])
    if len(same) > 1:
        same = [row for row in same if row.unit_code == line.unit] or same
    if len(same) > 1:
        codes = ", ".join(row.code for row in same)
        return _wrong(line, "spreadsheet.ambiguous", value=line.names[OFFICIAL], codes=codes)
    return same[0] if same else None


def _with_near(
    planned: Sequence[PlannedSettlement], known: Sequence[Any], first_on: date
) -> list[PlannedSettlement]:
    """Return the plan, each new settlement with those that it may have been meant for."""
    named, left = {settlement.code for settlement in planned}, dict[int, dict[str, Names]]()
    for row in known:
        if row.code not in named and _is_listed(row, first_on):
            left.setdefault(row.municipality_id, {})[row.code] = row.names
    found = []
    for settlement in planned:
        others = left.get(settlement.place.id, {})
        near = (
            nearest(settlement.names[OFFICIAL], others, like=LIKE_SETTLEMENTS)
            if settlement.what == NEW
            else ()
        )
        found.append(replace(settlement, near=tuple(others[code] for code in near)) if near else settlement)
    return found


def _new(
    line: SettlementLine, taken: set[str], first_on: date, valid_until: date | None
) -> PlannedSettlement:
    return PlannedSettlement(
        NEW,
        line.code or _free_code(line, taken),
        line.place,
        line.names,
        line.unit,
        line.altitude,
        line.listed_since or first_on,
        valid_until,
        row=line.row,
    )


def _free_code(line: SettlementLine, taken: set[str]) -> str:
    name = _NOT_OF_CODES.sub("-", line.names[TERMINAL].lower()).strip("-") or "settlement"
    wanted = f"{line.place.code}-{name}"[:100].rstrip("-")
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbered) if code not in taken)


def _compared(line: SettlementLine, known: Any, valid_until: date | None) -> PlannedSettlement:
    unit = line.unit or known.unit_code
    altitude = known.altitude if line.altitude is None else line.altitude
    differs = {
        "names": dict(known.names) != dict(line.names),
        "unit": unit != known.unit_code,
        "altitude": altitude != known.altitude,
        "until": valid_until != known.valid_until,
        "confirmed": known.confidence not in CONFIRMED,
    }
    changes = tuple(name for name, is_other in differs.items() if is_other)
    return PlannedSettlement(
        CHANGED if changes else SAME,
        known.code,
        line.place,
        line.names,
        unit,
        altitude,
        known.valid_from,
        valid_until,
        changes,
        line.row,
        known=known,
    )


def _ended(
    planned: Sequence[PlannedSettlement], known: Sequence[Any], first_on: date
) -> Iterator[PlannedSettlement]:
    """Yield what the whole list of its municipalities does not name any more."""
    named, places = {line.code for line in planned}, {line.place.id: line.place for line in planned}
    for row in known:
        is_left_out = row.municipality_id in places and row.code not in named
        if is_left_out and row.valid_from < first_on and _is_listed(row, first_on):
            place = places[row.municipality_id]
            yield PlannedSettlement(
                ENDED,
                row.code,
                place,
                row.names,
                row.unit_code,
                row.altitude,
                row.valid_from,
                first_on,
                known=row,
            )


def _is_listed(row: Any, on: date) -> bool:
    """Say whether a settlement is listed on the day, or will be later."""
    return row.valid_until is None or row.valid_until > on


def _wrong(line: SettlementLine, code: str, **params: Any) -> Mistake:
    columns = {"settlement_table.code_taken": "code", "settlement_table.period_empty": "last_on"}
    column = columns.get(code, f"name_{OFFICIAL}")
    return Mistake(line.row, column, Rejected(code, **params))
