"""Community centres on the pages of the national administrator, and what citizens see of them."""

from __future__ import annotations

import io

import openpyxl

from engine.centers.rules.center_table import COLUMNS
from tests.web.browser import Browser, Page
from tests.web.desk import Desk
from tests.web.test_administration import ACT, NATIONAL
from tests.web.test_staff_table import workbook

CENTERS, SERVICE = "/admin/centers/addresses", "/municipalities/telavi/services/high_mountain.grant"


def sent(national: Browser, content: bytes) -> Page:
    page = national.get(CENTERS)
    table = {"act": ACT, "table": (io.BytesIO(content), "centers.xlsx")}
    return national.submit(page, table, form=page.form('name="table"'))


def number_in(desk: Desk, municipality: str) -> str:
    saved = desk.signed_in(NATIONAL).client.get("/admin/centers/file").get_data()
    cells = openpyxl.load_workbook(io.BytesIO(saved)).worksheets[0].iter_rows(values_only=True)
    return next(str(row[0]) for row in cells if row[3] == municipality)


def test_centers__entered_by_a_table__are_shown_to_citizens_at_once(desk: Desk) -> None:
    national, number = desk.signed_in(NATIONAL), number_in(desk, "telavi")
    row = [number, "", "", "", "დემო ქუჩა 5", "5 Demo Street", "+995 350 00 00 00", "", "Mon-Fri 10-18"]

    preview = sent(national, workbook(COLUMNS, row))
    done = national.submit(preview, form=preview.form("addresses/confirm"))

    assert "Changed: 1" in preview.text and "5 Demo Street" in preview.text
    assert "0 new, 1 changed" in done.text
    for said in ("5 Demo Street", "+995 350 00 00 00", "Mon-Fri 10-18"):
        assert said in desk.stranger().get(f"{SERVICE}?language=en").text, said


def test_centers__saved_and_sent_again__bring_nothing_new(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)
    page = national.get("/admin/centers/38")
    typed = {"name_ka": "ბერძენაული", "phone": "+995 370 00 00 00", "act": ACT}
    preview = national.submit(page, typed, form=page.form('name="phone"'))
    national.submit(preview, form=preview.form("addresses/confirm"))

    for kind in ("xlsx", "csv"):
        saved = national.client.get(f"/admin/centers/file?as={kind}").get_data()

        assert "There is nothing to enter." in sent(national, saved).text, kind
    history = national.get("/admin/centers/38").text
    assert "+995 370 00 00 00" in history and ACT in history


def test_center__corrected_without_an_act__shows_what_was_typed_and_why_not(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)
    page = national.get("/admin/centers/1")

    refused = national.submit(page, {"phone": "12345"}, form=page.form('name="phone"'))

    assert refused.status == 422
    assert refused.html.select_one("#phone")["value"] == "12345"  # type: ignore[index]
    assert national.get("/admin/centers/9999").status == 404
