"""Volumes: how much was filed and decided, how much of it in time and how fast; the age of open cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from engine.db.pool import Transaction
from engine.operations.clockwork import OVERALL
from engine.queries.office_cases import CaseFilter
from engine.queries.reports.scope import OVERDUE, Period, ReportScope, day_back, months_before, number_of
from engine.stores.known import known

MOST_WEEKS: Final = 120  # days of a period that is shown by week; a longer one by month
AGES: Final = ((0, 5), (6, 10), (11, 15), (16, 20), (21, 30), (31, None))  # working days since filing
JUDGED: Final = """
judged as (select c.*, k.last_day is null or c.decided_on <= k.last_day as is_on_time
    from covered c left join clocks k on k.case_id = c.id and k.name = :overall
    where c.decided_on is not null)
"""
TOTALS: Final = f"""
with {{cases}}, {JUDGED}, took as (
    select {number_of("decided_on", "municipality_id")} - {number_of("filed_on", "municipality_id")} as took
    from judged where decided_on between :first and :last)
select f.filed, f.filed_before, d.*, o.*, t.* from
(select count(*) filter (where filed_on between :first and :last)::int as filed,
    count(*) filter (where filed_on between :first_before and :last_before)::int as filed_before
    from covered) f,
(select count(*) filter (where decided_on between :first and :last)::int as decided,
    count(*) filter (where decided_on between :first_before and :last_before)::int as decided_before,
    count(*) filter (where is_on_time and decided_on between :first and :last)::int as on_time,
    count(*) filter (where reason = 'refused' and decided_on between :first and :last)::int as refused,
    count(*) filter (where reason in ('granted', 'refused')
        and decided_on between :first and :last)::int as on_merits from judged) d,
(select count(*)::int as open, (count(*) filter (where {OVERDUE}))::int as overdue
    from covered c where c.closed_at is null) o,
(select percentile_disc(0.5) within group (order by took)::int as median,
    percentile_disc(0.9) within group (order by took)::int as ninth from took) t
"""
SERIES: Final = f"""
with {{cases}}, {JUDGED}, spans as (
    select * from unnest(cast(:firsts as date[]), cast(:lasts as date[])) as s(first, last)),
filed as (select s.first, count(*)::int as number from covered c
    join spans s on c.filed_on between s.first and s.last group by 1),
decided as (select s.first, count(*)::int as number, (count(*) filter (where is_on_time))::int as on_time
    from judged j join spans s on j.decided_on between s.first and s.last group by 1)
select s.first, s.last, coalesce(f.number, 0) as filed, coalesce(d.number, 0) as decided,
    coalesce(d.on_time, 0) as on_time
from spans s left join filed f on f.first = s.first left join decided d on d.first = s.first order by s.first
"""
OLD: Final = f"""
with {{cases}}, spans as (
    select * from unnest(cast(:firsts as date[]), cast(:lasts as date[]))
        with ordinality as s(first, last, at))
select s.at, count(*)::int as number,
    (count(*) filter (where {OVERDUE}))::int as overdue
from covered c join spans s on c.filed_on between s.first and s.last where c.closed_at is null group by s.at
"""
NEVER: Final = date(1900, 1, 1)


@dataclass(frozen=True)
class Totals:
    """The numbers of the period; `before` are those of the same days a year ago, days are working days."""

    filed: int
    filed_before: int
    decided: int
    decided_before: int
    on_time: int
    refused: int
    on_merits: int  # granted or refused
    open: int
    overdue: int
    median: int | None
    ninth: int | None  # days within which nine of ten were decided


@dataclass(frozen=True)
class Span:
    """Numbers of cases filed and decided in a week or month."""

    period: Period
    filed: int
    decided: int
    on_time: int

    @property
    def share(self) -> int | None:
        """Return the share of what was decided in time, in percent; None where nothing was decided."""
        return percent(self.on_time, self.decided)


@dataclass(frozen=True)
class Age:
    """Open cases that were filed so many working days ago; `period` are the days of their filing."""

    least: int
    most: int | None
    period: Period
    number: int
    overdue: int


def totals(tx: Transaction, scope: ReportScope) -> Totals:
    before = scope.period.year_before
    row = scope.one(tx, TOTALS, overall=OVERALL, first_before=before.since, last_before=before.until)
    return Totals(**row._asdict())


def series(tx: Transaction, scope: ReportScope) -> tuple[Span, ...]:
    """Return the weeks of the period, or its months where it is long."""
    period = scope.period
    return _spans(tx, scope, weeks(period) if period.days <= MOST_WEEKS else months(period))


def months_in_time(tx: Transaction, scope: ReportScope) -> tuple[Span, ...]:
    """Return the last twenty-four months up to that in which the period ends, whole ones."""
    last = scope.period.until
    found = [months_before(last, number) for number in range(23, -1, -1)]
    return _spans(tx, scope, [Period(first, _month_end(first)) for first in found])


def ages(tx: Transaction, scope: ReportScope) -> tuple[Age, ...]:
    """Return how old the open cases are today; the days of a municipality decide what a working day is."""
    calendar, today = known(tx, scope.places[0]).calendar, scope.today
    lasts = [day_back(calendar, today, least) for least, _ in AGES]
    firsts = [*(last + timedelta(days=1) for last in lasts[1:]), NEVER]
    found = {row.at: row for row in scope.all(tx, OLD, firsts=firsts, lasts=lasts)}
    return tuple(
        Age(
            least,
            most,
            Period(first, last),
            found[at].number if at in found else 0,
            found[at].overdue if at in found else 0,
        )
        for at, ((least, most), first, last) in enumerate(zip(AGES, firsts, lasts, strict=True), start=1)
    )


def of_age(scope: ReportScope, age: Age, *, show: str = "open") -> CaseFilter:
    """Return the list of the cases of an age."""
    since = None if age.period.since == NEVER else age.period.since
    return scope.cases(show=show, since=since, until=age.period.until)


def percent(part: int, whole: int) -> int | None:
    """Return a share in percent, rounded half up; None of nothing."""
    return int(Decimal(100 * part) / whole + Decimal("0.5")) if whole else None


def weeks(period: Period) -> list[Period]:
    """Return the weeks of a period, cut at its ends; a week begins on Monday."""
    found, day = [], period.since
    while day <= period.until:
        last = min(day + timedelta(days=6 - day.weekday()), period.until)
        found.append(Period(day, last))
        day = last + timedelta(days=1)
    return found


def months(period: Period) -> list[Period]:
    """Return the months of a period, cut at its ends."""
    found, day = [], period.since
    while day <= period.until:
        last = min(_month_end(day), period.until)
        found.append(Period(day, last))
        day = last + timedelta(days=1)
    return found


def _month_end(day: date) -> date:
    return months_before(day, -1) - timedelta(days=1)


def _spans(tx: Transaction, scope: ReportScope, periods: list[Period]) -> tuple[Span, ...]:
    firsts, lasts = [period.since for period in periods], [period.until for period in periods]
    rows = scope.all(tx, SERIES, overall=OVERALL, firsts=firsts, lasts=lasts)
    return tuple(Span(Period(row.first, row.last), row.filed, row.decided, row.on_time) for row in rows)
