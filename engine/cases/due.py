"""Due instants: what an expression gave for a deadline, as an instant.

Refuses to know what waits for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from engine.clock import ZONE, end_of_day
from engine.errors import Broken
from engine.operations import clockwork
from engine.scope import World
from engine.terms import ClockEnd, Term, deadline
from engine.terms.term import same_day_later
from feel import Date, DateTime, DaysDuration, MonthsDuration

if TYPE_CHECKING:
    from engine.steps import OpenCase


def end_of_wait(case: OpenCase, value: Any, *, element: str) -> tuple[str | None, dict[str, Any] | None]:
    """Return the instant and the term of a timer; one that follows a clock may have no instant yet."""
    if isinstance(value, ClockEnd):
        due_at = clockwork.end_of(case, value.clock)
        return None if due_at is None else due_at.isoformat(), {"clock": value.clock}
    due_at, term = instant_of(case.world, value)
    if due_at is None:
        raise Broken("timer.no_instant", element=element)
    return due_at.isoformat(), term


def instant_of(world: World, value: Any) -> tuple[datetime | None, dict[str, Any] | None]:
    """Turn what an expression gave for a deadline into an instant, with its term if it has one."""
    today = world.today
    if value is None:
        return None, None
    if isinstance(value, Term):
        found = deadline(value, today, world.calendar)
        kept = {"name": value.name, "number": value.number, "unit": value.unit.value}
        return found.due_at, {**kept, "started_on": today.isoformat()}
    if isinstance(value, DaysDuration):
        return world.moment + value.to_python(), None
    if isinstance(value, MonthsDuration) and value.months >= 0:
        return end_of_day(same_day_later(today, value.months)), None
    if isinstance(value, DateTime):
        instant = value.to_python()
        return (instant if instant.tzinfo else instant.replace(tzinfo=ZONE)).astimezone(UTC), None
    if isinstance(value, Date):
        return end_of_day(value.to_python()), None
    raise Broken("timer.not_a_time", value=type(value).__name__)
