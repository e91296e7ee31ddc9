"""Steps of a service: how long each takes, how many cases wait at it now, and who has how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from engine.catalogue.published import published
from engine.clock import start_of_day
from engine.db.pool import Transaction
from engine.queries.case_conditions import after
from engine.queries.reports.scope import ZONE, ReportScope, number_of
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people

MOST_STEPS: Final = 14
# Without a service the one on whose steps most was done.
SERVICE: Final = """
with {cases}
select c.service_code from tasks t join covered c on c.id = t.case_id
where t.state = 0 or t.state = 1 and t.closed_at >= :since and t.closed_at < :until
group by 1 order by count(*) desc, 1 limit 1
"""
STEPS: Final = f"""
with {{cases}}, steps as (
    select t.element, t.state, c.version_id, c.municipality_id, t.case_id,
        t.person_id = t.applicant_id as is_applicant,
        (t.opened_at {ZONE})::date as opened_on, (t.closed_at {ZONE})::date as closed_on
    from tasks t join covered c on c.id = t.case_id
    where c.service_code = :of_service
      and (t.state = 0 or t.state = 1 and t.closed_at >= :since and t.closed_at < :until)),
numbered as (select s.*, {number_of("opened_on", "municipality_id")} as opened from steps s),
timed as (
    select s.*, {number_of("closed_on", "municipality_id")} - opened as took from numbered s),
waiting as (
    select s.element, count(distinct s.case_id)::int as waiting,
        percentile_disc(0.5) within group (
            order by {number_of("cast(:today as date)", "municipality_id")} - opened)::int as waited
    from numbered s where s.state = 0 group by 1),
done as (
    select element, count(*)::int as done, count(distinct case_id)::int as cases,
        percentile_disc(0.5) within group (order by took)::int as median,
        percentile_disc(0.9) within group (order by took)::int as ninth, sum(took)::int as days
    from timed where state = 1 group by 1),
named as (select element, max(version_id) as version_id, bool_or(is_applicant) as is_applicant
    from steps group by 1)
select n.*, coalesce(d.done, 0) as done, coalesce(d.cases, 0) as cases, d.median, d.ninth,
    coalesce(d.days, 0) as days, coalesce(w.waiting, 0) as waiting, w.waited
from named n
left join done d on d.element = n.element left join waiting w on w.element = n.element
order by coalesce(d.days, 0) + coalesce(w.waiting, 0) desc, n.element limit :most
"""
WORKLOAD: Final = """
with {cases}, open as (
    select coalesce(t.claimed_by, t.person_id) as holder,
        case when coalesce(t.claimed_by, t.person_id) is null then t.role end as role, count(*)::int as open,
        (count(*) filter (where t.deadline_at < :now))::int as overdue
    from tasks t join covered c on c.id = t.case_id
    where t.state = 0 and t.person_id is distinct from t.applicant_id group by 1, 2),
done as (
    select t.closed_by as holder, cast(null as text) as role, count(*)::int as done
    from tasks t join covered c on c.id = t.case_id
    where t.state = 1 and t.closed_by <> t.applicant_id and t.closed_at >= :since and t.closed_at < :until
    group by 1)
select coalesce(o.holder, d.holder) as holder, o.role, coalesce(o.open, 0) as open,
    coalesce(o.overdue, 0) as overdue, coalesce(d.done, 0) as done
from open o full join done d on d.holder = o.holder
order by (coalesce(o.holder, d.holder) is null), 3 desc, 5 desc, 1, 2
"""


@dataclass(frozen=True)
class StepTime:
    """Working days that a step took in the period, of how many; and who waits at it now, how long."""

    element: str
    names: Names
    is_applicant: bool
    done: int
    cases: int  # in which it was done
    median: int | None
    ninth: int | None
    waiting: int  # cases
    waited: int | None  # median, working days until today


@dataclass(frozen=True)
class StepTimes:
    service: str | None
    names: Names | None
    steps: tuple[StepTime, ...]


@dataclass(frozen=True)
class Work:
    """Open steps of somebody, or of an office of which nobody has taken them, and what they did."""

    person: int | None
    names: Names | None
    role: str | None
    open: int
    overdue: int
    done: int


def times(tx: Transaction, scope: ReportScope) -> StepTimes:
    """Return the steps of the chosen service, else of the one with most work, those with most days first."""
    between = _between(scope)
    service = scope.narrowed.service
    if service is None:
        found = scope.one(tx, SERVICE, **between)
        service = found and found.service_code
    if service is None:
        return StepTimes(None, None, ())
    rows = scope.all(tx, STEPS, **between, of_service=service, most=MOST_STEPS)
    newest = max((row.version_id for row in rows), default=None)
    names = published(tx, newest).names if newest is not None else None
    return StepTimes(service, names, tuple(_step(tx, row) for row in rows))


def sees_workload(tx: Transaction, scope: ReportScope) -> bool:
    """Say whether the actor sees who of the office has and does how much."""
    return all(tx.actor.may(Right.SEE_WORKLOAD, place) for place in scope.places)


def workload(tx: Transaction, scope: ReportScope) -> tuple[Work, ...]:
    rows = scope.all(tx, WORKLOAD, **_between(scope))
    names = people.names(tx, {row.holder for row in rows if row.holder is not None})
    return tuple(
        Work(row.holder, names.get(row.holder), row.role, row.open, row.overdue, row.done) for row in rows
    )


def _between(scope: ReportScope) -> dict[str, Any]:
    return {"since": start_of_day(scope.period.since), "until": after(scope.period.until)}


def _step(tx: Transaction, row: Any) -> StepTime:
    return StepTime(
        row.element,
        published(tx, row.version_id).names_of(row.element),
        bool(row.is_applicant),
        row.done,
        row.cases,
        row.median,
        row.ninth,
        row.waiting,
        row.waited,
    )
