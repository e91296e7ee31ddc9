"""Reference data of a municipality, kept by the process for as long as none of it changes.

Whoever reads ahead for a step reads the state of the reference data with it (`reference_state`), so what is
kept is never older than what a statement at that moment would have read.
Who counts a deadline with the days off says so when the step is recorded: by then they may be others.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeVar

from engine.db.pool import Transaction
from engine.stores import municipality_settings, reference
from engine.terms import Calendar
from engine.texts import LANGUAGES

STATE = "select version, version = pg_current_xact_id_if_assigned() as is_ours from reference_state"
MUNICIPALITIES_KEPT, DAYS_KEPT = 256, 300
_T = TypeVar("_T")


@dataclass(frozen=True)
class ReferenceSnapshot:
    """Snapshot of a municipality's reference data: its row and days off; what has a period: parameters, …"""

    state: Any  # of the reference data when they were read
    municipality: Any
    calendar: Calendar
    _parameters: Sequence[Any]
    _settlements: Sequence[Any]
    _programmes: Sequence[Any]
    _letterheads: list[Any]
    _spoken: list[Any]
    _courts: list[Any]
    _hours: list[Any]
    _bank_details: list[Any]
    _by_day: dict[tuple[str, date], Any] = field(default_factory=dict)

    def parameter(self, name: str, *, on: date) -> Any:
        """Return the row valid on the day, or None; the municipality's own goes before the country's."""
        return self._valid(on).get(name)

    def parameter_rows(self, on: date) -> Mapping[str, Any]:
        """Return the rows valid on the day, by name. To be read only."""
        return self._valid(on)

    def parameter_as_known(self, name: str, *, on: date, at: datetime) -> Any:
        """Return the row valid on the day, of those that had been recorded at the instant, or None."""
        rows = (row for row in self._parameters if row.name == name and row.recorded_at <= at)
        return next(_valid_on(rows, on), None)

    def parameters(self, on: date) -> Mapping[str, Any]:
        """Return every parameter valid on the day, nested by the parts of its name. To be read only."""
        return self._once("nested", on, lambda: _nested(self._valid(on).values()))

    def numbers(self, names: Iterable[str], *, on: date) -> list[int]:
        """Return those of the parameters that hold a number on the day."""
        rows = (self.parameter(name, on=on) for name in names)
        return [int(row.value) for row in rows if row is not None and row.kind == "number"]

    def settlements(self, on: date) -> Sequence[Any]:
        """Return the high-mountain settlements that are valid on the day."""
        return self._once("settlements", on, lambda: list(_valid_on(self._settlements, on)))

    def settlement_options(self, on: date, language: str) -> Sequence[Mapping[str, str]]:
        """Return the same as a form offers them. To be read only."""
        return self._once(
            f"options:{language}",
            on,
            lambda: [{"value": row.code, "label": _with_unit(row, language)} for row in self.settlements(on)],
        )

    def settlement_names(self, code: str) -> Mapping[str, str] | None:
        """Return how a settlement is called, also a de-listed one."""
        return next((row.names for row in self._settlements if row.code == code), None)

    def letterhead(self, on: date) -> Mapping[str, Any]:
        """Return what papers of the day carry of the municipality. To be read only."""
        row = municipality_settings.in_force(self._letterheads, on)
        return {} if row is None else row.content

    def court(self, on: date) -> Mapping[str, Any]:
        """Return where acts of the day are contested, empty if nobody entered it. To be read only."""
        row = municipality_settings.in_force(self._courts, on)
        return {} if row is None else row.content

    def office_hours(self, on: date) -> Mapping[str, Any]:
        """Return when the office is open on the day, empty if nobody entered it. To be read only."""
        row = municipality_settings.in_force(self._hours, on)
        return {} if row is None else row.content

    def bank_details(self, on: date) -> Mapping[str, Any]:
        """Return to which account people pay on the day, empty if none was approved. To be read only."""
        row = municipality_settings.in_force(self._bank_details, on)
        return {} if row is None else row.content

    def languages(self, on: date) -> tuple[str, ...]:
        """Return the languages in which the municipality offers its services on the day."""
        row = municipality_settings.in_force(self._spoken, on)
        return LANGUAGES if row is None else tuple(row.content["languages"])

    def programmes(self, on: date) -> Mapping[str, Mapping[str, Any]]:
        """Return the sub-programmes that are valid on the day, by code. To be read only."""
        return self._once("programmes", on, lambda: _contents(_valid_on(self._programmes, on)))

    def programme_periods(self) -> Sequence[Any]:
        """Return the sub-programmes of all times, of each code the newest period first. To be read only."""
        return self._programmes

    def _valid(self, on: date) -> Mapping[str, Any]:
        # They are ordered so that the first of each name is the one that counts.
        return self._once("parameters", on, lambda: _first_of_each(_valid_on(self._parameters, on)))

    def _once(self, kind: str, on: date, find: Callable[[], _T]) -> _T:
        found: _T | None = self._by_day.get((kind, on))
        if found is None:
            if len(self._by_day) >= DAYS_KEPT:
                self._by_day.clear()
            found = self._by_day[kind, on] = find()
        return found


_kept: OrderedDict[tuple[str, int], tuple[Any, ReferenceSnapshot]] = OrderedDict()
_lock = Lock()


def known(tx: Transaction, municipality_id: int) -> ReferenceSnapshot:
    """Return the reference data of the municipality as they are now."""
    is_ours = False
    if tx.reference is None:
        state = tx.one(STATE)
        assert state is not None
        tx.reference, is_ours = state.version, state.is_ours
    key = (tx.database, municipality_id)
    with _lock:
        version, found = _kept.get(key, (None, None))
        if found is not None and version == tx.reference:
            _kept.move_to_end(key)
            return found
    found = _load(tx, municipality_id)
    if is_ours:
        # This transaction is changing them: there may be more to come under the same state.
        tx.reference = None
        return found
    with _lock:
        _kept[key] = (tx.reference, found)
        while len(_kept) > MUNICIPALITIES_KEPT:
            _kept.popitem(last=False)
    return found


def _load(tx: Transaction, municipality_id: int) -> ReferenceSnapshot:
    return ReferenceSnapshot(
        tx.reference,
        reference.municipality_by_id(tx, municipality_id),
        reference.calendar(tx, municipality_id),
        reference.all_parameters(tx, municipality_id),
        reference.all_settlements(tx, municipality_id),
        reference.all_programmes(tx, municipality_id),
        municipality_settings.entered(tx, municipality_id, municipality_settings.LETTERHEAD),
        municipality_settings.entered(tx, municipality_id, municipality_settings.SPOKEN),
        municipality_settings.entered(tx, municipality_id, municipality_settings.COURT),
        municipality_settings.entered(tx, municipality_id, municipality_settings.HOURS),
        municipality_settings.entered(tx, municipality_id, municipality_settings.BANK_DETAILS),
    )


def _with_unit(row: Any, language: str) -> str:
    name = str(row.names[language])
    return f"{name} ({row.unit_names[language]})" if row.unit_names else name


def _valid_on(rows: Iterable[Any], on: date) -> Iterator[Any]:
    return (row for row in rows if row.valid_from <= on and (row.valid_until is None or row.valid_until > on))


def _first_of_each(rows: Iterator[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        found.setdefault(row.name, row)
    return found


def _contents(rows: Iterator[Any]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        found.setdefault(row.code, row.content)
    return found


def _nested(rows: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        *path, last = row.name.split(".")
        place = found
        for part in path:
            place = place.setdefault(part, {})
        place[last] = row.value
    return found
