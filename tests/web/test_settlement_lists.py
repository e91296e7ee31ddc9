"""Lists of high-mountain settlements on the pages of administrators of the country."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from engine.settlements.table import COLUMNS
from tests.web.browser import Browser, Page
from tests.web.desk import Desk
from tests.web.test_administration import ACT, NATIONAL
from tests.web.test_administrators import rows
from tests.web.test_staff_table import workbook

LISTS = "/admin/settlements"
TABLE = (COLUMNS, ["ქედა", "ახალი", "New village", "", "1500"], ["Keda", "დემო სოფელი 1", "Demo village 1"])


@pytest.fixture
def second(desk: Desk) -> Browser:
    """Another administrator of the country."""
    return desk.signed_in("00000005002")


def sent(national: Browser, content: bytes, **values: Any) -> Page:
    page = national.get(LISTS)
    table = {"table": (io.BytesIO(content), "settlements.xlsx")}
    return national.submit(page, {"act": ACT, **table, **values}, form=page.form('name="table"'))


def proposed(national: Browser, **values: Any) -> Page:
    preview = sent(national, workbook(*TABLE), **values)
    return national.submit(preview, form=preview.form("settlements/propose"))


def test_list__proposed_and_approved_by_another__is_entered(desk: Desk, second: Browser) -> None:
    national = desk.signed_in(NATIONAL)

    preview = sent(national, workbook(*TABLE), is_whole="yes")
    own = national.submit(preview, form=preview.form("settlements/propose"))
    waiting = rows(second.get(LISTS))
    page = second.get(own.path)
    done = second.submit(page, button=("_do", "approve"))

    assert "Listed no more: 2" in preview.text and "loses the status" in preview.text
    assert "New: 1" in preview.text and "Changed or confirmed: 1" in preview.text
    assert "The list is proposed." in own.text
    assert not own.html.select('button[value="approve"]'), "nobody approves their own"
    assert "waits for approval" in waiting[0]
    assert "keda-new-village" in page.text and "keda-demo-3" in page.text
    assert "approved" in rows(done)[0]
    again = sent(national, workbook(*TABLE), is_whole="yes")
    assert "There is nothing to propose." in again.text
    closed = second.get(own.path)
    assert not closed.html.select("main form")


def test_list__declined__changes_nothing(desk: Desk, second: Browser) -> None:
    national = desk.signed_in(NATIONAL)
    own = proposed(national)

    done = second.submit(second.get(own.path), button=("_do", "decline"))

    assert "declined" in rows(done)[0]
    assert "New: 1" in sent(national, workbook(*TABLE)).text


def test_list__approved_by_its_proposer_in_spite_of_the_page__is_refused(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)
    own = proposed(national)

    refused = national.submit(own, button=("_do", "approve"))

    assert refused.status == 422 and "Another administrator of the country" in refused.text


def test_list__whose_day_has_passed__can_only_be_taken_back(desk: Desk) -> None:
    own = proposed(desk.signed_in(NATIONAL))
    desk.days_pass(1)

    page = desk.signed_in(NATIONAL).get(own.path)

    assert "has passed" in page.text
    assert [str(button["value"]) for button in page.html.select("main form button")] == ["decline"]


def test_table__with_mistakes__names_each_row_and_is_not_proposed(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL)

    refused = sent(national, workbook(COLUMNS, ["Atlantis", "ა", "A"], ["keda", "ბ", "B", "", "high"]))
    nothing = national.submit(
        national.get(LISTS), {"act": ACT}, form=national.get(LISTS).form('name="table"')
    )

    assert refused.status == 422 and 'name="seen"' not in str(refused.html)
    assert ["Atlantis" in rows(refused)[0], "is no height" in rows(refused)[1]] == [True, True]
    assert nothing.status == 422 and "Choose a file, or paste" in nothing.text


def test_template__filled_in__is_taken_as_it_comes(desk: Desk) -> None:
    national = desk.signed_in(NATIONAL, language="ka")

    book = openpyxl.load_workbook(io.BytesIO(national.client.get(f"{LISTS}/template").get_data()))
    text = national.client.get(f"{LISTS}/template?as=csv").get_data()

    place = next(str(cell.value) for cell in book.worksheets[1]["A"][1:])
    book.worksheets[0].append([place, "სოფელი", "Village"])
    target = io.BytesIO()
    book.save(target)
    assert "ახალი: 1" in sent(national, target.getvalue()).text
    assert text.startswith("\ufeffმუნიციპალიტეტი;".encode())


def test_list__in_force__saved_and_sent_again__brings_nothing_new(desk: Desk, second: Browser) -> None:
    national = desk.signed_in(NATIONAL)
    own = proposed(national, is_whole="yes", last_on="2036-12-31")
    second.submit(second.get(own.path), button=("_do", "approve"))

    for kind in ("xlsx", "csv"):
        saved = national.client.get(f"{LISTS}/file?as={kind}&municipality=keda").get_data()
        again = sent(national, saved, is_whole="yes")

        assert "There is nothing to propose." in again.text, kind
        assert "As they are: 2" in again.text, kind


def test_history__of_an_approved_list__shows_both_people_and_the_act(desk: Desk, second: Browser) -> None:
    national = desk.signed_in(NATIONAL)
    own = proposed(national, is_whole="yes")
    second.submit(second.get(own.path), button=("_do", "approve"))
    desk.days_pass(1)

    page = desk.signed_in(NATIONAL).get(f"{LISTS}/history?municipality=keda")

    assert "New village" in page.text and ACT in page.text
    assert "Listed no more" in page.text and "Demo village 3" in page.text


def test_list__of_1700_rows_by_two_people__is_mended_and_entered(desk: Desk, second: Browser) -> None:
    national = desk.signed_in(NATIONAL)
    rows_ = [["keda" if n % 2 else "khulo", f"ადგილი {n}", f"Place {n}"] for n in range(1_700)]
    bad = [["Kedda", *row[1:]] if n % 85 == 0 else row for n, row in enumerate(rows_)]

    refused = sent(national, workbook(COLUMNS, *bad))
    preview = sent(national, workbook(COLUMNS, *rows_))
    own = national.submit(preview, form=preview.form("settlements/propose"))
    done = second.submit(second.get(own.path), button=("_do", "approve"))

    assert refused.status == 422
    mistakes = rows(refused)[:20]
    assert [row.split()[0] for row in mistakes] == [str(n * 85 + 2) for n in range(20)]
    assert "Did you mean Keda" in mistakes[0]
    assert "New: 1700" in preview.text and "approved" in rows(done)[0]


def test_list__that_ends_within_a_year__is_warned_of_where_lists_are_proposed(
    desk: Desk, second: Browser
) -> None:
    national = desk.signed_in(NATIONAL)
    before = national.get(LISTS).text
    own = proposed(national, last_on="2027-03-31")
    second.submit(second.get(own.path), button=("_do", "approve"))

    page = national.get(LISTS).text

    assert "Within a year the list ends." not in before
    assert "Within a year the list ends." in page and "Keda, settlements: 2, last day 31.03.2027" in page
