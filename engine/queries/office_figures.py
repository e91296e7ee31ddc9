"""Statistics (figures) of an office within a year: cases filed, decided, in time, and how long they took.

For supervisors. They are numbers and nobody's case, so an official who is recused from one sees them too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from engine.catalogue.store import versions
from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.operations.clockwork import OVERALL
from engine.queries.views import Names
from engine.roles import Right
from engine.stores.known import known
from engine.terms import remaining

FILED: Final = """
select service_code, (filed_at at time zone 'Asia/Tbilisi')::date as filed_on, count(*)::int as number
from cases where municipality_id = any (:places) and filed_at >= :since and filed_at < :until
group by service_code, filed_on
"""
# In time is what was decided by the day of the law; a paused clock had none.
DECIDED: Final = """
select c.municipality_id, c.service_code, (c.filed_at at time zone 'Asia/Tbilisi')::date as filed_on,
    c.decided_on, k.last_day is null or c.decided_on <= k.last_day as is_on_time, count(*)::int as number
from cases c left join clocks k on k.case_id = c.id and k.name = :clock
where c.municipality_id = any (:places) and c.decided_on >= :first and c.decided_on < :after
group by c.municipality_id, c.service_code, filed_on, c.decided_on, is_on_time
"""

NOTHING: Final = {"filed": 0, "decided": 0, "on_time": 0, "median_days": None}


@dataclass(frozen=True)
class Figure:
    """Numbers of cases filed and decided; the days are working days from filing to the decision."""

    filed: int
    decided: int
    on_time: int
    median_days: int | None


@dataclass(frozen=True)
class OfMonth(Figure):
    month: date


@dataclass(frozen=True)
class OfService(Figure):
    code: str
    service: Names


@dataclass(frozen=True)
class OfServiceAndMonth(Figure):
    code: str
    month: date


@dataclass(frozen=True)
class OfficeFigures:
    """A year: in all, by month, by service, and by both where there was anything."""

    year: int
    first_year: int
    last_year: int
    whole: Figure
    months: tuple[OfMonth, ...]
    services: tuple[OfService, ...]
    each: tuple[OfServiceAndMonth, ...]

    @property
    def most(self) -> int:
        """Return how much the longest bar of a month stands for."""
        return max((number for month in self.months for number in (month.filed, month.decided)), default=0)


FIRST_YEAR: Final = "select min(filed_at) from cases where municipality_id = any (:places)"
Key = Callable[[Any, date], Any]  # of a row and the day by which it counts, to what it belongs


def figures(tx: Transaction, year: int | None = None, *, service: str | None = None) -> OfficeFigures:
    """Return the figures of a year, this one where none is named. Raises `NotAllowed`.

    With a service those in all and of the months are of it alone.
    """
    places = [
        municipality
        for municipality in tx.actor.municipalities
        if tx.actor.may(Right.SUPERVISE, municipality)
    ]
    if not places:
        raise NotAllowed
    today = local_date(tx.now)
    oldest = tx.scalar(FIRST_YEAR, places=places)
    begun = local_date(oldest).year if oldest else today.year
    year = min(max(year or today.year, begun), today.year)
    counted = _Counted(tx, places, year)
    of_service = counted.only(service) if service else counted
    months = [date(year, month, 1) for month in range(1, (today.month if year == today.year else 12) + 1)]
    by_month = of_service.by(lambda _, on: on.replace(day=1))
    by_service = counted.by(lambda row, _: row.service_code)
    by_both = counted.by(lambda row, on: (row.service_code, on.replace(day=1)))
    names = versions.names(tx, list(by_service))
    return OfficeFigures(
        year=year,
        first_year=begun,
        last_year=today.year,
        whole=Figure(**of_service.by(lambda *_: None).get(None, NOTHING)),
        months=tuple(OfMonth(**by_month.get(month, NOTHING), month=month) for month in months),
        services=tuple(
            OfService(**by_service[code], code=code, service=names[code]) for code in sorted(by_service)
        ),
        each=tuple(
            OfServiceAndMonth(**by_both[code, month], code=code, month=month)
            for code, month in sorted(by_both)
        ),
    )


class _Counted:
    """The rows of a year, put together by whatever they belong to."""

    def __init__(self, tx: Transaction, places: list[int], year: int) -> None:
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        self._filed = tx.all(FILED, places=places, since=start_of_day(first), until=start_of_day(after))
        self._decided = tx.all(DECIDED, places=places, first=first, after=after, clock=OVERALL)
        calendars = {place: known(tx, place).calendar for place in places}
        # Many cases have the same two days.
        self._days = cache(lambda place, early, late: remaining(late, early, calendars[place]))

    def only(self, service: str) -> _Counted:
        """Return what of it is of a service."""
        found = copy(self)
        found._filed = [row for row in self._filed if row.service_code == service]
        found._decided = [row for row in self._decided if row.service_code == service]
        return found

    def by(self, key: Key) -> dict[Any, dict[str, Any]]:
        """Return the figures of each thing that rows belong to."""
        filed, decided, on_time = Counter[Any](), Counter[Any](), Counter[Any]()
        days: dict[Any, Counter[int]] = {}
        for row in self._filed:
            filed[key(row, row.filed_on)] += row.number
        for row in self._decided:
            to = key(row, row.decided_on)
            decided[to] += row.number
            on_time[to] += row.number * row.is_on_time
            taken = self._days(row.municipality_id, row.filed_on, row.decided_on)
            days.setdefault(to, Counter())[taken] += row.number
        return {
            to: {
                "filed": filed[to],
                "decided": decided[to],
                "on_time": on_time[to],
                "median_days": _median(days.get(to, Counter())),
            }
            for to in filed.keys() | decided.keys()
        }


def _median(days: Counter[int]) -> int | None:
    """Return the number of days in which half of them were decided."""
    half, so_far = days.total() / 2, 0
    for number in sorted(days):
        so_far += days[number]
        if so_far >= half:
            return number
    return None
