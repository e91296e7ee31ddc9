"""Municipalities compared: figures of a period for the national administrator, without anybody's case."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries.reports import national
from engine.queries.reports.national import MunicipalityFigures
from web.admin.sending import OF_THE_COUNTRY
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.days import day_of
from web.engine_access import engine
from web.i18n import format_number, name_of, t
from web.report_panels import Cell, Panel, PanelRow, number, segments
from web.report_periods import LONGEST, spans
from web.workbooks import as_sheets

HEADS = (
    *("municipality", "filed", "decided", "in_time", "median", "refused", "contested", "open", "overdue"),
)


@blueprint.get("/figures")
@OF_THE_COUNTRY
def figures() -> ResponseReturnValue:
    """Show the figures of a period; odd days are the nearest that there have been."""
    found = _asked()
    return render_template(
        "admin/figures.html",
        panel=_panel(found),
        report=found,
        spans=spans(found.today, found.period),
    )


@blueprint.get("/figures.xlsx")
@OF_THE_COUNTRY
def figures_as_workbook() -> ResponseReturnValue:
    """Hand out the table that is shown."""
    return as_sheets("figures", [_panel(_asked()).sheet])


def _asked() -> national.NationalReport:
    given = request.args
    service = (given.get("service") or "")[:LONGEST].replace("\0", "") or None
    with engine().read(current_actor()) as tx:
        return national.report(
            tx, since=day_of(given.get("since", "")), until=day_of(given.get("until", "")), service=service
        )


def _panel(found: national.NationalReport) -> Panel:
    rows = [_row(place, name_of(place.names)) for place in found.municipalities]
    if found.country:
        rows.append(_row(found.country, t("report.national.country"), is_total=True))
    return Panel(
        "municipalities",
        t("report.national.title"),
        tuple(t(f"report.national.{head}") for head in HEADS),
        tuple(rows),
        t("report.nothing"),
        legend=((t("report.in_time.title"), "c1"),),
        note=t("report.national.note"),
        scale=100,
    )


def _row(it: MunicipalityFigures, name: str, *, is_total: bool = False) -> PanelRow:
    return PanelRow(
        name,
        (
            _count(it.filed),
            _count(it.decided),
            _share(it.in_time, is_least=it.is_least),
            number(it.median),
            _share(it.refused),
            _count(it.contested),
            _count(it.open),
            _count(it.overdue, is_bad=True),
        ),
        bar=segments(100, (it.in_time or 0, "c1")),
        is_total=is_total,
    )


def _count(value: int | None, *, is_bad: bool = False) -> Cell:
    return Cell(t("report.national.few")) if value is None else number(value, is_bad=is_bad)


def _share(value: int | None, *, is_least: bool = False) -> Cell:
    if value is None:
        return Cell("–")
    words = t("report.percent", number=format_number(value))
    return Cell(t("report.national.least", share=words) if is_least else words, None if is_least else value)
