"""Courts on the pages of the national administrator: a table, what would come of it, two days compared."""

from __future__ import annotations

import csv
import io

import pytest

from engine.courts.table import COLUMNS
from tests.web.browser import Browser, Page
from tests.web.desk import Desk
from tests.web.test_staff_table import confirmed, workbook

COURTS, ACT, NATIONAL = "/admin/courts", "Decision No. 1/12", "00000005001"
ROW = (
    "ბათუმის საქალაქო სასამართლო",
    "Batumi City Court",
    "ბათუმი, ქუჩა 1",
    "1 Street, Batumi",
    "Keda; telavi",
)


def sent(national: Browser, content: bytes, name: str = "courts.xlsx") -> Page:
    page = national.get(COURTS)
    return national.submit(page, {"act": ACT, "table": (io.BytesIO(content), name)}, form=page.form("table"))


def test_table__checked_and_confirmed__is_named_on_the_page_of_the_municipality(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)

    preview = sent(national, workbook(COLUMNS, ROW))
    done = confirmed(national, preview)
    own = desk.staff("municipal_admin").get("/admin/municipalities/keda/court")

    assert "Batumi City Court" in preview.text and ACT in preview.text
    assert done.status == 200 and "Courts are entered for municipalities" in done.text
    assert "Batumi City Court" in own.text and ACT in own.text
    assert "Batumi City Court" in national.get(f"{COURTS}/of/keda").text
    changes = national.get(f"{COURTS}/changes?since=2026-08-01&until=2026-09-01")
    assert "Batumi City Court" in changes.text and ACT in changes.text
    saved = national.client.get(f"{COURTS}/changes?since=2026-08-01&as=table").get_data(as_text=True)
    assert saved.startswith("\ufeff") and "Batumi City Court" in saved


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_courts__saved_and_sent_again__bring_nothing_new(desk: Desk, ending: str) -> None:
    national = desk.signed_in(NATIONAL)
    confirmed(national, sent(national, workbook(COLUMNS, ROW)))

    saved = national.client.get(f"{COURTS}/file?as={ending}").get_data()
    again = sent(national, saved, f"courts.{ending}")

    assert again.status == 200 and "There is nothing to enter" in again.text


def test_table__with_mistakes__names_rows_in_the_pages_language(desk: Desk) -> None:
    wrong = workbook(COLUMNS, ("ბათუმის სასამართლო", *ROW[1:]), (*ROW[:4], "Atlantis"))

    refused = sent(desk.signed_in(NATIONAL), wrong)
    told = sent(desk.signed_in(NATIONAL, language="ka"), wrong)

    assert refused.status == 422 and 'name="seen"' not in str(refused.html)
    assert "letters decline it" in refused.text and "Atlantis" in refused.text
    assert "წერილები მას აბრუნებს" in told.text


def test_template__in_georgian__has_its_headings(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL, language="ka")

    text = national.client.get(f"{COURTS}/file?as=csv").get_data().decode("utf-8-sig")

    heads = next(csv.reader(io.StringIO(text), delimiter=";"))
    assert heads[0] == "სახელწოდება ქართულად" and heads[-1] == "მუნიციპალიტეტები"
