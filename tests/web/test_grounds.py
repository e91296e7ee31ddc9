"""A refusal rests on what the facts of the case support; a departure is written, and everybody reads it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.jobs import timers
from tests.web.browser import Browser, Page
from tests.web.desk import Desk, Filed
from tests.web.steps import do_step

DRAFT = {"facts": "მასალები შესწავლილია.", "reasoning": "კანონით ასეა."}
REASON = "მეზობლის ახსნა-განმარტება ვიზიტის ბარათს ეწინააღმდეგება."
DEPARTURE = {"outcome": "refuse", "refusal_reason": "other", "departure_reason": REASON, **DRAFT}
HEARING = {"manner": "written", "ground": "მეზობლის ახსნა-განმარტება ვიზიტს ეწინააღმდეგება."}
HEARD = {"conclusion": "unchanged", "explanation": "ახალი გარემოება არ დასახელებულა."}


def to_the_draft(desk: Desk, *, finding: str) -> Filed:
    """File an application whose applicant the registry calls a citizen, up to the draft of the act."""
    filed = desk.filed()
    desk.run_jobs()
    do_step(desk.staff("specialist"), filed.case_id, {"complete": "yes", "advice_kept": "yes"})
    today = desk.clock.now().strftime("%d.%m.%Y")
    visit = {"visited_on": today, "finding": finding, "findings": "ადგილზე ვნახეთ."}
    do_step(desk.staff("mayor_rep"), filed.case_id, visit)
    session = {"minutes_number": "7", "held_on": today, "recommendation": "grant", "votes_for": "3"}
    session |= {"votes_against": "0", "grounds": "მასალები შევისწავლეთ."}
    do_step(desk.staff("commission"), filed.case_id, session)
    return filed


def hear(desk: Desk, filed: Filed) -> None:
    """Hear the applicant, who says nothing."""
    do_step(desk.staff("specialist"), filed.case_id, HEARING)
    desk.run_jobs()
    desk.signed_in().get(filed.address)
    desk.days_pass(12)
    timers.poll(desk.engine)
    desk.run_jobs()
    do_step(desk.staff("specialist"), filed.case_id, HEARD)


def drafting(desk: Desk) -> tuple[Browser, Page]:
    """Return whoever drafts, and the page of the draft."""
    return taken(desk, "specialist")


def taken(desk: Desk, role: str) -> tuple[Browser, Page]:
    browser = desk.staff(role)
    listed = browser.get("/inbox?tab=unassigned")
    return browser, browser.submit(listed, form=listed.form("/claim"))


def sent(browser: Browser, page: Page, answers: dict[str, Any]) -> Page:
    return browser.submit(page, answers, form=page.form("_window"))


def offered(page: Page) -> set[str]:
    """Return the grounds that the page offers."""
    options = page.html.select('[name="refusal_reason"] option[value]')
    return {str(option["value"]) for option in options} - {""}


def test_draft__of_a_citizen_who_lives_there__offers_no_ground_but_a_written_one(desk: Desk) -> None:
    to_the_draft(desk, finding="lives")

    browser, page = drafting(desk)

    assert offered(sent(browser, page, {"outcome": "refuse", **DRAFT})) == {"other"}
    assert "The facts of the case support no ground for refusal." in page.text


def test_draft__after_a_visit_that_found_nobody_living_there__offers_that_ground_with_its_fact(
    desk: Desk,
) -> None:
    to_the_draft(desk, finding="does_not_live")

    browser, page = drafting(desk)

    refusing = sent(browser, page, {"outcome": "refuse", **DRAFT})
    assert offered(refusing) == {"contradicted_by_visit", "other"}
    assert "showed that the applicant does not live at the address given" in page.text


@pytest.mark.parametrize(
    "answers",
    [
        {"outcome": "refuse", "refusal_reason": "not_a_citizen", **DRAFT},
        {"outcome": "refuse", "refusal_reason": "other", **DRAFT},
    ],
    ids=["a ground against the registry's answer", "another ground without a reason"],
)
def test_draft__of_a_refusal_against_the_facts__is_not_taken(desk: Desk, answers: dict[str, Any]) -> None:
    to_the_draft(desk, finding="lives")
    browser, page = drafting(desk)

    answered = sent(browser, page, answers)

    assert answered.html.select_one(".f-errors, [role=alert]") is not None
    assert answered.form("_window") is not None


def test_draft__that_grants_against_an_established_ground__takes_a_written_reason(desk: Desk) -> None:
    to_the_draft(desk, finding="does_not_live")
    browser, page = drafting(desk)

    bare = sent(browser, page, {"outcome": "grant", **DRAFT})
    reasoned = sent(browser, bare, {"outcome": "grant", "departure_reason": REASON, **DRAFT})

    assert bare.form("_window") is not None
    assert reasoned.path == "/inbox?tab=unassigned"


def test_departure__written_in_a_draft__is_read_by_each_visa_and_the_mayor(desk: Desk) -> None:
    filed = to_the_draft(desk, finding="lives")
    do_step(desk.staff("specialist"), filed.case_id, DEPARTURE)
    hear(desk, filed)
    do_step(desk.staff("specialist"), filed.case_id, DEPARTURE)
    desk.run_jobs()

    for role, answers in (("lawyer", {"visa": "approve"}), ("head_of_service", {"visa": "approve"})):
        browser, page = taken(desk, role)
        assert REASON in page.text, role
        sent(browser, page, answers)
        desk.run_jobs()
    _, page = taken(desk, "mayor")
    assert REASON in page.text
