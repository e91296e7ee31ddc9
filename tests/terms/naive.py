"""A second way to find the last day of a term: one day after the other, with no arithmetic.

Slow and simple on purpose. It shares no code with `engine.terms` and serves as its witness.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

DAY = timedelta(days=1)


def is_day_off(day: date, holidays: Collection[date]) -> bool:
    return day.isoweekday() in (6, 7) or day in holidays


def is_month_later(day: date, start: date, months: int) -> bool:
    """Say whether the day is `months` months after the start, or its month's last day instead."""
    if (day.year * 12 + day.month) - (start.year * 12 + start.month) != months:
        return False
    is_month_end = (day + DAY).month != day.month
    return day.day == start.day or (is_month_end and day.day < start.day)


def last_day(
    number: int, unit: str, start: date, *, holidays: Collection[date], still: Collection[date]
) -> date:
    """Return the last day; `still` are all days on which the term stands still."""
    day = start
    if unit == "months":
        to_count = 0
        nominal = start
        while not is_month_later(nominal, start, number):
            nominal += DAY
            to_count += 1
    else:
        to_count = number
    while to_count:
        day += DAY
        if day in still or (unit == "working_days" and is_day_off(day, holidays)):
            continue
        to_count -= 1
    while is_day_off(day, holidays) or day in still:
        day += DAY
    return day
