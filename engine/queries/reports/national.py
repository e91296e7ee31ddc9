"""Municipalities compared, for the national administrator: counts of five or more, shares and medians."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import of_the_country
from engine.queries.reports.scope import Period, country_days, period_of
from engine.queries.views import Names

FIGURES: Final = """
select * from municipality_figures(:first, :last, :service, :day_first, cast(:day_numbers as int[]), :today)
"""


@dataclass(frozen=True)
class MunicipalityFigures:
    """Figures of a municipality (None: of the country); a count that is None is one of one to four.

    `in_time` and `refused` are percent of what was decided, `median` is working days; None where fewer than
    five were decided or the share would tell a small count. With `is_least` the share is at least so much.
    """

    code: str | None
    names: Names | None
    filed: int | None
    decided: int | None
    in_time: int | None
    is_least: bool
    median: int | None
    refused: int | None
    contested: int | None
    open: int | None
    overdue: int | None


@dataclass(frozen=True)
class NationalReport:
    period: Period
    today: date
    service: str | None
    services: dict[str, Names]
    municipalities: tuple[MunicipalityFigures, ...]
    country: MunicipalityFigures | None


def report(
    tx: Transaction, *, since: date | None, until: date | None, service: str | None = None
) -> NationalReport:
    """Return the figures of all municipalities in which there was any case. Raises `NotAllowed`."""
    of_the_country(tx)
    today = local_date(tx.now)
    period = period_of(since, until, today=today)
    in_force = versions.all_in_force(tx, municipality_id=None, on=today)
    rows = tx.all(
        FIGURES,
        first=period.since,
        last=period.until,
        service=service,
        today=today,
        **country_days(tx),
    )
    found = [MunicipalityFigures(**row._asdict()) for row in rows]
    return NationalReport(
        period,
        today,
        service,
        {row.code: row.settings["names"] for row in in_force},
        tuple(place for place in found if place.code is not None),
        next((place for place in found if place.code is None), None),
    )
