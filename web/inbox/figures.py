"""The dashboard of the office for whoever leads it: figures of a period, and the same as a workbook."""

from __future__ import annotations

from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries.case_conditions import CaseConditions
from engine.queries.reports import dashboard as reports
from engine.queries.reports.dashboard import Dashboard
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.days import day_of
from web.engine_access import engine
from web.i18n import format_number, t
from web.inbox import report_charts
from web.inbox.case_addresses import address_of
from web.report_periods import LONGEST, spans
from web.workbooks import as_sheets


class Total(NamedTuple):
    """A number above the panels, the address of its cases, and words below it."""

    name: str
    number: str
    address: str | None
    below: str


@blueprint.get("/figures")
@access.right(Right.SUPERVISE)
def figures() -> ResponseReturnValue:
    """Show the figures of a period; odd days are the nearest that there have been."""
    with engine().read(current_actor()) as tx:
        found = reports.dashboard(tx, _asked())
        choices = reports.choices(tx, found.scope)
    return render_template(
        "inbox/figures.html",
        panels=report_charts.panels(found),
        totals=_totals(found),
        scope=found.scope,
        choices=choices,
        fewest=found.forecast.fewest,
        spans=spans(found.scope.today, found.scope.period),
    )


@blueprint.get("/figures.xlsx")
@access.right(Right.SUPERVISE)
def figures_as_workbook() -> ResponseReturnValue:
    """Hand out the tables of the dashboard that is shown, each as a sheet."""
    with engine().read(current_actor()) as tx:
        found = reports.dashboard(tx, _asked())
    return as_sheets("figures", [panel.sheet for panel in report_charts.panels(found)])


def _asked() -> CaseConditions:
    given = request.args
    service, unit, village = (
        (given.get(name) or "")[:LONGEST].replace("\0", "") or None for name in ("service", "unit", "village")
    )
    return CaseConditions(
        service=service,
        unit=unit,
        village=village,
        since=day_of(given.get("since", "")),
        until=day_of(given.get("until", "")),
    )


def _totals(found: Dashboard) -> list[Total]:
    it, scope = found.totals, found.scope
    decided = {"decided_since": scope.period.since, "decided_until": scope.period.until}
    filed = scope.cases(since=scope.period.since, until=scope.period.until)
    in_time = address_of(scope.cases(**decided, timeliness="in_time"))
    refused = address_of(scope.cases(**decided, outcome="refused"))
    contested = address_of(scope.cases(**decided, contest="contested"))
    is_timed = it.median is not None and it.ninth is not None
    return [
        Total("filed", _number(it.filed), address_of(filed), _words("report.year_before", it.filed_before)),
        Total(
            "decided",
            _number(it.decided),
            address_of(scope.cases(**decided)),
            _words("report.year_before", it.decided_before),
        ),
        Total("in_time", _percent(it.on_time, it.decided), in_time, _of(it.on_time, it.decided)),
        Total("median", _number(it.median), None, _words("report.ninth_is", it.ninth) if is_timed else ""),
        Total(
            "open",
            _number(it.open),
            address_of(scope.cases(show="open")),
            _words("report.overdue_are", it.overdue),
        ),
        Total("refused", _percent(it.refused, it.on_merits), refused, _of(it.refused, it.on_merits)),
        Total(
            "contested",
            _number(found.complaints.contested),
            contested,
            _words("report.complaints_are", found.complaints.number),
        ),
        Total(
            "at_risk",
            _number(found.forecast.at_risk),
            "#forecast",
            _words("report.unknown_are", found.forecast.unknown),
        ),
    ]


def _number(value: int | None) -> str:
    return "–" if value is None else format_number(value)


def _words(key: str, number: int | None) -> str:
    return t(key, number=_number(number))


def _of(part: int, whole: int) -> str:
    return t("report.of", part=format_number(part), whole=format_number(whole))


def _percent(part: int, whole: int) -> str:
    return t("report.percent", number=format_number(round(100 * part / whole))) if whole else "–"
