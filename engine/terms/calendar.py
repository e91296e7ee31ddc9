"""The calendar: which days are working days.

Monday to Friday, except holidays and days off decreed by the Government. A holiday on a weekend
is not moved to a weekday. Refuses to know where the holidays are kept and what they are called
in law; a municipality's own days off are added with `plus`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

DayOff = Literal["weekend", "holiday", "decreed"]
ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The days off of a country or a municipality.

    `known_until` is the first day for which nobody has entered holidays yet: a deadline beyond
    it may still move. `decreed` are those of the holidays that were declared off singly. `names`
    are what people read, by day and language.
    """

    holidays: frozenset[date] = frozenset()
    known_until: date | None = None
    names: Mapping[date, Mapping[str, str]] = field(default_factory=dict, compare=False)
    decreed: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays

    def day_off(self, day: date) -> DayOff | None:
        """Say why nobody works on the day; a holiday on a weekend is a weekend."""
        if day.weekday() >= _SATURDAY:
            return "weekend"
        if day not in self.holidays:
            return None
        return "decreed" if day in self.decreed else "holiday"

    def is_known(self, day: date) -> bool:
        """Say whether the holidays around the day have been entered."""
        return self.known_until is None or day < self.known_until

    def name_of(self, day: date, language: str) -> str | None:
        """Return what the holiday is called, where somebody gave it a name."""
        return self.names.get(day, {}).get(language)

    def plus(self, days: Iterable[date]) -> Calendar:
        """Return a calendar in which further days were declared off."""
        more = frozenset(days) - self.holidays
        return replace(self, holidays=self.holidays | more, decreed=self.decreed | more)
