"""A table of values that a council sets: rows of text become entries of parameters, or mistakes. Pure.

A row is a parameter with its value from a day. Rows without a value are left out, so the table that is given
to fill in can be sent back half filled. Day and act of a row go before those of the whole table.

To add a column: here in `COLUMNS` and `_planned`, its words `value_table.column.<code>`, the preview in
`web/templates/admin/values_table.html`. `tests/engine/test_value_table.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.errors import Rejected
from engine.near_names import Names, meant
from engine.spreadsheets import Cells, Mistake, Row, cut, folded, rows_of, sorted_mistakes, words_of
from engine.terms import Unit
from engine.value_tables.typed import ValueUnusable, checked, typed_value

COLUMNS: Final = ("parameter", "value", "unit", "first_on", "last_on", "act")
REQUIRED: Final = ("parameter", "value")
MOST_ROWS: Final = 300
NEW, CHANGED, SAME = "new", "changed", "same"
UNITS: Final = tuple(unit.value for unit in Unit)
FLAGS: Final = ("yes", "no")


@dataclass(frozen=True)
class Entry:
    """A value with its period, as it was entered; the end does not belong to it."""

    value: Any
    valid_from: date
    valid_until: date | None = None
    act: Names | None = field(default=None, compare=False)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True)
class SettableParameter:
    """A parameter that the council may set; its entries and the country's, the last entered first."""

    name: str
    names: Names
    kind: str
    unit: str | None
    own: tuple[Entry, ...] = ()
    country: tuple[Entry, ...] = ()

    @property
    def called(self) -> frozenset[str]:
        """What a table may call it: its code, and its name in any language."""
        return frozenset(folded(name) for name in (self.name, *self.names.values()) if name)

    def from_day(self, day: date) -> tuple[Entry, ...]:
        """Return the municipality's entries that hold on a day or begin to count later, by first day."""
        days = [day, *(entry.valid_from for entry in self.own if entry.valid_from > day)]
        found = {entry.valid_from: entry for on in days if (entry := _holding(self.own, on)) is not None}
        return tuple(found[first] for first in sorted(found))


@dataclass(frozen=True)
class PlannedValue:
    """Planned effect of a row; `before` is what would hold on its first day without the row.

    `replaces_on` is the first day of an entry for later days that the row ends; no other row repeats it.
    """

    what: str
    parameter: SettableParameter
    entry: Entry
    act: str
    before: Entry | None
    row: int
    replaces_on: date | None = None


@dataclass(frozen=True)
class ValuePlan:
    """All that would come of a table. With a mistake nothing of it may be entered."""

    values: tuple[PlannedValue, ...]
    mistakes: tuple[Mistake, ...]
    asked: tuple[Any, ...]  # the table and what it was asked with

    def of(self, what: str) -> tuple[PlannedValue, ...]:
        return tuple(planned for planned in self.values if planned.what == what)

    @property
    def entered(self) -> tuple[PlannedValue, ...]:
        """The values to enter, in the order in which they have to be: of a day the last entered counts."""
        return tuple(planned for planned in self.values if planned.what != SAME)

    @property
    def does_something(self) -> bool:
        return bool(self.entered)

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, what it was asked with, and each effect."""
        effects = [
            [value.parameter.name, value.what, _told(value.before), _told(value.entry), value.act]
            for value in self.values
        ]
        return sha256(canonical.dumps([*self.asked, effects])).hexdigest()


@dataclass(frozen=True)
class Ground:
    """The act and day of a table, for rows that name none, and the day on which it is looked at."""

    act: str
    first_on: date
    today: date


@dataclass(frozen=True)
class _Asked:
    """A row that can be read: its parameter, its entry and its act."""

    parameter: SettableParameter
    entry: Entry
    act: str
    row: Row = field(compare=False)


def plan_of(table: Sequence[Cells], known: Sequence[SettableParameter], ground: Ground) -> ValuePlan:
    """Return what would come of a table."""
    rows, mistakes = rows_of(table, COLUMNS, REQUIRED, group="value_table.column", most=MOST_ROWS)
    asked = [found for row in rows if (found := _asked(row, known, ground)) is not None]
    _note_twice(asked)
    planned = [value for parameter in known for value in _planned(parameter, asked, ground)]
    told = (ground.act, ground.first_on.isoformat(), [list(row) for row in table])
    return ValuePlan(tuple(planned), sorted_mistakes(mistakes), told)


def _asked(row: Row, known: Sequence[SettableParameter], ground: Ground) -> _Asked | None:
    """Return a row as it can be entered; None where it says nothing, or its mistakes are noted."""
    noted = len(row.mistakes)
    row.check(COLUMNS, ("parameter",))
    parameter = _parameter(row, known)
    if not row.text("value"):
        if row.text("first_on") or row.text("last_on") or row.text("act"):
            row.wrong("value", Rejected("spreadsheet.cell_missing"))
        return None
    first_on, last_on = row.day("first_on") or ground.first_on, row.day("last_on")
    if last_on is not None and last_on < first_on:
        row.wrong("last_on", Rejected("parameter.period_empty"))
    if parameter is None:
        return None
    value = _value(row, parameter)
    if len(row.mistakes) > noted:
        return None
    until = None if last_on is None else last_on + timedelta(days=1)
    return _Asked(parameter, Entry(value, first_on, until), row.text("act") or ground.act, row)


def _parameter(row: Row, known: Sequence[SettableParameter]) -> SettableParameter | None:
    """Return the parameter that a row names, by its code or name; where there is none, it is noted."""
    said = row.text("parameter")
    if not said:
        return None
    found = [parameter for parameter in known if folded(said) in parameter.called]
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(parameter.name for parameter in found)
        row.wrong("parameter", Rejected("spreadsheet.ambiguous", value=cut(said), codes=codes))
        return None
    near = meant(said, {parameter.name: parameter.names for parameter in known})
    refused = Rejected("value_table.parameter_unknown", value=cut(said))
    if near is not None:
        refused = Rejected("value_table.parameter_nearly", value=cut(said), meant=near)
    row.wrong("parameter", refused)
    return None


def _value(row: Row, parameter: SettableParameter) -> Any:
    """Return the value of a row as its parameter has it; what is none is noted."""
    said, unit = row.text("value"), row.text("unit")
    if parameter.kind == "flag":
        said = words_of("value_table.flag", FLAGS).get(folded(said), "")
    if parameter.kind == "term":
        unit = words_of("value_table.unit", UNITS).get(folded(unit), "")
        if not unit:
            row.wrong("unit", Rejected("value_table.unit_unknown"))
            return None
    try:
        return checked(parameter.kind, typed_value(parameter.kind, said, unit=unit))
    except ValueUnusable as refused:
        row.wrong("value", refused)
        return None


def _note_twice(asked: Iterable[_Asked]) -> None:
    """Note rows of a parameter and a first day that an earlier row has as well."""
    first: dict[tuple[str, date], int] = {}
    for found in asked:
        key = found.parameter.name, found.entry.valid_from
        if key in first:
            found.row.wrong("parameter", Rejected("value_table.twice", row=first[key]))
        first.setdefault(key, found.row.number)


def _planned(parameter: SettableParameter, asked: Sequence[_Asked], ground: Ground) -> Iterator[PlannedValue]:
    """Yield what becomes of the rows of a parameter, by their first days: each counts for those after it."""
    rows = sorted(
        (found for found in asked if found.parameter.name == parameter.name),
        key=lambda found: found.entry.valid_from,
    )
    own, days = list(parameter.own), {found.entry.valid_from for found in rows}
    for found in rows:
        entry, day = found.entry, found.entry.valid_from
        before, country = _holding(own, day), _holding(parameter.country, day)
        if before is not None and (before.value, before.valid_until) == (entry.value, entry.valid_until):
            yield PlannedValue(SAME, parameter, before, found.act, before, found.row.number)
            continue
        if day <= ground.today:
            found.row.wrong("first_on", Rejected("administering.day_not_ahead"))
        later = {known.valid_from for known in own if known.valid_from > day} - days
        replaces = min(filter(entry.holds_on, later), default=None)
        own.insert(0, entry)
        what = NEW if before is None else CHANGED
        yield PlannedValue(what, parameter, entry, found.act, before or country, found.row.number, replaces)


def _holding(entries: Iterable[Entry], day: date) -> Entry | None:
    """Return the entry that counts on a day: of those that hold, the last entered."""
    return next((entry for entry in entries if entry.holds_on(day)), None)


def _told(entry: Entry | None) -> list[Any]:
    return [] if entry is None else [entry.value, str(entry.valid_from), str(entry.valid_until)]
