"""The values of time: date, time, date and time, and the two durations.

Python's own types end at year 9999 and at microseconds, and have no time with a named zone; FEEL's don't.
Python equality of these types means "the very same"; whether two instants are equal is a question for FEEL.
"""

from __future__ import annotations

import datetime as python
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from feel.temporal import calendar

NANOS: Final = 1_000_000_000
DAY: Final = 86_400 * NANOS
MAX_OFFSET: Final = 18 * 3600
MAX_NANOS: Final = 10**28
MAX_MONTHS: Final = 10**12

# Names that mean something else on every machine.
_MACHINE_ZONES: Final = frozenset({"localtime", "posixrules", "Factory"})

Zone = int | str | None
"""Seconds east of Greenwich, or the name of a region, or local time."""


@lru_cache(maxsize=256)
def region(name: str) -> ZoneInfo | None:
    """Return the rules of a named zone, or nothing if there is none."""
    if name in _MACHINE_ZONES or name.startswith(("posix/", "right/")):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None


@dataclass(frozen=True, slots=True)
class Date:
    year: int
    month: int
    day: int

    @property
    def ordinal(self) -> int:
        return calendar.ordinal(self.year, self.month, self.day)

    def to_python(self) -> python.date:
        """Return Python's date; a year it can't hold is an OverflowError."""
        if not 1 <= self.year <= 9999:
            raise OverflowError(self.year)
        return python.date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Time:
    hour: int
    minute: int
    second: int
    nano: int = 0
    zone: Zone = None

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight."""
        return (self.hour * 3600 + self.minute * 60 + self.second) * NANOS + self.nano

    def to_python(self) -> python.time:
        """Return Python's time, cut to microseconds."""
        return python.time(self.hour, self.minute, self.second, self.nano // 1000, tzinfo=_tzinfo(self.zone))


@dataclass(frozen=True, slots=True)
class DateTime:
    date: Date
    time: Time

    @property
    def local_nanos(self) -> int:
        """Nanoseconds on the local clock since the day before the first day of year one."""
        return self.date.ordinal * DAY + self.time.nanos

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich at this instant; nothing for local time."""
        zone = self.time.zone
        return zone if zone is None or isinstance(zone, int) else _offset_of(zone, self)

    @property
    def instant(self) -> int:
        """Nanoseconds on the clock of Greenwich; local time is read as if it were there."""
        return self.local_nanos - (self.offset or 0) * NANOS

    def to_python(self) -> python.datetime:
        """Return Python's datetime, cut to microseconds."""
        return python.datetime.combine(self.date.to_python(), self.time.to_python())


@dataclass(frozen=True, slots=True)
class DaysDuration:
    """A days and time duration."""

    nanos: int

    def to_python(self) -> python.timedelta:
        """Return Python's timedelta, cut to microseconds."""
        return python.timedelta(microseconds=self.nanos // 1000)


@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """A years and months duration."""

    months: int


Duration = DaysDuration | MonthsDuration
Temporal = Date | Time | DateTime | DaysDuration | MonthsDuration


def _tzinfo(zone: Zone) -> python.tzinfo | None:
    if zone is None:
        return None
    if isinstance(zone, int):
        return python.timezone(python.timedelta(seconds=zone))
    return region(zone)


def _offset_of(zone: str, moment: DateTime) -> int:
    """Ask the region's rules, in a year of the same calendar where Python has no such year."""
    date = moment.date
    year = date.year if 1 < date.year < 9999 else 2000 + date.year % 400
    rules = region(zone)
    time = moment.time
    local = python.datetime(year, date.month, date.day, time.hour, time.minute, time.second, tzinfo=rules)
    shift = local.utcoffset()
    return 0 if shift is None else int(shift.total_seconds())


def make_date(year: int, month: int, day: int) -> Date | None:
    """Return the date if there is such a day."""
    return Date(year, month, day) if calendar.is_date(year, month, day) else None


def date_of_ordinal(number: int) -> Date | None:
    """Return the day of a number, unless it lies beyond the calendar."""
    if abs(number) > 366 * (calendar.MAX_YEAR + 1):
        return None
    return make_date(*calendar.from_ordinal(number))


def time_of_nanos(nanos: int, zone: Zone) -> Time:
    """Return the time of day of a number of nanoseconds, whole days dropped."""
    seconds, nano = divmod(nanos % DAY, NANOS)
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, zone)


def at_local(nanos: int, zone: Zone) -> DateTime | None:
    """Return the date and time of a reading of the local clock."""
    date = date_of_ordinal(nanos // DAY)
    return None if date is None else DateTime(date, time_of_nanos(nanos, zone))


def at_instant(nanos: int, zone: Zone) -> DateTime | None:
    """Return the date and time in a zone of an instant of Greenwich."""
    if not isinstance(zone, str):
        return at_local(nanos + (zone or 0) * NANOS, zone)
    greenwich = at_local(nanos, 0)
    if greenwich is None:
        return None
    rules = region(zone)
    date, time = greenwich.date, greenwich.time
    year = date.year if 1 < date.year < 9999 else 2000 + date.year % 400
    utc = python.datetime(year, date.month, date.day, time.hour, time.minute, time.second, tzinfo=python.UTC)
    shift = utc.astimezone(rules).utcoffset()
    return at_local(nanos + (0 if shift is None else int(shift.total_seconds())) * NANOS, zone)


def days(nanos: int) -> DaysDuration | None:
    """Return a days and time duration of bearable size."""
    return DaysDuration(nanos) if abs(nanos) <= MAX_NANOS else None


def months(number: int) -> MonthsDuration | None:
    """Return a years and months duration of bearable size."""
    return MonthsDuration(number) if abs(number) <= MAX_MONTHS else None


def from_python(value: python.date | python.time | python.timedelta) -> Temporal | None:
    """Return the FEEL value of one of Python's."""
    if isinstance(value, python.datetime):
        date = Date(value.year, value.month, value.day)
        return DateTime(date, _time_from(value.time(), value.tzinfo, value.utcoffset()))
    if isinstance(value, python.date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, python.time):
        return _time_from(value, value.tzinfo, value.utcoffset())
    return days((value.days * 86_400 + value.seconds) * NANOS + value.microseconds * 1000)


def _time_from(value: python.time, tz: python.tzinfo | None, shift: python.timedelta | None) -> Time:
    zone: Zone = None
    if isinstance(tz, ZoneInfo) and tz.key:
        zone = tz.key
    elif shift is not None:
        zone = int(shift.total_seconds())
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, zone)
