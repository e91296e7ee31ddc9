"""The panels of a dashboard that are tables with bars in their rows: steps, work, a forecast, outcomes."""

from __future__ import annotations

from typing import Any

from flask import url_for

from engine.queries.reports.dashboard import Dashboard
from engine.queries.reports.forecast import Forecast
from engine.queries.reports.outcomes import Ground
from engine.queries.reports.scope import Period, ReportScope
from engine.queries.reports.steps import StepTime, Work
from web.i18n import format_date, format_number, name_of, t
from web.inbox.case_addresses import address_of, ground_words, tasks_of
from web.report_panels import Cell, Panel, PanelRow, number, scale_of, segments, share, whisker
from web.words import reason_word, role_word


def steps(found: Dashboard) -> Panel:
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
    done = scope.cases(service=service, passed=step.element, **decided_in(scope.period))
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


def work(work: tuple[Work, ...]) -> Panel:
    scale = scale_of([load.open for load in work])
    heads = ("report.who", "report.open", "report.overdue_short", "report.done")
    rows = tuple(
        PanelRow(
            name_of(load.names) if load.person else role_word(load.role or ""),
            (
                number(load.open, tasks_of(load.person, load.role)),
                number(load.overdue, tasks_of(load.person, load.role, due="overdue"), is_bad=True),
                number(load.done if load.person else None),
            ),
            note=None if load.person else t("report.work.unclaimed"),
            bar=segments(
                scale, (load.open - load.overdue, "c1" if load.person else "c3"), (load.overdue, "late")
            ),
        )
        for load in work
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


def forecast(it: Forecast) -> Panel:
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


def grounds(found: Dashboard) -> Panel:
    period = decided_in(found.scope.period)
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


def complaints(found: Dashboard) -> Panel:
    it = found.complaints
    contested = address_of(found.scope.cases(**decided_in(found.scope.period), contest="contested"))
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


def decided_in(period: Period) -> dict[str, Any]:
    """Return the conditions of what was decided within a period."""
    return {"decided_since": period.since, "decided_until": period.until}
