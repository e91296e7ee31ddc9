"""A citizen's own cases: what is shown, and that nobody else's exist."""

from __future__ import annotations

from uuid import uuid4

from tests.web.desk import ANOTHER_CITIZEN, Desk


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
