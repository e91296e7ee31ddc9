"""Dates and durations as people write them, "3 days" or "1.9.2026", in the form that FEEL reads."""

from __future__ import annotations

import re
from typing import Final

from feel.temporal import READERS

_UNITS: Final = {
    "D": ("d", "day", "days", "დღე", "დღის", "დღეში"),
    "W": ("week", "weeks", "კვირა", "კვირის", "კვირაში"),
    "M": ("month", "months", "თვე", "თვის", "თვეში"),
    "Y": ("year", "years", "წელი", "წლის", "წელიწადი"),
    "h": ("h", "hour", "hours", "საათი", "საათის", "საათში"),
    "m": ("min", "minute", "minutes", "წუთი", "წუთის", "წუთში"),
}
_COUNTED: Final = re.compile(r"(\d{1,4})\s*(\w+)")
# The day comes first, as everybody in the country writes it, or the year does.
_DAY_FIRST: Final = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})")
_YEAR_FIRST: Final = re.compile(r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})")


def time_of(function: str, text: str) -> str:
    """Return what a text means to one of the functions that read times; nothing where it means nothing."""
    if function == "duration":
        return nearest_duration(text)
    return nearest_date(text) if function == "date" else ""


def nearest_duration(text: str) -> str:
    """Return the ISO 8601 duration that words like "3 days" mean; nothing where they mean none."""
    found = _COUNTED.fullmatch(text.strip().lower())
    unit = found and next((unit for unit, words in _UNITS.items() if found[2] in words), "")
    if not found or not unit:
        return ""
    if unit == "W":
        return f"P{7 * int(found[1])}D"
    return f"P{found[1]}{unit}" if unit.isupper() else f"PT{found[1]}{unit.upper()}"


def nearest_date(text: str) -> str:
    """Return the ISO 8601 date that a date like "1.9.2026" is; nothing where there is no such day."""
    found = _DAY_FIRST.fullmatch(text.strip()) or _YEAR_FIRST.fullmatch(text.strip())
    if found is None:
        return ""
    date = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    return date if READERS["date"](date) is not None else ""
