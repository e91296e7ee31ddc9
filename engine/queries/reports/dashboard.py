"""The dashboard of an office: every figure of a period together, for those who lead it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalogue.store import versions
from engine.db.pool import Transaction
from engine.queries import office_cases
from engine.queries.case_conditions import CaseConditions
from engine.queries.reports import forecast as forecasts
from engine.queries.reports import outcomes, volumes
from engine.queries.reports import steps as times
from engine.queries.reports.scope import ReportScope, scope
from engine.queries.views import Names

UNITS = """
select u.code, u.names from units u where u.municipality_id = any (:places)
    and (u.valid_until is null or u.valid_until > :today) order by u.code
"""


@dataclass(frozen=True)
class Choices:
    """Choices to which a report may be narrowed, by code."""

    services: dict[str, Names]
    units: dict[str, Names]
    villages: dict[str, Names]


@dataclass(frozen=True)
class Dashboard:
    """The figures of a period; `work` is None for whoever does not see who has how much."""

    scope: ReportScope
    totals: volumes.Totals
    series: tuple[volumes.Span, ...]
    in_time: tuple[volumes.Span, ...]
    ages: tuple[volumes.Age, ...]
    steps: times.StepTimes
    work: tuple[times.Work, ...] | None
    grounds: tuple[outcomes.Ground, ...]
    complaints: outcomes.Complaints
    forecast: forecasts.Forecast


def dashboard(tx: Transaction, asked: CaseConditions) -> Dashboard:
    """Return the dashboard of the municipalities that the actor leads. Raises `NotAllowed`."""
    found = scope(tx, asked)
    return Dashboard(
        scope=found,
        totals=volumes.totals(tx, found),
        series=volumes.series(tx, found),
        in_time=volumes.months_in_time(tx, found),
        ages=volumes.ages(tx, found),
        steps=times.times(tx, found),
        work=times.workload(tx, found) if times.sees_workload(tx, found) else None,
        grounds=outcomes.grounds(tx, found),
        complaints=outcomes.complaints(tx, found),
        forecast=forecasts.forecast(tx, found),
    )


def choices(tx: Transaction, found: ReportScope) -> Choices:
    """Return the services, units and villages of the municipalities."""
    units = {row.code: row.names for row in tx.all(UNITS, places=list(found.places), today=found.today)}
    services = office_cases.services(tx)
    names = versions.names(tx, list(services))
    return Choices({**services, **names}, units, office_cases.villages(tx))
