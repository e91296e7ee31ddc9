"""The dashboard of an office as panels, each number with the address of the list of its cases."""

from __future__ import annotations

from typing import Any

from flask import url_for

from engine.queries.reports.dashboard import Dashboard
from engine.queries.reports.forecast import Forecast
from engine.queries.reports.outcomes import Ground
from engine.queries.reports.scope import ReportScope
from engine.queries.reports.steps import StepTime, Work
from engine.queries.reports.volumes import MOST_WEEKS, Age, Span, of_age
from web import charts
from web.charts import Series
from web.i18n import format_date, format_number, name_of, t
from web.inbox.case_addresses import address_of, ground_words, tasks_of
from web.report_panels import (
    Cell,
    Panel,
    PanelRow,
    month_short,
    number,
    scale_of,
    segments,
    share,
    short_day,
    whisker,
)
from web.words import reason_word, role_word


def panels(found: Dashboard) -> tuple[Panel, ...]:
    """Return the panels in the order in which they are read."""
    return (
        _series(found),
        _in_time(found),
        _ages(found),
        _steps(found),
        *(() if found.work is None else (_work(found.work),)),
        forecast_panel(found.forecast),
        _grounds(found),
        _complaints(found),
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
            number(span.decided, address_of(scope.cases(**_decided(span.period)))),
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
            f"{month_short(now.period.since)} {now.period.since.year}",
            (
                share(now.share, address_of(found.scope.cases(**_decided(now.period)))),
                number(
                    now.decided - now.on_time,
                    address_of(found.scope.cases(**_decided(now.period), timeliness="late")),
                    is_bad=True,
                ),
                share(then.share, address_of(found.scope.cases(**_decided(then.period)))),
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


def _steps(found: Dashboard) -> Panel:
    times = found.steps
    scale = scale_of([step.ninth or 0 for step in times.steps])
    title = (
        t("report.steps.title_of", service=name_of(times.names)) if times.names else t("report.steps.title")
    )
    heads = ("report.step", "report.median", "report.ninth", "report.cases", "report.waiting")
    return Panel(
        "steps",
        title,
        tuple(map(t, heads)),
        tuple(_step(found.scope, times.service, step, scale) for step in times.steps),
        t("report.nothing_done"),
        legend=((t("report.median_long"), "c1"), (t("report.ninth_long"), "c3")),
        note=t("report.steps.note"),
        scale=scale,
    )


def _step(scope: ReportScope, service: str | None, step: StepTime, scale: int) -> PanelRow:
    done = scope.cases(service=service, passed=step.element, **_decided(scope.period))
    waiting = scope.cases(service=service, waits_at=step.element, show="open")
    return PanelRow(
        name_of(step.names),
        (
            number(step.median),
            number(step.ninth),
            number(step.cases, address_of(done)),
            number(step.waiting, address_of(waiting)),
        ),
        note=t("report.steps.of_applicant") if step.is_applicant else None,
        bar=whisker(scale, step.median, step.ninth),
    )


def _work(work: tuple[Work, ...]) -> Panel:
    scale = scale_of([one.open for one in work])
    heads = ("report.who", "report.open", "report.overdue_short", "report.done")
    rows = tuple(
        PanelRow(
            name_of(one.names) if one.person else role_word(one.role or ""),
            (
                number(one.open, tasks_of(one.person, one.role)),
                number(one.overdue, tasks_of(one.person, one.role, due="overdue"), is_bad=True),
                number(one.done if one.person else None),
            ),
            note=None if one.person else t("report.work.unclaimed"),
            bar=segments(
                scale, (one.open - one.overdue, "c1" if one.person else "c3"), (one.overdue, "late")
            ),
        )
        for one in work
    )
    kinds = ("report.open", "c1"), ("report.ages.overdue", "late"), ("report.work.unclaimed", "c3")
    return Panel(
        "work",
        t("report.work.title"),
        tuple(map(t, heads)),
        rows,
        t("report.nothing_open"),
        legend=tuple((t(name), css) for name, css in kinds),
        note=t("report.work.note"),
        scale=scale,
    )


def forecast_panel(it: Forecast) -> Panel:
    """Return the cases that will probably be late, with what history says and how many cases it has."""
    heads = ("case", "left", "median", "ninth", "based_on", "risk")
    rows = tuple(
        PanelRow(
            case.number,
            (
                number(case.days_left),
                number(case.median),
                number(case.ninth),
                number(case.based_on),
                Cell(t("report.forecast.unknown")) if case.risk is None else share(case.risk),
            ),
            href=url_for("inbox.case", case_id=case.case_id),
            note=t("report.forecast.at", step=name_of(case.step), day=format_date(case.due_on)),
        )
        for case in it.cases
    )
    return Panel(
        "forecast",
        t("report.forecast.title"),
        tuple(t(f"report.forecast.{head}") for head in heads),
        rows,
        t("report.forecast.none"),
        note=t("report.forecast.note", fewest=it.fewest),
        after=t("report.forecast.after", open=format_number(it.open), unknown=format_number(it.unknown))
        if it.open
        else None,
    )


def _grounds(found: Dashboard) -> Panel:
    period = _decided(found.scope.period)
    scale = scale_of([ground.number for ground in found.grounds])
    rows = tuple(
        PanelRow(
            _ground_name(ground),
            (
                number(
                    ground.number,
                    address_of(found.scope.cases(**period, outcome="refused", ground=ground.code))
                    if ground.code
                    else None,
                ),
                share(
                    round(100 * ground.number / found.totals.on_merits) if found.totals.on_merits else None
                ),
            ),
            bar=segments(scale, (ground.number, "c1")),
        )
        for ground in found.grounds
    )
    return Panel(
        "grounds",
        t("report.grounds.title"),
        (t("report.ground"), t("report.cases"), t("report.grounds.share")),
        rows,
        t("report.grounds.none"),
        note=t("report.grounds.note", number=format_number(found.totals.on_merits)),
        scale=scale,
    )


def _ground_name(ground: Ground) -> str:
    if not ground.code:
        return t("report.ground_erased")
    return name_of(ground.names) if ground.names else ground_words(ground.code)


def _complaints(found: Dashboard) -> Panel:
    it = found.complaints
    contested = address_of(found.scope.cases(**_decided(found.scope.period), contest="contested"))
    rows = [
        PanelRow(
            t(f"report.complaints.{outcome}") if outcome in ("open", "closed") else reason_word(outcome),
            (number(count),),
        )
        for outcome, count in it.outcomes
    ]
    total = PanelRow(t("report.complaints.contested"), (number(it.contested, contested),), is_total=True)
    return Panel(
        "complaints",
        t("report.complaints.title"),
        (t("report.complaints.outcome"), t("report.complaints.number")),
        (*rows, total) if it.number else (),
        t("report.complaints.none"),
        note=t("report.complaints.note"),
    )


def _decided(period: Any) -> dict[str, Any]:
    return {"decided_since": period.since, "decided_until": period.until}
