"""Parts of a clerk's list: which list, what of it, and in which order.

To add a condition of the inbox: a field here, its statement in `conditions`, `Part` and its address in
`web/inbox/place_in_list.py`, a field of the form in `web/templates/inbox/narrowing.html`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from engine.clock import start_of_day
from engine.db.pool import Transaction
from engine.lists import DEADLINE
from engine.queries import inbox_counts, inbox_ranges
from engine.queries.inbox_ranges import Body, Holder, Place
from engine.queries.inbox_views import Due
from engine.stores.known import known
from engine.terms import Calendar

LAST_OF_ALL: Final = "infinity"


@dataclass(frozen=True)
class Days:
    """A range of days, both within it; None where it is open."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Part:
    """List, and the part of it that is shown; `answer` is where its cases keep it, and its value."""

    tab: str
    due: Due | None = None
    service: str | None = None
    holder: Holder | None = None
    due_on: Days = Days()
    came_on: Days = Days()  # when the step came to the desk
    answer: tuple[str, str] | None = None  # of the one service
    order: str = DEADLINE  # see `lists.SORTS`
    language: str = ""  # in which names are sorted

    @property
    def is_narrowed(self) -> bool:
        """Whether it is less than its counts say: days, an answer or a holder are named."""
        return bool(self.holder or self.answer or self.came_on != Days() or self.due_on != Days())


def calendar(tx: Transaction) -> Calendar:
    """Return the calendar by which the actor's days are counted."""
    return known(tx, next(iter(tx.actor.municipalities), 0)).calendar


def body(tx: Transaction, part: Part) -> Body:
    """Return the statement of its tasks, in the order of deadlines; its limit is still open."""
    conditions: list[str] = []
    params: dict[str, Any] = {}
    if part.due is Due.NEW:
        conditions.append(inbox_ranges.FILED_SINCE)
        params |= {"of": list(tx.actor.municipalities), "filed": inbox_counts.filed_since(tx)}
    if part.service and part.answer:
        place, value = part.answer
        conditions.append(inbox_ranges.OF_ANSWER)
        params |= {"service": part.service, "answered_at": place.split("."), "answered": value}
    elif part.service:
        conditions.append(inbox_ranges.OF_SERVICE)
        params["service"] = part.service
    if part.came_on.since:
        conditions.append("and t.opened_at >= :came_since")
        params["came_since"] = start_of_day(part.came_on.since)
    if part.came_on.until:
        conditions.append("and t.opened_at < :came_until")
        params["came_until"] = start_of_day(part.came_on.until + timedelta(days=1))
    found = inbox_ranges.body(tx.actor, part.tab, more=" ".join(conditions), holder=part.holder)
    return Body(found.sql, {**found.params, **params})


def bounds(tx: Transaction, part: Part) -> tuple[Place, Any]:
    """Return where the part begins in the order of deadlines, and at which instant it ends."""
    start, until = inbox_counts.bounds(tx, part.due, calendar(tx))
    if part.due_on.since:
        at = start_of_day(part.due_on.since)
        start = start._replace(at=_later(start.at, at))
        until = inbox_counts.NO_DEADLINE if until == LAST_OF_ALL else until
    if part.due_on.until:
        end = start_of_day(part.due_on.until + timedelta(days=1))
        until = end if until == LAST_OF_ALL else min(until, end)
    return start, until


def _later(instant: Any, other: datetime) -> datetime:
    return max(instant, other) if isinstance(instant, datetime) else other
