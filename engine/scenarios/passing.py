"""Time that passes in a scenario: the instants at which timers are polled on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from engine.clock import local_date, start_of_day
from engine.scenarios.errors import CannotRun


def goal_of(step: Mapping[str, Any], now: datetime) -> datetime:
    """Return until when a step lets time pass."""
    if "days" in step:
        return now + timedelta(days=step["days"])
    return start_of_day(date.fromisoformat(step["until"]))


def instants(now: datetime, goal: datetime) -> Iterator[datetime]:
    """Return the beginning of each day on the way, and the goal. Raises `CannotRun` if it has passed."""
    if goal < now:
        raise CannotRun(f"{goal} has passed")
    day = local_date(now) + timedelta(days=1)
    while start_of_day(day) < goal:
        yield start_of_day(day)
        day += timedelta(days=1)
    yield goal
