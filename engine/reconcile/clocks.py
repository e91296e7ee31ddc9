"""Every open deadline counted anew: do clocks, timers and cases say what the law's arithmetic says?

A clock's row, its timers and its case's deadline are copies made for showing and searching; what
happened to the clock is kept beside them. While a day off is still being counted nothing is
compared: the deadlines are about to move.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken
from engine.operations.clockwork import OVERALL, history_of
from engine.queries import reconciling
from engine.reconcile.report import Checked
from engine.scope import REMINDERS
from engine.stores import clocks, reference
from engine.stores.known import known
from engine.terms import Calendar, ClockState, clock_state

Timers = frozenset[tuple[int | None, datetime]]


class _Places:
    """Calendars and shares, looked up once for each municipality and day."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._calendars: dict[int, Calendar] = {}
        self._shares: dict[tuple[int, Any], list[int]] = {}

    def calendar(self, place: int) -> Calendar:
        if place not in self._calendars:
            self._calendars[place] = reference.calendar(self._tx, place)
        return self._calendars[place]

    def shares(self, place: int, filed_at: datetime) -> list[int]:
        key = (place, local_date(filed_at))
        if key not in self._shares:
            self._shares[key] = sorted(known(self._tx, place).numbers(REMINDERS, on=key[1]))
        return self._shares[key]


def check(tx: Transaction) -> Checked:
    """Compare each clock with its history counted anew."""
    if reconciling.is_recounting(tx):
        return Checked("deadlines", "none compared", notes=("a day off is still being counted",))
    places, total, found = _Places(tx), 0, []
    for batch in reconciling.clocked_batches(tx):
        timers = _timers(tx, [case.id for case in batch])
        rows: dict[Any, list[Any]] = {}
        for row in clocks.of_cases(tx, [case.id for case in batch]):
            rows.setdefault(row.case_id, []).append(row)
        for case in batch:
            for row in rows.get(case.id, []):
                total += 1
                kept = timers.get((case.id, row.name), frozenset())
                found += [
                    f"case {case.number}: {difference}"
                    for difference in _differences(case, row, kept, places)
                ]
    found += [
        f"case {row.number}: the timer at {row.element} does not follow its clock {row.clock}"
        for row in reconciling.strayed_timers(tx)
    ]
    return Checked("deadlines", f"{total} clocks counted anew", tuple(found))


def _differences(case: Any, row: Any, timers: Timers, places: _Places) -> Iterator[str]:
    name = f"its clock {row.name}"
    due_at = row.due_at
    if row.state in ("running", "paused"):
        shares = places.shares(case.municipality_id, case.filed_at)
        calendar = places.calendar(case.municipality_id)
        try:
            counted = clock_state(history_of(row), calendar, shares=shares, reminded=row.reminded)
        except Broken as error:
            yield f"{name} can't be counted ({error.error_code})"
            return
        if (row.state == "running", row.last_day, row.due_at) != (
            counted.is_running,
            counted.last_day,
            counted.due_at,
        ):
            yield f"{name} ends {row.last_day}, counted anew {counted.last_day}"
        if timers != _expected(counted):
            yield f"{name} has other timers than its days say"
    elif timers:
        yield f"{name} is {row.state} and has a timer"
    if row.state == "stopped":
        due_at = None
    if row.name == OVERALL and case.due_at != due_at:
        yield f"the case is due {case.due_at} and its clock {due_at}"


def _expected(counted: ClockState) -> Timers:
    ends = [] if counted.due_at is None else [(None, counted.due_at)]
    reminder = counted.reminder
    return frozenset([*ends, *([(reminder.share, reminder.due_at)] if reminder else [])])


def _timers(tx: Transaction, ids: list[Any]) -> dict[tuple[Any, str], Timers]:
    found: dict[tuple[Any, str], Timers] = {}
    for row in reconciling.clock_timers(tx, ids):
        key = (row.case_id, row.clock)
        found[key] = found.get(key, frozenset()) | {(row.share, row.due_at)}
    return found
