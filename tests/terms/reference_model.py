"""The reference model of deadlines: counts one day after the other, with no arithmetic.

Slow and simple on purpose. It shares no code with `engine.terms` and serves as its oracle. `Life`
lives through a whole clock: what people do to it by day, and what is told of it when the server is
awake in the morning.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

DAY = timedelta(days=1)

Granted = tuple[int, str]  # number and unit of a term


def is_day_off(day: date, holidays: Collection[date]) -> bool:
    return day.isoweekday() in (6, 7) or day in holidays


def is_month_later(day: date, start: date, months: int) -> bool:
    """Say whether the day is `months` months after the start, or its month's last day instead."""
    if (day.year * 12 + day.month) - (start.year * 12 + start.month) != months:
        return False
    is_month_end = (day + DAY).month != day.month
    return day.day == start.day or (is_month_end and day.day < start.day)


def days_to_count(number: int, unit: str, start: date) -> int:
    if unit != "months":
        return number
    days, nominal = 0, start
    while not is_month_later(nominal, start, number):
        nominal += DAY
        days += 1
    return days


def counted(
    days: int, unit: str, start: date, *, holidays: Collection[date], still: Collection[date]
) -> date:
    """Return the day on which that many days have been counted."""
    day = start
    while days:
        day += DAY
        if day in still or (unit == "working_days" and is_day_off(day, holidays)):
            continue
        days -= 1
    return day


def last_day(
    number: int, unit: str, start: date, *, holidays: Collection[date], still: Collection[date]
) -> date:
    """Return the last day; `still` are all days on which the term is paused."""
    to_count = days_to_count(number, unit, start)
    day = counted(to_count, unit, start, holidays=holidays, still=still)
    while is_day_off(day, holidays) or day in still:
        day += DAY
    return day


class Life:
    """A clock that is lived through: each day `wake`, then what people do, then `sleep`."""

    def __init__(
        self, granted: Granted, start: date, *, holidays: Collection[date], shares: Sequence[int] = ()
    ) -> None:
        self.first = granted
        self.granted = [granted]
        self.start = start
        self.off = set(holidays)
        self.shares = shares
        self.still: set[date] = set()
        self.is_paused = False
        self.is_case_paused = False
        self.told = 0
        self.expired_on: date | None = None
        self.is_noticed = False
        self._known: tuple[date, Granted] | None = None  # what nothing has happened to since

    @property
    def stands(self) -> bool:
        return self.is_paused or self.is_case_paused

    @property
    def last_day(self) -> date | None:
        """Return the last day as it looks now, or None while the clock is paused."""
        if self.expired_on is not None:
            return self.expired_on
        return None if self.stands else self._longest()[0]

    @property
    def next_reminder(self) -> tuple[int, date] | None:
        """Return the share that is to be told next, and the day with whose end it has passed."""
        if self.stands or self.expired_on is not None:
            return None
        granted = self._longest()[1]
        coming = [share for share in self.shares if share > self.told]
        return (coming[0], self._passed_on(coming[0], *granted)) if coming else None

    def wake(self, today: date) -> list[tuple[str, object]]:
        """The server is awake: return what it has to tell this morning."""
        if self.expired_on is not None:
            told = [] if self.is_noticed else [("expired", self.expired_on)]
            self.is_noticed = True
            return told
        if self.stands:
            return []
        number, unit = self._longest()[1]
        passed = [
            share
            for share in self.shares
            if share > self.told and self._passed_on(share, number, unit) < today
        ]
        if not passed:
            return []
        self.told = passed[-1]
        return [("reminded", self.told)]

    def sleep(self, today: date) -> None:
        """The day ends."""
        if self.expired_on is not None:
            return
        if self.stands:
            self.still.add(today)
            self._known = None
        elif self._longest()[0] == today:
            self.expired_on = today

    def extend(self, granted: Granted) -> None:
        self.granted.append(granted)
        self.told = 0
        self._known = None

    def restart(self, today: date) -> None:
        self.granted = [self.first]
        self.start = today
        self.is_paused = False
        self.told = 0
        self._known = None
        self.expired_on, self.is_noticed = None, False

    def declare_off(self, day: date) -> None:
        self.off.add(day)
        self._known = None

    def _longest(self) -> tuple[date, Granted]:
        if self._known is None:
            self._known = self._count()
        return self._known

    def _count(self) -> tuple[date, Granted]:
        found = [(self._end(granted), granted) for granted in self.granted]
        longest = found[0]
        for candidate in found[1:]:
            longest = candidate if candidate[0] >= longest[0] else longest
        return longest

    def _end(self, granted: Granted) -> date:
        return last_day(*granted, self.start, holidays=self.off, still=self.still)

    def _passed_on(self, share: int, number: int, unit: str) -> date:
        days = days_to_count(number, unit, self.start) * share // 100
        return counted(days, unit, self.start, holidays=self.off, still=self.still)
