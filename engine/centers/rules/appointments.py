"""Appointments: when one can come to a community centre, by its hours, read alike by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from engine.clock import ZONE, local_date
from engine.terms import Calendar

AHEAD: Final = timedelta(days=30)
KEPT: Final = timedelta(days=60)  # after that what was noted of people is erased


@dataclass(frozen=True)
class Hours:
    """The hours of a centre; `days` has the opening and closing time of each weekday, Monday is 1."""

    days: Mapping[int, tuple[time, time]]
    minutes: int
    places: int

    def times(self, day: date) -> tuple[time, ...]:
        """Return the times of a day, of which each ends before the centre closes."""
        if day.isoweekday() not in self.days:
            return ()
        opens, closes = self.days[day.isoweekday()]
        found, step = [], timedelta(minutes=self.minutes)
        at, end = datetime.combine(day, opens), datetime.combine(day, closes)
        while at + step <= end:
            found.append(at.time())
            at += step
        return tuple(found)


def hours_of(row: Any) -> Hours | None:
    """Return the hours that were entered; None for a centre of which nobody has entered any."""
    if row is None:
        return None
    days = {int(day): (time.fromisoformat(a), time.fromisoformat(b)) for day, (a, b) in row.days.items()}
    return Hours(days, row.minutes, row.places)


def is_offered(
    hours: Hours | None, day: date, at: time, *, now: datetime, calendar: Calendar, is_closed: bool
) -> bool:
    """Say whether a time can be chosen: of a day that is open within the next weeks, and not past.

    On holidays nobody is expected, whatever the weekday.
    """
    today = local_date(now)
    if hours is None or is_closed or not today <= day <= today + AHEAD or at not in hours.times(day):
        return False
    if calendar.day_off(day) in ("holiday", "decreed"):
        return False
    return datetime.combine(day, at, tzinfo=ZONE) > now
