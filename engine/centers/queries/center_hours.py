"""Hours and single days of a community centre, for whoever keeps them and who wants to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.centers.store import appointments, center_hours
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people


@dataclass(frozen=True)
class HoursEntry:
    """One entry; `days` has from and to of each open weekday, Monday is 1."""

    valid_from: date
    days: Mapping[str, tuple[str, str]]
    minutes: int
    places: int
    who: Names | None


@dataclass(frozen=True)
class DayEntry:
    """A single day on which the centre is closed, or open after all."""

    on_day: date
    is_closed: bool
    why: str


@dataclass(frozen=True)
class HoursPage:
    """Page of a centre's hours, as far as they are known, the last entry first."""

    number: int
    center: Names
    entries: tuple[HoursEntry, ...]
    days: tuple[DayEntry, ...]


def page(tx: Transaction, number: int) -> HoursPage:
    """Return the page to the centre's head, or who keeps the directory. Raises `NotAllowed`, `NotFound`."""
    actor = tx.actor
    is_head = actor.center == number and actor.may_somewhere(Right.KEEP_CENTER)
    if not (is_head or actor.may_somewhere(Right.KEEP_DIRECTORY)):
        raise NotAllowed
    center = next((row for row in appointments.centers(tx) if row.number == number), None)
    if center is None:
        raise NotFound
    rows = center_hours.entered(tx, number)
    names = people.names(tx, {row.recorded_by for row in rows})
    entries = (
        HoursEntry(row.valid_from, row.days, row.minutes, row.places, names.get(row.recorded_by))
        for row in rows
    )
    days = center_hours.days(tx, number, since=local_date(tx.now))
    said = tuple(DayEntry(row.on_day, row.is_closed, row.why) for row in days)
    return HoursPage(number, center.names, tuple(entries), said)


def closed_because(tx: Transaction, number: int, day: date) -> str:
    """Return why the centre is closed on the day; nothing if it is open."""
    said = [row for row in center_hours.days(tx, number, since=day) if row.on_day == day]
    return said[0].why if said and said[0].is_closed else ""
