"""The only module that knows the present.

It gives the instant (always UTC), says which day that is in Georgia, and lets tests and the
demo set the time. It refuses to know terms, holidays and cases.

To change the time zone: there is one, that of the country, `ZONE` here, and no municipality has its own. It
is said again in `forms/moments.py`, which may not import the engine, and in SQL (`git grep "time zone
'Asia/Tbilisi'"`). One for each municipality would begin with `local_date` here, and a field of
`bpmn/municipalities/`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Tbilisi")


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> datetime:
        """Jump to the instant, forwards or backwards, and return it in UTC."""
        self._now = _in_utc(instant)
        return self._now

    def advance(self, step: timedelta) -> datetime:
        """Move forward by the step and return the new present.

        A clock that is advanced by a negative step would hide a mistake in a test, so going
        back is only possible with `set`.
        """
        if step < timedelta(0):
            raise ValueError("a clock only advances forwards; use set() to go back")
        return self.set(self._now + step)


def local_date(instant: datetime) -> date:
    """Return the day it is in Georgia at the instant."""
    return _aware(instant).astimezone(ZONE).date()


def start_of_day(day: date) -> datetime:
    """Return the first instant of the day in Georgia, in UTC."""
    return datetime.combine(day, time.min, tzinfo=ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the last instant of the day in Georgia, in UTC.

    It is the last microsecond, the finest step PostgreSQL stores, and not the midnight after
    it: so `local_date(end_of_day(day)) == day`, and nobody who shows a due instant as a date
    promises a person one day too many.
    """
    # Counted back from the next midnight: when clocks were set back, the last hour came twice.
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)


def _in_utc(instant: datetime) -> datetime:
    return _aware(instant).astimezone(UTC)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant
