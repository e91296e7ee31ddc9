"""When a term ends, and how one gets there.

The rule (Civil Code computation of terms, high confidence; pauses see `pauses`):

1. The day of filing is not counted; counting begins on the day after.
2. Calendar days count all days, working days only working days of the calendar.
3. Months run to the filing day's number in the last month, or to that month's last day.
4. Days of a pause do not count. For days this means that the days left at the pause are still
   left at the resumption; a term of months, whose days nobody counts, is extended by as many
   calendar days as it stood still.
5. If the day so found is a day off, or lies in a pause, the term ends on the next working day
   that does not.

An extension ("up to three months in total") is the longer term counted from the same start.
Every step is noted as a code with parameters; the words are in the texts under
`terms.derivation.<code>`. Refuses to know the present and what happens at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.clock import end_of_day
from engine.terms.calendar import ONE_DAY, Calendar
from engine.terms.pauses import Interval, Pause, merge
from engine.terms.term import Term, Unit, same_day_later


@dataclass(frozen=True)
class DerivationStep:
    """One line of "how did we get to this date"; parameters are JSON, days as ISO strings."""

    code: str
    params: Mapping[str, str | int]


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

    code = "term.stands_still"

    def __init__(self, standing: StandingStill) -> None:
        self.standing = standing
        super().__init__(f"since {standing.since}")


def deadline(term: Term, started_on: date, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Deadline:
    """Return the last day of a term that started (was filed) on the day.

    Raises `TermStandsStill` while an open pause holds the term: a date would be a promise that
    nobody can keep. Who wants to show the paused state asks `derive`.
    """
    found = derive(term, started_on, calendar, pauses)
    if isinstance(found, StandingStill):
        raise TermStandsStill(found)
    return found


def derive(
    term: Term, started_on: date, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Deadline | StandingStill:
    """Return the deadline, or the state of a term that stands still."""
    if isinstance(started_on, datetime):
        # A datetime is a date to the type checker, but its day depends on the zone.
        raise TypeError("a term starts on a day; use engine.clock.local_date(instant)")
    notes = _Notes(started_on)
    intervals = merge(pauses)
    try:
        if term.unit is Unit.WORKING_DAYS:
            day = _walk(term.number, started_on, intervals, calendar=calendar, notes=notes)
        else:
            day = _stretch(term, started_on, intervals, notes=notes)
        last_day = _settle(day, intervals, calendar, notes=notes)
    except _Held as held:
        return StandingStill(held.since, held.days_left, notes.steps())
    if not calendar.is_known(last_day):
        assert calendar.known_until is not None
        notes.add("holidays_unknown", since=calendar.known_until)
    return Deadline(last_day, end_of_day(last_day), notes.steps())


def remaining(last_day: date, today: date, calendar: Calendar) -> int:
    """Return how many working days after today are left up to the last day.

    0 on the last day itself; negative once it has passed (working days overdue).
    """
    early, late, sign = (today, last_day, 1) if today <= last_day else (last_day, today, -1)
    days = (early + ONE_DAY * step for step in range(1, (late - early).days + 1))
    return sign * sum(1 for day in days if calendar.is_working(day))


class _Held(Exception):
    """Counting ran into an open pause."""

    def __init__(self, since: date, days_left: int) -> None:
        self.since = since
        self.days_left = days_left


class _Notes:
    def __init__(self, started_on: date) -> None:
        self._steps: list[DerivationStep] = []
        self.add("filed", on=started_on)
        self.add("counted_from", on=started_on + ONE_DAY)

    def add(self, code: str, **params: date | int | str) -> None:
        plain = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()
        }
        self._steps.append(DerivationStep(str(code), plain))

    def pause(self, interval: Interval, first: date) -> None:
        reason = interval.reasons[0] if interval.reasons else ""
        if interval.is_open:
            self.add("paused_since", since=first, reason=reason)
        else:
            days = (interval.until - first).days
            self.add("paused", since=first, resumed=interval.until, days=days, reason=reason)

    def steps(self) -> tuple[DerivationStep, ...]:
        return tuple(self._steps)


def _walk(
    number: int, start: date, intervals: tuple[Interval, ...], *, calendar: Calendar, notes: _Notes
) -> date:
    """Count working days one by one, jumping over pauses."""
    day, left = start, number
    while left:
        day = _skip(day + ONE_DAY, intervals, left, notes=notes)
        why = calendar.day_off(day)
        if why is None:
            left -= 1
        elif why == "holiday":
            notes.add("holiday_skipped", on=day)
    notes.add(Unit.WORKING_DAYS, number=number, to=day)
    return day


def _stretch(term: Term, start: date, intervals: tuple[Interval, ...], *, notes: _Notes) -> date:
    """Find the nominal end, then move it by the paused days that lie before it."""
    if term.unit is Unit.MONTHS:
        end = same_day_later(start, term.number)
        cut = end.day != start.day
        notes.add("months_to_month_end" if cut else "months", number=term.number, to=end)
    else:
        end = start + ONE_DAY * term.number
        notes.add(Unit.CALENDAR_DAYS, number=term.number, to=end)
    for interval in intervals:
        first = max(interval.first, start + ONE_DAY)
        if first > end:
            break
        if interval.until <= first:
            continue
        notes.pause(interval, first)
        if interval.is_open:
            raise _Held(first, (end - first).days + 1)
        end += interval.until - first
        notes.add("extended_by_pause", days=(interval.until - first).days, to=end)
    return end


def _settle(day: date, intervals: tuple[Interval, ...], calendar: Calendar, *, notes: _Notes) -> date:
    """Move a last day on a day off to the next working day outside pauses."""
    found = day
    while (why := calendar.day_off(found)) is not None:
        notes.add("day_off_holiday" if why == "holiday" else "day_off_weekend", on=found)
        found = _skip(found + ONE_DAY, intervals, 0, notes=notes)
    if found != day:
        notes.add("moved", since=day, to=found)
    notes.add("last_day", on=found)
    return found


def _skip(day: date, intervals: tuple[Interval, ...], left: int, *, notes: _Notes) -> date:
    """Return the day, or the day of resumption if the term stands still on it."""
    for interval in intervals:
        if interval.covers(day):
            notes.pause(interval, day)
            if interval.is_open:
                raise _Held(day, left)
            return interval.until
    return day
