"""The scope of a report: municipalities, a period, a service, a unit, a village; the days it counts in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.queries.case_conditions import CaseConditions, conditions, joined
from engine.queries.office_cases import SHOWN, CaseFilter
from engine.roles import Right
from engine.stores import reference
from engine.stores.known import known
from engine.terms import Calendar

ZONE: Final = "at time zone 'Asia/Tbilisi'"
MOST_YEARS: Final = 10  # that a report looks back for the days it counts in
DAYS_AHEAD: Final = 400  # within which open cases have their last day
# The cases that a report covers, whatever its period; all other conditions stand in `{narrowed}`.
CASES: Final = f"""
covered as (select c.id, c.municipality_id, c.service_code, c.version_id, c.applicant_id, c.reason,
    c.filed_at, (c.filed_at {ZONE})::date as filed_on, c.decided_on, c.closed_at, c.due_at
    from cases c where c.municipality_id = any (:places) and ({{narrowed}}))
"""
OVERDUE: Final = SHOWN["overdue"]


@dataclass(frozen=True)
class Period:
    """The days of a report; both ends belong to it."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def year_before(self) -> Period:
        return Period(_year_before(self.since), _year_before(self.until))


@dataclass(frozen=True)
class ReportScope:
    """Scope of a report, and the parameters that its statements share."""

    places: tuple[int, ...]
    period: Period
    narrowed: CaseConditions  # by service, unit and village
    sql: str
    params: dict[str, Any]
    today: date

    def cases(self, **more: Any) -> CaseFilter:
        """Return the list of the cases behind a number."""
        named = {name: getattr(self.narrowed, name) for name in ("service", "unit", "village")}
        return CaseFilter(**{**named, "show": "all", **more})

    def all(self, tx: Transaction, statement: str, /, **more: Any) -> list[Any]:
        """Return the rows of a statement over the covered cases."""
        return tx.all(self.filled(statement), **self._given(tx), **more)

    def one(self, tx: Transaction, statement: str, /, **more: Any) -> Any:
        return tx.one(self.filled(statement), **self._given(tx), **more)

    def filled(self, statement: str) -> str:
        return statement.replace("{cases}", CASES.replace("{narrowed}", self.sql))

    def _given(self, tx: Transaction) -> dict[str, Any]:
        ends = {"first": self.period.since, "last": self.period.until, "now": tx.now, "today": self.today}
        return {**self.params, "places": list(self.places), **ends}


OLDEST: Final = "select min(filed_at) from cases where municipality_id = any (:places)"


def scope(tx: Transaction, asked: CaseConditions) -> ReportScope:
    """Return what the report of somebody who leads covers. Raises `NotAllowed`.

    The period of `asked` is that of filing; without one it is this month and the two before.
    """
    places = supervised(tx)
    if not places:
        raise NotAllowed
    return scope_of(tx, places, asked)


def scope_of(tx: Transaction, places: tuple[int, ...], asked: CaseConditions) -> ReportScope:
    """Return what a report of these municipalities covers. Asks nobody's rights."""
    today = local_date(tx.now)
    period = period_of(asked.since, asked.until, today=today)
    narrowed = replace(asked, since=None, until=None)
    sql, params = joined(conditions(tx, narrowed))
    oldest = tx.scalar(OLDEST, places=list(places))
    begun = local_date(oldest) if oldest else today
    numbers = working_days(tx, places, begun)
    return ReportScope(places, period, narrowed, sql, {**params, **numbers}, today)


def supervised(tx: Transaction) -> tuple[int, ...]:
    """Return the municipalities that the actor leads."""
    return tuple(place for place in tx.actor.municipalities if tx.actor.may(Right.SUPERVISE, place))


def period_of(since: date | None, until: date | None, *, today: date) -> Period:
    """Return the period that is asked for, of days that there have been; ends that are crossed are turned."""
    last = min(until or today, today)
    first = since or months_before(last, 2)
    return Period(min(first, last), max(first, last) if first <= today else last)


def months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before that of a day."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def number_of(day: str, place: str) -> str:
    """Return the expression of the running number of a day among the working days of a municipality.

    The numbers are an array, for a look into it costs the same however many rows there are; a join that row
    policies hide from the planner does not. It is null for a day before the first that is numbered.
    """
    of_place = f"array_position(cast(:day_places as int[]), cast({place} as int))"
    return f"(cast(:day_numbers as int[]))[{of_place}][{day} - cast(:day_first as date) + 1]"


def working_days(tx: Transaction, places: tuple[int, ...], begun: date) -> dict[str, Any]:
    """Return the running numbers of the days since one, of each municipality, as `number_of` needs them."""
    today = local_date(tx.now)
    first = max(begun, months_before(today, 12 * MOST_YEARS))
    last = today + timedelta(days=DAYS_AHEAD)
    numbers = [_numbered(known(tx, place).calendar, first, last) for place in places]
    return {"day_places": list(places), "day_first": first, "day_numbers": numbers}


def country_days(tx: Transaction) -> dict[str, Any]:
    """Return the running numbers of the working days of the country, and the first of them."""
    today = local_date(tx.now)
    first, last = months_before(today, 12 * MOST_YEARS), today + timedelta(days=DAYS_AHEAD)
    return {"day_first": first, "day_numbers": _numbered(reference.calendar(tx, None), first, last)}


def day_back(calendar: Calendar, today: date, number: int) -> date:
    """Return the latest day from which so many working days have gone by until today."""
    day, left = today, number
    while left > 0:
        left -= calendar.is_working(day)
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def _numbered(calendar: Calendar, first: date, last: date) -> list[int]:
    running, number = [], 0
    for step in range((last - first).days + 1):
        number += calendar.is_working(first + timedelta(days=step))
        running.append(number)
    return running


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
