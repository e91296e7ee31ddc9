"""The forecast: which open cases will probably miss their day, by how long others took from the same step on.

For each open step of a person, of a service and unit, the history is how many working days decided cases of
the last two years took from that step to the decision. Of these the ones that took at least as long as the
case has waited already say what is left; the share that would not have been in time is the risk. Fewer than
`FEWEST` such cases give no forecast, and that is said. Nothing is assumed of the shape of a distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.operations.clockwork import OVERALL
from engine.queries.case_conditions import CaseConditions
from engine.queries.reports.scope import ZONE, ReportScope, months_before, number_of, scope_of
from engine.queries.views import Names

FEWEST: Final = 20  # cases on which a forecast rests
LIKELY: Final = 50  # percent of risk from which a case counts as one that will be late
HISTORY_MONTHS: Final = 24
TODAY: Final = number_of("cast(:today as date)", "c.municipality_id")
HISTORY: Final = f"""
history as materialized (
    select l.service_code, l.unit, l.element, count(*)::int as number,
        {number_of("decided_on", "municipality_id")} - {number_of("opened_on", "municipality_id")} as took
    from (
        select c.service_code, c.municipality_id, coalesce(t.unit_code, '') as unit, t.element, c.decided_on,
            max(t.opened_at {ZONE})::date as opened_on
        from tasks t join cases c on c.id = t.case_id
        where c.municipality_id = any (:places) and c.decided_on >= :history_since and t.state = 1
        group by c.id, c.service_code, c.municipality_id, 3, t.element, c.decided_on) l
    where opened_on <= decided_on group by 1, 2, 3, 5)
"""
FORECAST: Final = f"""
with {{cases}}, {HISTORY},
waiting as (
    select c.id, c.service_code, coalesce(t.unit_code, '') as unit, t.element, min(k.last_day) as due_on,
        min({TODAY} - {number_of(f"(t.opened_at {ZONE})::date", "c.municipality_id")}) as waited,
        min({number_of("k.last_day", "c.municipality_id")} - {TODAY}) as days_left
    from covered c join tasks t on t.case_id = c.id and t.state = 0
    join clocks k on k.case_id = c.id and k.name = :overall and k.last_day >= :today
    where c.closed_at is null and c.decided_on is null and {{concerned}}
    group by c.id, c.service_code, 3, t.element),
likely as (
    select w.*, h.took - w.waited as more, h.number,
        sum(h.number) over (partition by w.id, w.unit, w.element order by h.took)::int as so_far,
        sum(h.number) over (partition by w.id, w.unit, w.element)::int as based_on
    from waiting w left join history h on h.service_code = w.service_code and h.unit = w.unit
        and h.element = w.element and h.took >= w.waited),
judged as (
    select l.id, l.element, l.days_left, l.due_on, coalesce(max(l.based_on), 0) as based_on,
        min(l.more) filter (where l.so_far * 2 >= l.based_on) as median,
        min(l.more) filter (where l.so_far * 10 >= l.based_on * 9) as ninth,
        coalesce(sum(l.number) filter (where l.more > l.days_left), 0)::int as late
    from likely l group by l.id, l.unit, l.element, l.days_left, l.due_on),
foremost as (
    select distinct on (id) *, case when based_on >= :fewest then 100 * late / based_on end as risk
    from judged order by id, (based_on < :fewest), late::numeric / greatest(based_on, 1) desc, element)
select f.*, c.number, c.version_id, count(*) over ()::int as open,
    (count(*) filter (where f.risk is null) over ())::int as unknown,
    (count(*) filter (where f.risk >= :likely) over ())::int as at_risk
from foremost f join cases c on c.id = f.id
order by f.risk desc nulls last, f.due_on, c.number limit :most
"""


@dataclass(frozen=True)
class Expected:
    """An open case at a step: working days that are left, and what history says it still takes."""

    case_id: UUID
    number: str
    service: Names
    step: Names
    due_on: date
    days_left: int
    median: int | None
    ninth: int | None
    based_on: int  # decided cases that took at least as long from the step on
    risk: int | None  # percent; None: too few of these


@dataclass(frozen=True)
class Forecast:
    """The cases with the highest risk, and how many there are of each kind."""

    cases: tuple[Expected, ...]
    open: int  # with a step of a person, whose day has not passed
    unknown: int  # of which history says too little
    at_risk: int

    @property
    def fewest(self) -> int:
        return FEWEST


def forecast(tx: Transaction, scope: ReportScope, *, most: int = 10) -> Forecast:
    """Return the forecast of what the actor may look into, by today's history of the municipality."""
    concern = sight.condition(tx)
    rows = scope.all(
        tx,
        FORECAST.replace("{concerned}", f"c.id in (select c.id from cases c where {concern.sql})"),
        overall=OVERALL,
        history_since=months_before(scope.today, HISTORY_MONTHS),
        fewest=FEWEST,
        likely=LIKELY,
        most=most,
        **concern.params,
    )
    first = rows[0] if rows else None
    return Forecast(
        tuple(_expected(tx, row) for row in rows),
        first.open if first else 0,
        first.unknown if first else 0,
        first.at_risk if first else 0,
    )


def of_own(tx: Transaction, *, most: int = 10) -> Forecast:
    """Return the forecast of the cases that somebody of the office may look into."""
    places = tuple(tx.actor.municipalities)
    return forecast(tx, scope_of(tx, places, CaseConditions()), most=most)


def _expected(tx: Transaction, row: Any) -> Expected:
    version = published(tx, row.version_id)
    is_known = row.risk is not None
    return Expected(
        row.id,
        row.number,
        version.names,
        version.names_of(row.element),
        row.due_on,
        row.days_left,
        row.median if is_known else None,
        row.ninth if is_known else None,
        row.based_on,
        row.risk,
    )
