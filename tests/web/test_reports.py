"""The dashboard of an office in a browser: charts with tables, numbers that open their cases, a workbook."""

from __future__ import annotations

import io

import openpyxl

from tests.web.desk import Desk


def test_dashboard__of_a_head__shows_charts_with_tables_and_opens_the_cases_of_a_number(desk: Desk) -> None:
    desk.filed()
    head = desk.staff("head_of_service")

    page = head.get("/inbox/figures")

    assert page.html.select_one("svg.plot[role=img][aria-label='Filed and decided'] rect.c1 title")
    assert all(panel.select_one("table caption, p.soft") for panel in page.html.select(".report-panel"))
    assert not page.html.select("[style]")  # the content security policy takes none
    link = page.html.select_one(".report-totals a")
    assert link is not None and link.get_text() == "1"
    assert len(head.get(str(link["href"])).html.select("table.rows tbody tr")) == 1
    late = head.get(
        "/inbox/cases?show=all&timeliness=late&decided_since=2026-09-01&ground=other&waits_at=draft"
    )
    shown = [link.get_text(" ", strip=True) for link in late.html.select(".conditions a")]
    assert shown[0].startswith("Remove: Decided from 01.09.2026") and len(shown) == 4
    mayor = desk.staff("mayor").get("/inbox/figures")
    assert page.html.select_one("#work") and not mayor.html.select_one("#work")


def test_dashboard__as_a_workbook__has_a_sheet_for_each_table(desk: Desk) -> None:
    desk.filed()

    sent = desk.staff("head_of_service").get(
        "/inbox/figures.xlsx?since=2026-08-01&service=high_mountain.grant"
    )

    book = openpyxl.load_workbook(io.BytesIO(sent.response.data))
    assert len(book.sheetnames) == 8
    rows = [tuple(cell.value for cell in row) for row in book.worksheets[0].rows]
    assert rows[0] == ("Week of", "Filed", "Decided") and ("31.08", 1, 0) in rows
