"""Lists as tables for spreadsheet programs, and numbers that lead to their cases."""

from __future__ import annotations

import csv
import io

import pytest
from flask import g

from engine.queries import inbox
from tests.web.apps import app_over
from tests.web.browser import Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk
from web.tables import as_csv, paged_csv


def table(page: Page) -> list[list[str]]:
    text = page.response.get_data(as_text=True)
    assert page.response.mimetype == "text/csv" and text.startswith("\ufeff")
    assert page.response.headers["Content-Disposition"].startswith("attachment")
    assert page.response.headers["Cache-Control"] == "no-store"
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_inbox__as_a_table__holds_every_page_of_the_list(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = {
        desk.filed(person).receipt.html.select_one(".receipt-number").get_text()
        for person in (CITIZEN, ANOTHER_CITIZEN)
    }
    monkeypatch.setattr(inbox, "LONGEST_PAGE", 1)

    heads, *rows = table(desk.staff("specialist").get("/inbox/tasks.csv?tab=unassigned"))

    assert heads[:3] == ["Case number", "Service", "Step"]
    assert {row[0] for row in rows} == numbers and {row[2] for row in rows} == {"Check completeness"}


def test_inbox__as_a_table__of_another_municipality__has_no_rows(desk: Desk) -> None:
    desk.filed()

    assert len(table(desk.staff("head_of_service", "telavi").get("/inbox/tasks.csv?tab=unassigned"))) == 1


def test_table__that_the_office_takes_away__is_told_to_whoever_stands_in_it(desk: Desk) -> None:
    filed = {person: desk.filed(person) for person in (CITIZEN, ANOTHER_CITIZEN)}
    clerk = desk.staff("specialist")
    clerk.get("/inbox?tab=unassigned")
    clerk.get("/inbox/tasks.csv?tab=unassigned")

    for case in filed.values():
        told = case.browser.get("/my-data/reads")

        assert told.text.count("Took away a list in which the case stands") == 1
        assert "case officer, Keda" in told.text


def test_own_cases__as_a_table__are_one_s_own_with_dates_and_plain_words(desk: Desk) -> None:
    filed = desk.filed()

    heads, row = table(filed.browser.get("/cases.csv"))

    assert heads[0] == "Case number" and row[0].startswith("KEDA-HM-2026-")
    assert row[3:6] == ["01.09.2026", "received", "Municipality"]
    assert len(table(desk.signed_in(ANOTHER_CITIZEN).get("/cases.csv"))) == 1


def test_numbers__in_lists__open_their_cases(desk: Desk) -> None:
    filed = desk.filed()

    own = filed.browser.get("/cases").html.select_one("a.figure")
    office = desk.staff("specialist").get("/inbox?tab=unassigned").html.select_one("a.figure")

    assert own["href"] == filed.address and office["href"] == f"/inbox{filed.address}"


def test_cell__that_a_program_would_compute__is_text(desk: Desk) -> None:
    with app_over(desk.engine).app_context():
        answer = as_csv("a", ["x"], [["=1+1"], ["@x"], ["-"], [-3], [None]]).get_data(as_text=True)

    assert answer.split("\r\n")[1:-1] == ["'=1+1", "'@x", "'-", "-3", '""']


def test_page__that_shows_a_table__gives_it_as_it_is_shown_with_numbers_to_sum(desk: Desk) -> None:
    finance = desk.staff("finance")
    line = {"code": "06 02 03", "name_ka": "=1+1", "name_en": "=1+1", "amount": "1 234,50", "ground": "No. 4"}
    finance.submit(finance.get("/inbox/budget"), line)
    link = finance.get("/inbox/budget").html.select_one("main a[download]")
    assert link is not None

    heads, row = table(finance.get(str(link["href"])))

    assert heads[:2] == ["Line", "Amount"]
    assert row[:2] == ["2026, 06 02 03 =1+1", "1234.5"]


@pytest.mark.parametrize(("pages", "is_cut"), [(3, False), (4, True)])
def test_list__with_more_pages_than_fit__says_in_its_last_line_that_there_is_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, pages: int, is_cut: bool
) -> None:
    said = "The list is longer: these are its first 6 rows. Narrow it to have the rest."
    monkeypatch.setattr("web.tables.MOST_ROWS", 6)
    asked = []

    def page(after: int | None) -> tuple[list[int], int | None]:
        at = after or 0
        asked.append(at)
        return [2 * at, 2 * at + 1], at + 1 if at + 1 < pages else None

    with app_over(desk.engine).test_request_context("/"):
        g.language = "en"
        answer = paged_csv("a", ["x"], page, lambda row: [row]).get_data(as_text=True)

    head, *rows = answer.splitlines()
    assert rows[:6] == [str(number) for number in range(6)]
    assert rows[6:] == [said] * is_cut
    assert asked == [0, 1, 2]
