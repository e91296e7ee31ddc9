"""When one can come to a community centre by appointment.

Handlers and pages say it alike. The hours of each centre are not known: all are offered the same.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from engine.clock import ZONE, local_date
from engine.terms import Calendar

FIRST, LAST, STEP = time(10), time(17, 30), timedelta(minutes=30)
AHEAD: Final = timedelta(days=30)
KEPT: Final = timedelta(days=60)  # after that what was noted of people is erased


def times() -> tuple[time, ...]:
    """Return the times of a day."""
    found, at = [], datetime.combine(date.min, FIRST)
    while at.time() <= LAST:
        found.append(at.time())
        at += STEP
    return tuple(found)


def is_offered(day: date, at: time, *, now: datetime, calendar: Calendar) -> bool:
    """Say whether a time can be chosen: of a working day within the next weeks, and not past."""
    today = local_date(now)
    if not today <= day <= today + AHEAD or not calendar.is_working(day) or at not in times():
        return False
    return datetime.combine(day, at, tzinfo=ZONE) > now
