"""Days of the proleptic Gregorian calendar, for years far beyond those of Python's own date."""

from __future__ import annotations

from typing import Final

MAX_YEAR: Final = 999_999_999

_DAYS_BEFORE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Say whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return the length of a month."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def is_date(year: int, month: int, day: int) -> bool:
    """Say whether there is such a day."""
    return abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def day_of_year(year: int, month: int, day: int) -> int:
    """Return the number of the day in its year, from one."""
    return _DAYS_BEFORE[month - 1] + day + (1 if month > 2 and is_leap(year) else 0)


def ordinal(year: int, month: int, day: int) -> int:
    """Return the number of a day; the first of January of year one is one, as in Python."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + day_of_year(year, month, day)


def from_ordinal(number: int) -> tuple[int, int, int]:
    """Return year, month and day of a day number."""
    cycles, rest = divmod(number - 1, 146_097)
    centuries = min(rest // 36_524, 3)
    rest -= centuries * 36_524
    fours, rest = divmod(rest, 1_461)
    years = min(rest // 365, 3)
    rest -= years * 365
    year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    month = 1
    while rest >= (length := days_in_month(year, month)):
        rest -= length
        month += 1
    return year, month, rest + 1


def weekday(number: int) -> int:
    """Return the weekday of a day number, Monday being one."""
    return (number - 1) % 7 + 1


def week_of_year(year: int, month: int, day: int) -> int:
    """Return the ISO 8601 week: the one that holds the year's first Thursday is the first."""
    number = ordinal(year, month, day)
    thursday = number - weekday(number) + 4
    of_year = from_ordinal(thursday)[0]
    return (thursday - ordinal(of_year, 1, 1)) // 7 + 1
