"""Times of day and moments: how they are typed, stored, shown and held against limits.

A time is stored as "14:30:00", a moment with the offset of Georgia, "2026-03-27T14:30:00+04:00": FEEL reads
both. Days alone are in `formats`. Refuses to know about fields and about the present.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from forms.formats import Refused, read_date, show_date

ZONE = ZoneInfo("Asia/Tbilisi")  # the day and the hour that people here have
KINDS = frozenset({"date", "time", "date_time"})

_TIME = r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@Asia/Tbilisi)?"
_TIME_ALONE = re.compile(_TIME + _OFFSET)
_MOMENT = re.compile(rf"([0-9.\-/ ]{{8,12}}?)(?:T|,? +)({_TIME}){_OFFSET}")


def read_time(text: str) -> str:
    """hh:mm to hh:mm:ss; an offset, as the public editor writes it, says nothing more: it is local time."""
    match = _TIME_ALONE.fullmatch(text)
    if not match:
        raise Refused("time")
    return _time(match[1], match[2], match[3]).isoformat()


def read_date_time(text: str) -> str:
    """dd.mm.yyyy hh:mm or ISO, to ISO with the offset of Georgia."""
    match = _MOMENT.fullmatch(text)
    if not match:
        raise Refused("date_time")
    day = date.fromisoformat(read_date(match[1].strip()))
    hour = _time(match[3], match[4], match[5])
    return _moment(datetime.combine(day, hour).isoformat(), match[6] or "").isoformat()


def show_time(value: str) -> str:
    """14:30 for a stored time; any other text as it is."""
    return value[:5] if re.fullmatch(r"[0-9]{2}:[0-9]{2}:00", value) else value


def show_date_time(value: str) -> str:
    """27.03.2026, 14:30 for a stored moment; any other text as it is."""
    match = _MOMENT.fullmatch(value)
    if not match or "T" not in value:
        return value
    return f"{show_date(match[1])}, {show_time(_time(match[3], match[4], match[5]).isoformat())}"


def show(value: str, kind: str) -> str:
    """A stored day, time or moment as people write it."""
    if kind == "time":
        return show_time(value)
    return show_date_time(value) if kind == "date_time" else show_date(value)


def check_period(kind: str, value: str, *, first: Any, last: Any) -> None:
    """Refuse what lies outside two limits as FEEL gives them; null is no limit."""
    word = "time" if kind == "time" else "date"
    least, most = _limit(kind, first), _limit(kind, last)
    if least is not None and _cut(kind, value, least) < _comparable(kind, least):
        raise Refused(f"{word}_too_early", min=show(least, "date" if len(least) == 10 else kind))
    if most is not None and _cut(kind, value, most) > _comparable(kind, most):
        raise Refused(f"{word}_too_late", max=show(most, "date" if len(most) == 10 else kind))


def _limit(kind: str, value: Any) -> str | None:
    """Return a limit in the form in which values are stored, or a day for a moment."""
    if value is None:
        return None
    try:
        if kind == "date":
            return date.fromisoformat(value[:10]).isoformat()
        if kind == "time":
            return read_time(value)
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        return read_date_time(value)
    except (TypeError, ValueError, Refused):
        raise Refused("cannot_check") from None


def _cut(kind: str, value: str, limit: str) -> Any:
    """A day as the limit of a moment is the whole day."""
    return _comparable(kind, value[:10] if len(limit) == 10 else value)


def _comparable(kind: str, value: str) -> Any:
    return datetime.fromisoformat(value) if kind == "date_time" and len(value) > 10 else value


def _time(hour: str, minute: str, second: str | None) -> time:
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        raise Refused("time") from None


def _moment(text: str, offset: str) -> datetime:
    if offset in ("", "@Asia/Tbilisi"):
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    try:
        return datetime.fromisoformat(text + offset.replace("Z", "+00:00")).astimezone(ZONE)
    except ValueError:
        raise Refused("date_time") from None
