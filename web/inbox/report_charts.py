"""The dashboard of an office as panels, each number with the address of the list of its cases."""

from __future__ import annotations

from engine.queries.reports.dashboard import Dashboard
from engine.queries.reports.scope import ReportScope
from engine.queries.reports.volumes import MOST_WEEKS, Age, Span, of_age
from web import charts
from web.charts import Series
from web.i18n import t
from web.inbox import report_tables
from web.inbox.case_addresses import address_of
from web.inbox.report_tables import decided_in
from web.report_panels import (
    Panel,
    PanelRow,
    month_short,
    number,
    share,
    short_day,
)


def panels(found: Dashboard) -> tuple[Panel, ...]:
    """Return the panels in the order in which they are read."""
    return (
        _series(found),
        _in_time(found),
        _ages(found),
        report_tables.steps(found),
        *(() if found.work is None else (report_tables.work(found.work),)),
        report_tables.forecast(found.forecast),
        report_tables.grounds(found),
        report_tables.complaints(found),
    )


def _series(found: Dashboard) -> Panel:
    is_weekly = found.scope.period.days <= MOST_WEEKS
    name = short_day if is_weekly else month_short
    kinds = (t("report.filed"), "c1"), (t("report.decided"), "c2")
    places = [name(span.period.since) for span in found.series]
    title = t("report.series.title")
    chart = charts.columns(
        title,
        places,
        [
            Series(*kinds[0], [span.filed for span in found.series]),
            Series(*kinds[1], [span.decided for span in found.series]),
        ],
        unit=t("report.series.unit"),
        axis=t("report.series.weeks" if is_weekly else "report.series.months"),
    )
    rows = [_span(found.scope, span, name(span.period.since)) for span in found.series]
    total = PanelRow(
        t("report.total"),
        (
            number(sum(span.filed for span in found.series)),
            number(sum(span.decided for span in found.series)),
        ),
        is_total=True,
    )
    head = t("report.week" if is_weekly else "report.month")
    return Panel(
        "series",
        title,
        (head, t("report.filed_short"), t("report.decided_short")),
        (*rows, total),
        t("report.nothing"),
        chart,
        kinds,
    )


def _span(scope: ReportScope, span: Span, name: str) -> PanelRow:
    return PanelRow(
        name,
        (
            number(span.filed, address_of(scope.cases(since=span.period.since, until=span.period.until))),
            number(span.decided, address_of(scope.cases(**decided_in(span.period)))),
        ),
    )


def _in_time(found: Dashboard) -> Panel:
    before, last = found.in_time[:12], found.in_time[12:]
    kinds = (t("report.in_time.last"), "c1"), (t("report.in_time.before"), "c4")
    chart = charts.lines(
        t("report.in_time.title"),
        [month_short(span.period.since) for span in last],
        [
            Series(kinds[1][0], "l2", [span.share for span in before]),
            Series(kinds[0][0], "l1", [span.share for span in last]),
        ],
        unit=t("report.in_time.unit"),
        axis=t("report.in_time.axis"),
    )
    rows = tuple(
        PanelRow(
            f"{month_short(now.period.since)}\u00a0{now.period.since.year}",
            (
                share(now.share, address_of(found.scope.cases(**decided_in(now.period)))),
                number(
                    now.decided - now.on_time,
                    address_of(found.scope.cases(**decided_in(now.period), timeliness="late")),
                    is_bad=True,
                ),
                share(then.share, address_of(found.scope.cases(**decided_in(then.period)))),
            ),
        )
        for now, then in zip(last, before, strict=True)
        if now.decided or then.decided
    )
    heads = ("report.month", "report.in_time.share", "report.in_time.late", "report.in_time.year_before")
    return Panel(
        "in-time",
        t("report.in_time.title"),
        tuple(map(t, heads)),
        rows,
        t("report.nothing_decided"),
        chart,
        kinds,
    )


def _ages(found: Dashboard) -> Panel:
    kinds = (t("report.ages.in_time"), "c1"), (t("report.ages.overdue"), "late")
    places = [age_words(age) for age in found.ages]
    chart = charts.columns(
        t("report.ages.title"),
        places,
        [
            Series(*kinds[0], [age.number - age.overdue for age in found.ages]),
            Series(*kinds[1], [age.overdue for age in found.ages]),
        ],
        unit=t("report.ages.unit"),
        axis=t("report.ages.axis"),
        is_stacked=True,
    )
    rows = [
        PanelRow(
            words,
            (
                number(age.number, address_of(of_age(found.scope, age))),
                number(age.overdue, address_of(of_age(found.scope, age, show="overdue")), is_bad=True),
            ),
        )
        for words, age in zip(places, found.ages, strict=True)
    ]
    totals = found.totals
    total = PanelRow(t("report.total"), (number(totals.open), number(totals.overdue)), is_total=True)
    return Panel(
        "ages",
        t("report.ages.title"),
        (t("report.days"), t("report.open"), t("report.overdue_short")),
        (*rows, total) if totals.open else (),
        t("report.nothing_open"),
        chart,
        kinds,
    )


def age_words(age: Age) -> str:
    return f"{age.least}+" if age.most is None else f"{age.least}–{age.most}"
