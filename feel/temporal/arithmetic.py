"""Sums, differences and order of values of time. Whatever has no meaning is None, as everywhere in FEEL."""

from __future__ import annotations

from feel.temporal import calendar
from feel.temporal.types import (
    DAY,
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    Duration,
    MonthsDuration,
    Temporal,
    Time,
    at_instant,
    date_of_ordinal,
    days,
    make_date,
    months,
    time_of_nanos,
)


def add(value: Temporal, duration: Duration) -> Temporal | None:
    """Return a value of time moved by a duration."""
    if isinstance(duration, MonthsDuration):
        return _add_months(value, duration.months)
    nanos = duration.nanos
    if isinstance(value, DateTime):
        return at_instant(value.instant + nanos, value.time.zone)
    if isinstance(value, Date):
        return date_of_ordinal(value.ordinal + nanos // DAY)
    if isinstance(value, Time):
        return time_of_nanos(value.nanos + nanos, value.zone)
    return days(value.nanos + nanos) if isinstance(value, DaysDuration) else None


def _add_months(value: Temporal, number: int) -> Temporal | None:
    if isinstance(value, MonthsDuration):
        return months(value.months + number)
    if isinstance(value, DateTime):
        date = shift_months(value.date, number)
        return None if date is None else DateTime(date, value.time)
    return shift_months(value, number) if isinstance(value, Date) else None


def shift_months(date: Date, number: int) -> Date | None:
    """Return the same day n months on, or the month's last day where it is shorter."""
    year, month = divmod(date.year * 12 + date.month - 1 + number, 12)
    if abs(year) > calendar.MAX_YEAR:
        return None
    return make_date(year, month + 1, min(date.day, calendar.days_in_month(year, month + 1)))


def negate(duration: Duration) -> Duration:
    """Return the opposite duration."""
    if isinstance(duration, MonthsDuration):
        return MonthsDuration(-duration.months)
    return DaysDuration(-duration.nanos)


def between(left: Temporal, right: Temporal) -> DaysDuration | None:
    """Return how much later the left is; nothing if only one of them has a zone."""
    if isinstance(left, Time) and isinstance(right, Time):
        if (left.zone is None) != (right.zone is None):
            return None
        return days(_time_value(left) - _time_value(right))
    if isinstance(left, Date) and isinstance(right, Date):
        return days((left.ordinal - right.ordinal) * DAY)
    if not isinstance(left, Date | DateTime) or not isinstance(right, Date | DateTime):
        return None
    # A date beside a date and time is its midnight in Greenwich.
    first, second = _moment(left), _moment(right)
    if (first.time.zone is None) != (second.time.zone is None):
        return None
    return days(first.instant - second.instant)


def _moment(value: Date | DateTime) -> DateTime:
    return DateTime(value, Time(0, 0, 0, 0, 0)) if isinstance(value, Date) else value


def order_key(left: Temporal, right: Temporal) -> tuple[int, int] | None:
    """Return two numbers in the order of two values of one kind, or nothing if they have none.

    A value without a zone is read in the zone of the other.
    """
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        if left.time.zone is None or right.time.zone is None:
            return left.local_nanos, right.local_nanos
        return left.instant, right.instant
    if isinstance(left, Time) and isinstance(right, Time):
        if left.zone is None or right.zone is None:
            return left.nanos, right.nanos
        return _time_value(left), _time_value(right)
    if isinstance(left, Date) and isinstance(right, Date):
        return left.ordinal, right.ordinal
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration):
        return left.nanos, right.nanos
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration):
        return left.months, right.months
    return None


def _time_value(time: Time) -> int:
    return time.nanos - _time_offset(time)


def _time_offset(time: Time) -> int:
    """A time of day in a named region has no day; its offset is that of the first of January 1970."""
    if isinstance(time.zone, str):
        return (DateTime(Date(1970, 1, 1), time).offset or 0) * NANOS
    return (time.zone or 0) * NANOS


def months_between(start: Date | DateTime, end: Date | DateTime) -> MonthsDuration | None:
    """Return the whole months from day to day, negative if the end comes first; times do not count."""
    first = start if isinstance(start, Date) else start.date
    last = end if isinstance(end, Date) else end.date
    number = (last.year - first.year) * 12 + last.month - first.month
    if number > 0 and last.day < first.day:
        number -= 1
    elif number < 0 and last.day > first.day:
        number += 1
    return months(number)
