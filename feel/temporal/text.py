"""Text of values of time: ISO 8601 as DMN narrows it, with named zones after "@"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from feel.temporal.types import (
    DAY,
    MAX_OFFSET,
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    Duration,
    MonthsDuration,
    Temporal,
    Time,
    Zone,
    date_of_ordinal,
    days,
    make_date,
    months,
    region,
)

_DATE: Final = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9})[0-9]*)?"
    r"(?:(?P<utc>[zZ])|(?P<sign>[+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@(?P<region>[A-Za-z0-9_+\-/]{1,60}))?"
)
_MONTHS: Final = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?")
_DAYS: Final = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,14})D)?"
    r"(?:T(?=\.?[0-9])(?:([0-9]{1,16})H)?(?:([0-9]{1,17})M)?"
    r"(?:(?=\.?[0-9])([0-9]{0,18})(?:\.([0-9]{0,9})[0-9]*)?S)?)?"
)


def parse_date(text: str) -> Date | None:
    """Read ``2024-02-29``."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    return make_date(int(match[1]), int(match[2]), int(match[3]))


def parse_time(text: str) -> Time | None:
    """Read ``13:20:00.5+04:00`` or ``13:20:00@Asia/Tbilisi``."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    nano = int((match[4] or "0").ljust(9, "0"))
    if hour == 24 and minute == second == nano == 0:
        # XML Schema's other name for midnight.
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone: Zone = None
    if match["utc"]:
        zone = 0
    elif match["sign"]:
        if int(match[8]) > 59 or int(match[9] or 0) > 59:
            return None
        zone = int(match[7]) * 3600 + int(match[8]) * 60 + int(match[9] or 0)
        if zone > MAX_OFFSET:
            return None
        zone = -zone if match["sign"] == "-" else zone
    elif match["region"]:
        if region(match["region"]) is None:
            return None
        zone = match["region"]
    return Time(hour, minute, second, nano, zone)


def parse_date_time(text: str) -> DateTime | None:
    """Read a date, "T" and a time."""
    date_text, separator, time_text = text.partition("T")
    date = parse_date(date_text)
    time = parse_time(time_text) if separator else None
    if date is None or time is None:
        return None
    if time_text.startswith("24"):
        next_date = date_of_ordinal(date.ordinal + 1)
        return None if next_date is None else DateTime(next_date, time)
    return DateTime(date, time)


def parse_duration(text: str) -> Duration | None:
    """Read ``P1Y2M`` or ``-P3DT4H5M6.7S``; years and days together are no duration in FEEL."""
    match = _MONTHS.fullmatch(text)
    if match is not None:
        total = int(match[2] or 0) * 12 + int(match[3] or 0)
        return months(-total if match[1] else total)
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    seconds = int(match[2] or 0) * 86_400 + int(match[3] or 0) * 3600 + int(match[4] or 0) * 60
    nanos = (seconds + int(match[5] or 0)) * NANOS + int((match[6] or "0").ljust(9, "0"))
    return days(-nanos if match[1] else nanos)


def parse_temporal(text: str) -> Temporal | None:
    """Read what stands in ``@"…"``."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text.partition("@")[0]:
        return parse_date_time(text)
    if ":" in text:
        return parse_time(text)
    return parse_date(text)


def format_temporal(value: Temporal) -> str:
    """Write a value so that it reads back the same."""
    if isinstance(value, Date):
        return _format_date(value)
    if isinstance(value, Time):
        return _format_time(value)
    if isinstance(value, DateTime):
        return f"{_format_date(value.date)}T{_format_time(value.time)}"
    if isinstance(value, MonthsDuration):
        return _format_months(value)
    return _format_days(value)


def _format_date(value: Date) -> str:
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def _format_time(value: Time) -> str:
    text = f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{_fraction(value.nano)}"
    zone = value.zone
    if zone is None:
        return text
    if isinstance(zone, str):
        return f"{text}@{zone}"
    if zone == 0:
        return f"{text}Z"
    size = abs(zone)
    tail = f":{size % 60:02d}" if size % 60 else ""
    return f"{text}{'-' if zone < 0 else '+'}{size // 3600:02d}:{size // 60 % 60:02d}{tail}"


def _fraction(nano: int) -> str:
    return f".{nano:09d}".rstrip("0") if nano else ""


def _format_months(value: MonthsDuration) -> str:
    size = abs(value.months)
    years = f"{size // 12}Y" if size >= 12 else ""
    rest = f"{size % 12}M" if size % 12 or not years else ""
    return f"{'-' if value.months < 0 else ''}P{years}{rest}"


def _format_days(value: DaysDuration) -> str:
    size = abs(value.nanos)
    seconds, nano = divmod(size % DAY, NANOS)
    date = f"{size // DAY}D" if size >= DAY else ""
    time = ""
    if seconds >= 3600:
        time += f"{seconds // 3600}H"
    if seconds // 60 % 60:
        time += f"{seconds // 60 % 60}M"
    if seconds % 60 or nano:
        time += f"{seconds % 60}{_fraction(nano)}S"
    if not date and not time:
        return "PT0S"
    return f"{'-' if value.nanos < 0 else ''}P{date}{'T' + time if time else ''}"


# What makes a value of a text, by the function that is written for it.
READERS: Final[Mapping[str, Callable[[str], Temporal | None]]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}
