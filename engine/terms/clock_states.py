"""The state of a clock: whether it runs, until when, and when people are reminded of it.

A clock that runs has a deadline; one that an open pause holds has none. Reminders lie where a
share of the term's days has passed, and are due at that day's end. Of those that are due together
only the latest is given. Refuses to know who is reminded, and clocks that have run out or stopped.

To change when a reminder is given: of a deadline of the office, its hour: `_reminder` here (the share of the
term: the parameters `clock.reminder.first` and `.last`, no code), of an applicant's answer: `DAYS_BEFORE` in
`engine/jobs/applicant_notices.py`; of an appointment: `engine/centers/jobs.py`; of the end of a right in a
register: `engine/registers/jobs/planned_ends.py`. `tests/terms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.clock import end_of_day
from engine.terms.calendar import Calendar
from engine.terms.deadline import StandingStill, derive, share_passed_on
from engine.terms.history import History
from engine.terms.notes import DerivationStep


@dataclass(frozen=True)
class Reminder:
    """The share of the term (in percent) that has passed when it is due."""

    share: int
    due_at: datetime


@dataclass(frozen=True)
class ClockState:
    """A running clock has a last day and perhaps a reminder; a paused one has neither."""

    last_day: date | None
    due_at: datetime | None
    derivation: tuple[DerivationStep, ...]
    reminder: Reminder | None = None

    @property
    def is_running(self) -> bool:
        return self.last_day is not None


def clock_state(
    history: History, calendar: Calendar, *, shares: Sequence[int] = (), reminded: int = 0
) -> ClockState:
    """Return where the clock stands; `reminded` is the largest share people were reminded of."""
    found = derive(history, calendar)
    if isinstance(found, StandingStill):
        return ClockState(None, None, found.derivation)
    coming = (share for share in sorted(shares) if share > reminded)
    reminders = (_reminder(history, calendar, share) for share in coming)
    return ClockState(found.last_day, found.due_at, found.derivation, next(filter(None, reminders), None))


def share_to_tell(
    history: History, calendar: Calendar, *, shares: Sequence[int], reminded: int, now: datetime
) -> int | None:
    """Return the largest share not told yet that has passed by now."""
    coming = (_reminder(history, calendar, share) for share in sorted(shares) if share > reminded)
    due = [reminder.share for reminder in coming if reminder is not None and reminder.due_at <= now]
    return due[-1] if due else None


def _reminder(history: History, calendar: Calendar, share: int) -> Reminder | None:
    day = share_passed_on(history, calendar, share)
    return None if day is None else Reminder(share, end_of_day(day))
