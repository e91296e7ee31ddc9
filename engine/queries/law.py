"""Parameters as those see them who set them: what holds, what comes, what the country has beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import administered, of_the_country
from engine.queries.views import Names
from engine.stores import parameters, people

TEXT = "text"  # what decides by words is not set here


@dataclass(frozen=True)
class Value:
    """A value with its period and ground; without who where the installation began with it."""

    entry_id: int
    value: Any
    valid_from: date
    valid_until: date | None
    act: Names | None
    who: Names | None
    at: datetime


@dataclass(frozen=True)
class Parameter:
    """A parameter: what it is today for the country, and of the municipality that is looked at."""

    name: str
    names: Names
    kind: str
    unit: str | None
    is_settable: bool
    country: Value | None
    own: Value | None
    next_on: date | None
    entered: tuple[Value, ...] = ()

    @property
    def last(self) -> int:
        """Return the last entry at the place that is looked at, 0 for none."""
        return max((entry.entry_id for entry in self.entered), default=0)


@dataclass(frozen=True)
class ValueOnDay:
    """A value as it held on a day; of the municipality's council, or of the country."""

    value: Any
    valid_from: date
    act: Names | None
    who: Names | None
    at: datetime
    is_own: bool


@dataclass(frozen=True)
class ChangedParameter:
    """A parameter whose value on one day is another than on a day before."""

    name: str
    names: Names
    kind: str
    unit: str | None
    before: ValueOnDay | None
    after: ValueOnDay | None


@dataclass(frozen=True)
class ComparedParameters:
    """Differences of parameters on a day from an earlier one; the municipality is None for the country."""

    municipality: Names | None
    changes: tuple[ChangedParameter, ...]


def compared(tx: Transaction, code: str | None, *, since: date, until: date) -> ComparedParameters:
    """Return what became other from a day to another. Raises `NotFound`, `NotAllowed`."""
    if code is None:
        of_the_country(tx)
        return ComparedParameters(None, _compared(tx, None, since, until))
    place = administered(tx, code)
    return ComparedParameters(place.names, _compared(tx, place.id, since, until))


def of_country(tx: Transaction) -> tuple[Parameter, ...]:
    """Return all parameters to the national administrator. Raises `NotAllowed`."""
    of_the_country(tx)
    return _every(tx, None)


def of_municipality(tx: Transaction, code: str) -> tuple[Names, tuple[Parameter, ...]]:
    """Return what the council may set, to its administrator. Raises `NotFound`, `NotAllowed`."""
    place = administered(tx, code)
    return place.names, tuple(parameter for parameter in _every(tx, place.id) if parameter.is_settable)


def _every(tx: Transaction, municipality_id: int | None) -> tuple[Parameter, ...]:
    rows, today = parameters.entered(tx, municipality_id), local_date(tx.now)
    who = people.names(tx, {row.recorded_by for row in rows if row.recorded_by is not None})
    found = []
    for named in parameters.named(tx):
        own = [row for row in rows if row.name == named.name]
        if not own:
            continue
        here, country = _of(own, municipality_id), _of(own, None)
        seen = here if municipality_id is not None else country
        found.append(
            Parameter(
                named.name,
                named.names,
                own[0].kind,
                own[0].unit,
                named.is_settable and own[0].kind != TEXT,
                _value(_on(country, today), who),
                None if municipality_id is None else _value(_on(here, today), who),
                min((row.valid_from for row in seen if row.valid_from > today), default=None),
                tuple(filter(None, (_value(row, who) for row in seen))),
            )
        )
    return tuple(found)


def _compared(
    tx: Transaction, municipality_id: int | None, since: date, until: date
) -> tuple[ChangedParameter, ...]:
    rows = parameters.entered(tx, municipality_id)
    who = people.names(tx, {row.recorded_by for row in rows if row.recorded_by is not None})
    found = []
    for named in parameters.named(tx):
        entered = [row for row in rows if row.name == named.name]
        if not entered or (municipality_id is not None and not named.is_settable):
            continue
        before, after = (_in_force(entered, municipality_id, day) for day in (since, until))
        if _of_entry(before) != _of_entry(after):
            kind, unit = entered[0].kind, entered[0].unit
            values = (_value_on(row, who) for row in (before, after))
            found.append(ChangedParameter(named.name, named.names, kind, unit, *values))
    return tuple(found)


def _in_force(rows: Sequence[Any], municipality_id: int | None, day: date) -> Any:
    """Return the row that cases of the day go by: the municipality's own, else the country's."""
    own = _on(_of(rows, municipality_id), day)
    return own if own is not None else _on(_of(rows, None), day)


def _of_entry(row: Any) -> int | None:
    return None if row is None else int(row.id)


def _value_on(row: Any, who: Any) -> ValueOnDay | None:
    if row is None:
        return None
    act = row.law["act"] if row.law else None
    is_own = row.municipality_id is not None
    return ValueOnDay(row.value, row.valid_from, act, who.get(row.recorded_by), row.recorded_at, is_own)


def _of(rows: Sequence[Any], municipality_id: int | None) -> list[Any]:
    return [row for row in rows if row.municipality_id == municipality_id]


def _on(rows: Sequence[Any], day: date) -> Any:
    """Return the row that counts on the day: the last entered goes first."""
    return next(
        (row for row in rows if row.valid_from <= day and (row.valid_until is None or row.valid_until > day)),
        None,
    )


def _value(row: Any, who: Any) -> Value | None:
    if row is None:
        return None
    act = row.law["act"] if row.law else None
    by = who.get(row.recorded_by)
    return Value(row.id, row.value, row.valid_from, row.valid_until, act, by, row.recorded_at)
