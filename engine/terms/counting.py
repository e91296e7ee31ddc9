"""Counting the days of one term over a calendar and pauses, noting every step.

The rule itself is in `deadline`. A count ends on a day, or is held by an open pause (`PauseOpen`).
Refuses to know what began the term and what follows from its end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import assert_never

from engine.terms.calendar import ONE_DAY, Calendar
from engine.terms.notes import Notes
from engine.terms.pauses import Interval
from engine.terms.term import Term, Unit, same_day_later


class PauseOpen(Exception):
    """Counting ran into an open pause."""

    def __init__(self, since: date, days_left: int) -> None:
        self.since = since
        self.days_left = days_left


@dataclass(frozen=True)
class Count:
    """A term, the day it started, and what it is counted over."""

    term: Term
    start: date
    calendar: Calendar
    intervals: tuple[Interval, ...]
    notes: Notes = field(default_factory=Notes)

    def last_day(self) -> date:
        """Return the last day. Raises `PauseOpen`."""
        if self.term.unit is Unit.WORKING_DAYS:
            day = self._walk(self.term.number)
            self.notes.add(Unit.WORKING_DAYS, number=self.term.number, to=day)
        else:
            day = self._stretch()
        return self._settle(day)

    def day_of_share(self, percent: int) -> date:
        """Return the day with whose end that share of the term's days has passed. Raises `PauseOpen`.

        The share is rounded down to whole days, so it is reached before the last day. Of a term of
        months the calendar days are counted.
        """
        if self.term.unit is Unit.WORKING_DAYS:
            return self._walk(self.term.number * percent // 100)
        day, left = self.start, self._nominal_days() * percent // 100
        while left:
            day = self._skip(day + ONE_DAY, left)
            left -= 1
        return day

    def _walk(self, number: int) -> date:
        """Count working days one by one, jumping over pauses."""
        day, left = self.start, number
        while left:
            day = self._skip(day + ONE_DAY, left)
            why = self.calendar.day_off(day)
            if why is None:
                left -= 1
            elif why != "weekend":
                self.notes.add(f"{why}_skipped", on=day)
        return day

    def _nominal_days(self) -> int:
        match self.term.unit:
            case Unit.MONTHS:
                return (same_day_later(self.start, self.term.number) - self.start).days
            case Unit.CALENDAR_DAYS | Unit.WORKING_DAYS:
                return self.term.number
            case never:
                assert_never(never)

    def _stretch(self) -> date:
        """Find the nominal end, then move it by the paused days that lie before it."""
        end = self.start + timedelta(days=self._nominal_days())
        code: str = self.term.unit
        if self.term.unit is Unit.MONTHS and end.day != self.start.day:
            code = "months_to_month_end"
        self.notes.add(code, number=self.term.number, to=end)
        for interval in self.intervals:
            first = max(interval.first, self.start + ONE_DAY)
            if first > end:
                break
            if interval.until <= first:
                continue
            self.notes.pause(interval, first)
            if interval.is_open:
                raise PauseOpen(first, (end - first).days + 1)
            end += interval.until - first
            self.notes.add("extended_by_pause", days=(interval.until - first).days, to=end)
        return end

    def _settle(self, day: date) -> date:
        """Move a last day on a day off to the next working day outside pauses."""
        found = day
        while (why := self.calendar.day_off(found)) is not None:
            self.notes.add(f"day_off_{why}", on=found)
            found = self._skip(found + ONE_DAY, 0)
        if found != day:
            self.notes.add("moved", since=day, to=found)
        return found

    def _skip(self, day: date, left: int) -> date:
        """Return the day, or the day of resumption if the term is paused on it."""
        for interval in self.intervals:
            if interval.covers(day):
                self.notes.pause(interval, day)
                if interval.is_open:
                    raise PauseOpen(day, left)
                return interval.until
        return day
