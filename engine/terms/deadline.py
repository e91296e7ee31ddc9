"""The deadline: when a term ends, and how one gets there.

The rule (Civil Code computation of terms, high confidence; pauses see `pauses`):

1. The day of filing is not counted; counting begins on the day after.
2. Calendar days count all days, working days only working days of the calendar.
3. Months run to the filing day's number in the last month, or to that month's last day.
4. Days of a pause do not count. For days this means that the days left at the pause are still
   left at the resumption; a term of months, whose days nobody counts, is extended by as many
   calendar days as it was paused.
5. If the day so found is a day off, or lies in a pause, the term ends on the next working day
   that does not.
6. An extension is the longer term counted from the same start; of the terms granted the one that
   ends last holds. A restart counts the first term from its day (see `history`).

Every step is noted as a code with parameters; the last line of a deadline is its last day.
Refuses to know the present and what happens at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.clock import end_of_day
from engine.terms.calendar import ONE_DAY, Calendar
from engine.terms.counting import Count, PauseOpen
from engine.terms.history import Extension, History
from engine.terms.notes import DerivationStep, Notes
from engine.terms.pauses import Pause, merge
from engine.terms.term import Term, Unit


@dataclass(frozen=True)
class Deadline:
    """The last day of a term. It has run out when the present is after `due_at`."""

    last_day: date
    due_at: datetime
    derivation: tuple[DerivationStep, ...]


@dataclass(frozen=True)
class StandingStill:
    """A term in an open pause has no last day, only days left (of the unit it is counted in).

    Of a term of months the days left are calendar days.
    """

    since: date
    days_left: int
    derivation: tuple[DerivationStep, ...]


class TermStandsStill(Exception):
    """A deadline was asked for while the term is paused; `standing` says since when."""

    code = "term.paused"

    def __init__(self, standing: StandingStill) -> None:
        self.standing = standing
        super().__init__(f"since {standing.since}")


def deadline(term: Term, started_on: date, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Deadline:
    """Return the last day of a term that started (was filed) on the day.

    Raises `TermStandsStill` while an open pause holds the term: a date would be a promise that
    nobody can keep. Who wants to show the paused state asks `derive`.
    """
    found = derive(History(term, started_on, tuple(pauses)), calendar)
    if isinstance(found, StandingStill):
        raise TermStandsStill(found)
    return found


def derive(history: History, calendar: Calendar) -> Deadline | StandingStill:
    """Return the deadline, or the state of a paused term."""
    if isinstance(history.started_on, datetime):
        # A datetime is a date to the type checker, but its day depends on the zone.
        raise TypeError("a term starts on a day; use engine.clock.local_date(instant)")
    count = _count(history, calendar)
    notes = count.notes
    _tell_beginning(history, count.term, notes)
    try:
        last_day = count.last_day()
    except PauseOpen as held:
        working = count.term.unit is Unit.WORKING_DAYS
        notes.add("working_days_left" if working else "calendar_days_left", days=held.days_left)
        return StandingStill(held.since, held.days_left, notes.steps())
    if not calendar.is_known(last_day):
        assert calendar.known_until is not None
        notes.add("holidays_unknown", since=calendar.known_until)
    notes.add("last_day", on=last_day)
    return Deadline(last_day, end_of_day(last_day), notes.steps())


def share_passed_on(history: History, calendar: Calendar, percent: int) -> date | None:
    """Return the day with whose end that share of the days has passed; None if a pause holds it off."""
    try:
        return _count(history, calendar).day_of_share(percent)
    except PauseOpen:
        return None


def remaining(last_day: date, today: date, calendar: Calendar) -> int:
    """Return how many working days after today are left up to the last day.

    0 on the last day itself; negative once it has passed (working days overdue).
    """
    early, late, sign = (today, last_day, 1) if today <= last_day else (last_day, today, -1)
    days = (early + ONE_DAY * step for step in range(1, (late - early).days + 1))
    return sign * sum(1 for day in days if calendar.is_working(day))


def _count(history: History, calendar: Calendar) -> Count:
    """Return the count of the term that holds: of those granted the one that ends last."""
    base = Count(history.term, history.counted_from, calendar, merge(history.pauses))
    if not history.extensions:
        return base
    # An open pause holds every term that it meets, so it does not decide which of them is longer.
    closed = replace(base, intervals=tuple(interval for interval in base.intervals if not interval.is_open))
    holding = base.term
    latest = replace(closed, notes=Notes()).last_day()
    for extension in history.extensions:
        found = replace(closed, term=extension.term, notes=Notes()).last_day()
        if found >= latest:
            holding, latest = extension.term, found
    return replace(base, term=holding, notes=Notes())


def _tell_beginning(history: History, term: Term, notes: Notes) -> None:
    notes.add(history.began, on=history.started_on)
    for restart in history.restarts:
        code = "restarted_because" if restart.reason else "restarted"
        notes.add(code, on=restart.restarted_on, reason=restart.reason)
    notes.add("counted_from", on=history.counted_from + ONE_DAY)
    holding = [extension for extension in history.extensions if extension.term == term]
    if holding and term != history.term:
        _tell_extension(holding[-1], notes)


def _tell_extension(extension: Extension, notes: Notes) -> None:
    notes.add(
        f"extended_{extension.term.unit}{'_because' if extension.reason else ''}",
        on=extension.extended_on,
        number=extension.term.number,
        reason=extension.reason,
    )
