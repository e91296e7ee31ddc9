"""Announcements: read by all, answered once by each person, also at the desk of a centre."""

from __future__ import annotations

from typing import Any

from tests.centers.test_desk import come_with_paper, leave
from tests.centers.test_directory import KEEPER, OPERATOR
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk

SENT = {
    "kind": "consultation",
    "title_ka": "ახალი მარშრუტი",
    "title_en": "A new bus line",
    "body_ka": "საით?",
    "body_en": "Where to?",
    "first_on": "2026-09-01",
    "last_on": "2026-09-05",
}


def announced(desk: Desk, **changes: str) -> str:
    """Return the address of what the chancellery of Keda has announced."""
    clerk = desk.staff("chancellery")
    page = clerk.get("/inbox/announcements")
    listed = clerk.submit(page, {**SENT, **changes}, form=page.form('"/inbox/announcements"'))
    assert listed.path == "/inbox/announcements", listed.text[:2000]
    return str(listed.html.select_one("table.rows a")["href"]).removeprefix("/inbox")  # type: ignore[index]


def answer(browser: Browser, address: str, stance: str, text: str = "") -> Page:
    page = browser.get(address)
    form = page.html.select_one(f'main form[action="{address}"]')
    assert form is not None, page.text[:2000]
    return browser.submit(page, {"stance": stance, "text": text}, form=form)


def test_consultation__answered_at_home_and_at_a_desk__counts_each_person_once_and_names_nobody(
    desk: Desk, browser: Any
) -> None:
    address = announced(desk)
    citizen, operator = desk.signed_in(ANOTHER_CITIZEN), desk.signed_in(OPERATOR)

    at_home = answer(citizen, address, "for", "Through the village, please")
    come_with_paper(operator)
    at_desk = answer(operator, address, "against")
    again = operator.get(address)
    leave(operator)
    in_person = desk.signed_in(CITIZEN).get(address)

    assert "The answer was taken" in at_home.text and "The answer was taken" in at_desk.text
    for page in (again, in_person):
        assert "I disagree" in page.text and "Send the opinion" not in page.text
    assert "A new bus line" in browser().get("/announcements?in=keda&language=en").text
    assert "A new bus line" not in browser().get("/announcements?in=telavi&language=en").text
    clerk = desk.staff("chancellery")
    results = clerk.get(f"/inbox{address}")
    assert "Answers: 2, of them 1 at community centres" in results.text
    assert "Through the village, please" in results.text and ANOTHER_CITIZEN not in results.text
    assert "Demo Citizen" not in results.text
    assert "Through the village" not in desk.signed_in(OPERATOR).get(address).text


def test_consultation__that_is_over__tells_numbers_and_outcome_and_takes_nothing(desk: Desk) -> None:
    address = announced(desk)
    citizen = desk.signed_in(ANOTHER_CITIZEN)
    answer(citizen, address, "for", "Yes")
    clerk = desk.staff("chancellery")
    early = clerk.get(f"/inbox{address}")
    desk.days_pass(7)

    clerk = desk.staff("chancellery")
    page = clerk.get(f"/inbox{address}")
    told = {"outcome_ka": "იქნება", "outcome_en": "It will run"}
    clerk.submit(page, told, form=page.form(f'action="/inbox{address}"'))
    shown = desk.signed_in(CITIZEN).get(address)

    assert "Tell the outcome" not in early.text
    assert "It will run" in shown.text and "Answers: 1" in shown.text and "Send the opinion" not in shown.text


def test_announcement__with_a_mistake_or_by_others__is_refused(desk: Desk) -> None:
    clerk = desk.staff("chancellery")
    page = clerk.get("/inbox/announcements")
    form = page.form('"/inbox/announcements"')

    for name, said in (("body_en", "every language"), ("last_on", "Enter the first and the last day")):
        refused = clerk.submit(page, {**SENT, name: ""}, form=form)
        assert refused.status == 422 and said in refused.text
        assert refused.html.select_one("#title_en")["value"] == "A new bus line"  # type: ignore[index]
    for browser in (desk.signed_in(CITIZEN), desk.signed_in(OPERATOR), desk.staff("specialist")):
        assert browser.get("/inbox/announcements").status == 403


def test_state__speaks_to_some_municipalities__and_is_read_there_alone(desk: Desk) -> None:
    keeper = desk.signed_in(KEEPER)
    page = keeper.get("/inbox/announcements")
    form = page.form('"/inbox/announcements"')
    sent = {**SENT, "kind": "law", "municipality": "", "audience": ["telavi"]}

    keeper.submit(page, sent, form=form)

    assert "A new bus line" in keeper.get("/announcements?in=telavi").text
    assert "A new bus line" not in keeper.get("/announcements?in=keda").text
