"""Disagreeing: where, until when, and a complaint that is tied to the case it is about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.commands.applications import FileApplication, FiledCase
from engine.commands.cases import WithdrawCase
from engine.errors import InvalidForm
from engine.jobs import timers
from engine.tenancy import Actor
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk, Filed

COMPLAINT: dict[str, Any] = {
    "contested": "act",
    "official": "არქიტექტურის სამსახური",
    "act_number": "17",
    "act_date": "2026-08-17",
    "known_on": "2026-08-20",
    "grounds": "ფაქტებს არ შეესაბამება.",
    "demand": "annul",
    "demand_text": "გაუქმდეს.",
    "phone": "555 00 01 01",
    "notify_by": "portal",
    "declaration": True,
}


def unconsidered(desk: Desk) -> Filed:
    """Return a case that ended because its applicant did not answer in time, with the letter about it."""
    filed = desk.filed()
    desk.ask_for_missing(filed)
    desk.days_pass(10)
    timers.poll(desk.engine)
    desk.run_jobs()
    return filed


def actor(desk: Desk, personal_number: str) -> Actor:
    person = desk.people()[personal_number]
    return Actor(person.person_id, personal_number)


def complain(desk: Desk, about: str | None, *, by: str = CITIZEN) -> FiledCase:
    answers = COMPLAINT | ({"about": about} if about else {})
    filed: FiledCase = desk.engine.send(
        FileApplication("general.complaint", "keda", answers), actor=actor(desk, by)
    )
    return filed


def number_of(desk: Desk, filed: Filed) -> str:
    return desk.signed_in().get(filed.address).html.select_one("h1 + p .figure").get_text()  # type: ignore[union-attr]


def as_ordered(desk: Desk, filed: Filed, outcome: str = "refused") -> None:
    """Let the case be decided by an order of the mayor, told on the day of the letter it has."""
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(
            "update cases set status = 'decided', reason = %s, order_number = 'KEDA-O-2026-00099'"
            " where id = %s",
            (outcome, filed.case_id),
        )


def test_case__decided_by_an_official__is_contested_before_the_mayor_and_says_until_when(desk: Desk) -> None:
    filed = unconsidered(desk)

    page = desk.signed_in().get(filed.address)

    assert "contested before the mayor" in page.text
    assert "The last day to contest it is 12 October 2026" in page.text
    assert page.html.select_one("a[href$='/services/general.complaint/apply']") is not None


def test_case__decided_by_the_mayor__is_contested_in_court_alone(desk: Desk) -> None:
    filed = unconsidered(desk)
    as_ordered(desk, filed)
    number = number_of(desk, filed)

    page = desk.signed_in().get(filed.address)

    assert "contested in court" in page.text
    assert page.html.select_one("a[href$='/services/general.complaint/apply']") is None
    with pytest.raises(InvalidForm):
        complain(desk, number)


def test_complaint__who_has_an_order_of_the_mayor__reads_before_the_questions_that_a_court_hears_it(
    desk: Desk,
) -> None:
    filed = unconsidered(desk)
    as_ordered(desk, filed)
    desk.signed_in().get(filed.address)

    told = desk.signed_in().get("/municipalities/keda/services/general.complaint/apply").html

    notice = told.select_one("#in-court")
    assert notice is not None and number_of(desk, filed) in notice.get_text()
    assert "KEDA-O-2026-00099" in notice.get_text() and "The last day to contest it is" in notice.get_text()
    assert "Khelvachauri District Court. Address: 358 Pridon Khalvashi Ave., Batumi." in notice.get_text()


def test_complaint__of_whom_no_court_has_to_hear__has_no_such_notice(desk: Desk) -> None:
    unconsidered(desk)

    told = desk.signed_in().get("/municipalities/keda/services/general.complaint/apply").html

    assert told.select_one("#in-court") is None


def test_case__withdrawn__is_not_contested_and_confirmed_by_a_letter(desk: Desk) -> None:
    filed = desk.filed()
    desk.engine.send(WithdrawCase(UUID(str(filed.case_id))), actor=actor(desk, CITIZEN))
    desk.run_jobs()

    page = desk.signed_in().get(filed.address)

    assert page.html.select_one("#appeal") is None
    assert "Your request has been withdrawn" in page.text


def test_case__decided_on_the_day_it_was_filed__is_not_told_by_its_receipt(desk: Desk) -> None:
    filed = desk.filed()
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute("update cases set decided_on = '2026-09-01' where id = %s", (filed.case_id,))
        connection.execute("update letters set read_at = sent_at where case_id = %s", (filed.case_id,))
    as_ordered(desk, filed)

    assert "The term begins when you receive the letter" in desk.signed_in().get(filed.address).text


def test_case__decision_not_opened_for_long__may_be_contested_from_the_day_it_is(desk: Desk) -> None:
    filed = unconsidered(desk)
    desk.days_pass(60)

    page = desk.signed_in().get(filed.address)

    assert "The last day to contest it is 10 December 2026" in page.text


def test_case__running_in_time__says_nothing_of_it(desk: Desk) -> None:
    filed = desk.filed()

    assert "If you disagree" not in filed.browser.get(filed.address).text


def test_case__in_which_something_was_noted__says_so_and_of_nothing_to_contest(desk: Desk) -> None:
    filed = unconsidered(desk)
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(
            "update cases set status = 'closed', reason = 'noted' where id = %s", (filed.case_id,)
        )

    page = desk.signed_in().get(filed.address)

    assert page.html.select_one("#appeal") is None
    assert "something was put on record" in page.text


def test_case__term_passed_without_a_decision__says_that_silence_can_be_contested(desk: Desk) -> None:
    filed = desk.filed()
    desk.days_pass(40)

    page = desk.signed_in().get(filed.address)

    assert "By law that counts as a refusal" in page.text
    assert "The last day to contest it is" in page.text


def test_case__term_to_contest_passed__says_so(desk: Desk) -> None:
    filed = unconsidered(desk)
    desk.signed_in().get(filed.address)
    desk.days_pass(60)

    assert "The term to contest it has passed" in desk.signed_in().get(filed.address).text


def test_complaint__about_an_own_decision__each_case_shows_the_other(desk: Desk) -> None:
    filed = unconsidered(desk)
    browser = desk.signed_in()
    number = number_of(desk, filed)

    complaint = complain(desk, number)

    contested, contesting = browser.get(filed.address), browser.get(f"/cases/{complaint.case_id}")
    assert complaint.number in contested.text and "a complaint about this case" in contested.text
    assert number in contesting.text and "the case that is contested" in contesting.text
    assert f"A complaint about this case was filed, case {complaint.number}." in contested.text
    office = desk.staff("lawyer").get(f"/inbox/cases/{complaint.case_id}")
    assert office.html.select_one(f"a[href='/inbox/cases/{filed.case_id}']")


def test_complaint__form__offers_own_decided_cases_alone(desk: Desk) -> None:
    decided = number_of(desk, unconsidered(desk))
    running = number_of(desk, desk.filed())

    page = desk.signed_in().get("/municipalities/keda/services/general.complaint/apply")
    while not page.html.select("select[name=about]"):
        page = desk.signed_in().get(str(page.html.select_one("main a[href*='/apply/']")["href"]))  # type: ignore[index]

    offered = [option["value"] for option in page.html.select("select[name=about] option") if option["value"]]
    assert offered == [decided]
    assert running not in offered


def test_complaint__about_somebody_else_s_case__is_refused(desk: Desk) -> None:
    number = number_of(desk, unconsidered(desk))

    with pytest.raises(InvalidForm):
        complain(desk, number, by=ANOTHER_CITIZEN)


def test_complaint__about_a_running_case__is_refused(desk: Desk) -> None:
    number = number_of(desk, desk.filed())

    with pytest.raises(InvalidForm):
        complain(desk, number)


def test_complaint__about_no_case__is_filed(desk: Desk) -> None:
    complaint = complain(desk, None)

    assert complaint.number.startswith("KEDA-C-")
    assert "Related cases" not in desk.signed_in().get(f"/cases/{complaint.case_id}").text
