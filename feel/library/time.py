"""Functions on values of time. The present comes from the evaluation, never from a clock here."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from feel.run import Run
from feel.semantics import equal
from feel.signature import Registry
from feel.temporal import (
    Date,
    DateTime,
    DaysDuration,
    Time,
    calendar,
    from_python,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)
from feel.temporal.arithmetic import months_between
from feel.temporal.types import MAX_OFFSET, NANOS, make_date, region
from feel.values import CONTEXT, Value, whole

builtin = Registry()

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@builtin("date", "from: string")
def _date_from_text(run: Run, text: str) -> Value:
    return parse_date(text)


@builtin("date", "from: date and time|date")
def _date_from(run: Run, value: Date | DateTime) -> Value:
    return value.date if isinstance(value, DateTime) else value


@builtin("date", "year: number, month: number, day: number")
def _date(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    parts = whole(year), whole(month), whole(day)
    if parts[0] is None or parts[1] is None or parts[2] is None:
        return None
    return make_date(parts[0], parts[1], parts[2])


@builtin("time", "from: string")
def _time_from_text(run: Run, text: str) -> Value:
    return parse_time(text)


@builtin("time", "from: date and time|date|time")
def _time_from(run: Run, value: Date | DateTime | Time) -> Value:
    if isinstance(value, DateTime):
        return value.time
    return value if isinstance(value, Time) else Time(0, 0, 0, 0, 0)


def _make_time(hour: Decimal, minute: Decimal, second: Decimal, zone: int | str | None) -> Time | None:
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not 0 <= hours <= 23 or not 0 <= minutes <= 59:
        return None
    if not 0 <= second < 60:
        return None
    seconds, nanos = divmod(int(CONTEXT.scaleb(second, 9)), NANOS)
    return Time(hours, minutes, seconds, nanos, zone)


def _zone_of(offset: DaysDuration | None) -> tuple[int | None] | None:
    if offset is None:
        return (None,)
    seconds, rest = divmod(offset.nanos, NANOS)
    return (seconds,) if not rest and abs(seconds) <= MAX_OFFSET else None


@builtin("time", "hour: number, minute: number, second: number, [offset: days|null]")
def _time(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None
) -> Value:
    zone = _zone_of(offset)
    return None if zone is None else _make_time(hour, minute, second, zone[0])


@builtin("date and time", "from: string")
def _date_time_from_text(run: Run, text: str) -> Value:
    if "T" in text:
        return parse_date_time(text)
    date = parse_date(text)
    return None if date is None else DateTime(date, Time(0, 0, 0))


@builtin("date and time", "from: date and time")
def _date_time_from(run: Run, value: DateTime) -> Value:
    return value


@builtin("date and time", "from: date")
def _date_time_from_date(run: Run, value: Date) -> Value:
    return DateTime(value, Time(0, 0, 0, 0, 0))


@builtin("date and time", "date: date|date and time, time: time")
def _date_time(run: Run, date: Date | DateTime, time: Time) -> Value:
    return DateTime(date.date if isinstance(date, DateTime) else date, time)


_PARTS: Final = "year: number, month: number, day: number, hour: number, minute: number, second: number"


@builtin("date and time", f"{_PARTS}, [offset: days|null]")
def _date_time_of_parts(run: Run, *parts: Value) -> Value:
    zone = _zone_of(parts[6] if len(parts) > 6 else None)
    date = _date(run, *parts[:3])
    hour, minute, second = parts[3:6]
    time = None if zone is None else _make_time(hour, minute, second, zone[0])
    return None if date is None or time is None else DateTime(date, time)


@builtin("date and time", f"{_PARTS}, timezone: string")
def _date_time_in_region(run: Run, *parts: Value) -> Value:
    date = _date(run, *parts[:3])
    hour, minute, second, name = parts[3:]
    time = None if region(name) is None else _make_time(hour, minute, second, name)
    return None if date is None or time is None else DateTime(date, time)


@builtin("duration", "from: string")
def _duration(run: Run, text: str) -> Value:
    return parse_duration(text)


@builtin("years and months duration", "from: date|date and time, to: date|date and time")
def _months(run: Run, start: Date | DateTime, end: Date | DateTime) -> Value:
    return months_between(start, end)


@builtin("now", "")
def _now(run: Run) -> Value:
    return from_python(run.present())


@builtin("today", "")
def _today(run: Run) -> Value:
    """The day is that of the zone in which the present was given."""
    return from_python(run.present().date())


def _date_part(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("day of year", "date: date|date and time")
def _day_of_year(run: Run, value: Date | DateTime) -> Value:
    date = _date_part(value)
    return Decimal(calendar.day_of_year(date.year, date.month, date.day))


@builtin("day of week", "date: date|date and time")
def _day_of_week(run: Run, value: Date | DateTime) -> Value:
    return _DAYS[calendar.weekday(_date_part(value).ordinal) - 1]


@builtin("month of year", "date: date|date and time")
def _month_of_year(run: Run, value: Date | DateTime) -> Value:
    return _MONTHS[_date_part(value).month - 1]


@builtin("week of year", "date: date|date and time")
def _week_of_year(run: Run, value: Date | DateTime) -> Value:
    date = _date_part(value)
    return Decimal(calendar.week_of_year(date.year, date.month, date.day))


@builtin("is", "[value1: any], [value2: any]")
def _is(run: Run, left: Value = None, right: Value = None) -> Value:
    """The same kind, the same value, and for values of time the same zone as well."""
    if isinstance(left, Time | DateTime):
        return bool(left == right)
    return equal(run, left, right) is True
