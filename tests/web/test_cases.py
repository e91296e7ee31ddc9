"""A citizen's own cases: what is shown, and that nobody else's exist."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from pytest import MonkeyPatch

from tests.web.desk import ANOTHER_CITIZEN, Desk

NUMBER = re.compile(r"KEDA-HM-2026-\d{6}")


def test_case__own__says_status_turn_and_deadline(desk: Desk) -> None:
    filed = desk.filed()

    page = filed.browser.get(filed.address)

    assert "received" in page.text
    assert "It is the municipality's turn" in page.text
    assert "1 October 2026" in page.text
    assert "The application was received under number KEDA-HM-2026-000001." in page.text


def test_case__foreign_and_absent__answer_the_same(desk: Desk) -> None:
    filed = desk.filed()
    other = desk.signed_in(ANOTHER_CITIZEN)

    foreign, absent = other.get(filed.address), other.get(f"/cases/{uuid4()}")

    assert foreign.status == absent.status == 404
    assert foreign.text == absent.text


def test_case__every_page_of_a_foreign_one__is_not_found(desk: Desk) -> None:
    filed = desk.filed()
    other = desk.signed_in(ANOTHER_CITIZEN)

    pages = [
        other.get(f"{filed.address}{part}")
        for part in ("", "/receipt", "/withdraw", f"/documents/{'a' * 64}")
    ]

    assert [page.status for page in pages] == [404] * 4


def test_case__staff_of_the_municipality__is_not_their_own_case(desk: Desk) -> None:
    filed = desk.filed()

    assert desk.staff("specialist").get(filed.address).status == 404


def test_list__own_cases__hides_those_of_others(desk: Desk) -> None:
    filed = desk.filed()

    mine, theirs = filed.browser.get("/cases"), desk.signed_in(ANOTHER_CITIZEN).get("/cases")

    assert "KEDA-HM-2026-000001" in mine.text
    assert "KEDA-HM-2026-000001" not in theirs.text and "You have no cases" in theirs.text


def test_withdraw__confirmed__ends_the_case(desk: Desk) -> None:
    filed = desk.filed()
    question = filed.browser.get(f"{filed.address}/withdraw")

    page = filed.browser.submit(question)

    assert page.path == filed.address
    assert "withdrawn" in page.text
    assert not page.html.select_one(f'a[href="{filed.address}/withdraw"]')


def test_withdraw__pressed_twice__is_one_withdrawal(desk: Desk) -> None:
    filed = desk.filed()
    question = filed.browser.get(f"{filed.address}/withdraw")
    filed.browser.submit(question)

    again = filed.browser.submit(question)

    assert again.status == 200 and again.path == filed.address


def test_withdraw__in_a_second_window__is_told_that_it_was_too_late(desk: Desk) -> None:
    filed = desk.filed()
    first, second = (filed.browser.get(f"{filed.address}/withdraw") for _ in range(2))
    filed.browser.submit(first)

    late = filed.browser.submit(second)

    # A refusal must not look like the answer to a withdrawal that was accepted.
    assert late.status == 409, late.path
    assert "The case has moved on" in late.text


def test_withdraw__by_somebody_else__is_not_found(desk: Desk) -> None:
    filed = desk.filed()
    question = filed.browser.get(f"{filed.address}/withdraw")
    other = desk.signed_in(ANOTHER_CITIZEN)
    token = other.get("/sign-in").form().select_one("[name=csrf_token]")
    assert token is not None

    page = other.submit(question, {"csrf_token": str(token["value"])})

    assert page.status == 404


def test_notice__answered_by_the_applicant__gives_the_turn_back(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)

    case = filed.browser.get(filed.address)
    assert "It is your turn" in case.text and "waiting for you" in case.text
    link = case.html.select_one('main a.button[href^="/tasks/"]')
    assert link is not None
    answered = filed.browser.submit(filed.browser.get(str(link["href"])), {"statement": "აი, ფოტოები."})

    assert "It is the municipality's turn" in answered.text


def test_notice__opened_by_somebody_else__is_not_found(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)
    link = filed.browser.get(filed.address).html.select_one('main a.button[href^="/tasks/"]')
    assert link is not None

    others = [desk.signed_in(ANOTHER_CITIZEN), desk.staff("specialist"), desk.staff("specialist", "telavi")]

    assert [other.get(str(link["href"])).status for other in others] == [404, 404, 404]


def test_letter__sent_to_the_applicant__stands_on_the_case_page(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)

    page = filed.browser.get(filed.address)

    assert page.html.select_one(".letter-body")
    assert "ფოტო" in page.text


def test_list__filtered__shows_what_waits_with_counts(desk: Desk) -> None:
    waiting = desk.filed()
    desk.ask_for_missing(waiting)

    page = waiting.browser.get("/cases?show=waiting")
    finished = waiting.browser.get("/cases?show=finished")

    assert [link.get_text(" ", strip=True) for link in page.html.select("nav.tabs a")] == [
        "All 1", "Waiting for you 1", "Open 1", "Finished 0",
    ]  # fmt: skip
    assert "KEDA-HM-2026-000001" in page.text and "Answer by" in page.text
    assert "None of your cases is like this" in finished.text


def test_list__more_than_a_page__goes_on_where_it_ended(desk: Desk, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr("engine.queries.own_cases.PAGE", 2)
    for _ in range(3):
        filed = desk.filed(ANOTHER_CITIZEN)
        desk.clock.advance(timedelta(minutes=1))

    first = filed.browser.get("/cases")
    more = first.html.select_one('main a[href*="before="]')
    assert more is not None
    second = filed.browser.get(str(more["href"]))

    shown = [
        sorted(
            {
                found
                for listed in page.html.select(".case-list")
                for found in NUMBER.findall(listed.get_text())
            }
        )
        for page in (first, second)
    ]
    assert shown == [["KEDA-HM-2026-000002", "KEDA-HM-2026-000003"], ["KEDA-HM-2026-000001"]]


@pytest.mark.parametrize("query", ["?show=nonsense", "?before=x", "?before=1|2", "?show=%00&before=%00"])
def test_list__address_is_nonsense__shows_the_beginning(desk: Desk, query: str) -> None:
    filed = desk.filed()

    page = filed.browser.get(f"/cases{query}")

    assert page.status == 200 and "KEDA-HM-2026-000001" in page.text


def test_case__under_way__says_what_happens_next_and_by_when(desk: Desk) -> None:
    filed = desk.filed()

    page = filed.browser.get(filed.address)

    following = page.html.select_one("section[aria-labelledby=next]")
    assert following is not None
    said = " ".join(following.get_text(" ").split())
    assert "Check completeness" in said and "1 October 2026" in said and "counts as a refusal" in said


def test_case__timeline__leaves_the_machinery_out_and_keeps_it_at_hand(desk: Desk) -> None:
    filed = desk.filed()

    page = filed.browser.get(filed.address)

    lists = page.html.select("section[aria-labelledby=timeline] ol.timeline")
    assert "Done by the system" not in lists[0].get_text()
    assert "Done by the system" in lists[-1].get_text()


def test_case__history__credits_what_followed_by_itself_to_nobody(desk: Desk) -> None:
    filed = desk.filed()
    desk.run_jobs()

    said = [
        entry.get_text(" ", strip=True)
        for entry in filed.browser.get(filed.address).html.select("ol.timeline li")
    ]

    (received,) = {event for event in said if "was received under number" in event}
    letters = {event for event in said if event.startswith("A letter was sent")}
    assert received.endswith("Demo Citizen 1 (Keda)")
    assert letters and all(letter.endswith("automatically") for letter in letters)
    assert all(
        event.endswith("automatically")
        for event in said
        if event.startswith(("The term began", "Step begun"))
    )


def test_case__downloaded__is_one_archive_that_reads_by_itself(desk: Desk) -> None:
    filed = desk.filed()

    answer = filed.browser.get(f"{filed.address}/file").response

    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        number = "KEDA-HM-2026-000001"
        assert archive.namelist() == [f"{number}.html", f"{number}.pdf", f"{number}.json"]
        assert "დემო ქუჩა 1" in archive.read(f"{number}.html").decode()
        assert archive.read(f"{number}.pdf").startswith(b"%PDF-")
        assert json.loads(archive.read(f"{number}.json"))["number"] == number


def test_case__downloaded__with_a_sign_no_font_has__is_printed_without_it(desk: Desk) -> None:
    browser = desk.signed_in()
    receipt = browser.submit(desk.fill_in(browser, actual_address="Street 𓀀 1"))

    answer = browser.get(receipt.path.replace("/receipt", "/file")).response

    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "𓀀" in archive.read(archive.namelist()[2]).decode()


def test_case__foreign__can_not_be_downloaded(desk: Desk) -> None:
    filed = desk.filed()

    assert desk.signed_in(ANOTHER_CITIZEN).get(f"{filed.address}/file").status == 404
