"""Pages of corrections: proposed on the card, approved by a second person, shown to whom it is about."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.web.apps import app_over
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import of_office
from tests.web.test_registers import REGISTER, entered

VILLAGE = {"written-settlement": "keda-demo-3"}
SAID = {"ground": "error_in_writing", "reason": "The clerk chose the wrong village."}


@pytest.fixture
def entry_id(desk: Desk) -> UUID:
    return entered(desk, CITIZEN, desk.filed().case_id, date(2026, 8, 20))


def proposed(desk: Desk, entry_id: UUID, *, role: str = "specialist", **answers: Any) -> Page:
    """Propose a correction by the form that the card leads to; return the page that follows."""
    browser = desk.staff(role)
    card = browser.get(f"{REGISTER}/{entry_id}")
    link = card.html.select_one('.register-card a[href*="/correction"]')
    assert link is not None
    form = browser.get(str(link["href"]))
    return browser.submit(form, {**SAID, **VILLAGE, **answers}, form=form.form("/correction"))


def do(browser: Browser, page: Page, what: str, **answers: str) -> Page:
    shown = browser.get(page.path)
    return browser.submit(shown, answers, form=shown.form("/corrections/"), button=("_do", what))


def test_correction__proposed_and_approved__is_in_the_history_with_both_values_and_both_people(
    desk: Desk, entry_id: UUID
) -> None:
    page = proposed(desk, entry_id)
    assert "waits for a second person" in page.text
    head = desk.staff("head_of_service")
    waiting = head.get("/inbox/registers")
    assert waiting.html.select_one(f'a[href^="{page.path.partition("?")[0]}"]')

    approved = do(head, page, "approve")

    assert approved.path.startswith(REGISTER) and str(entry_id) not in approved.path
    card = approved.html.select_one(".register-card")
    assert card is not None
    changed = card.select_one(".corrections")
    assert changed is not None
    for words in ("Settlement", "Error in writing", "The clerk chose the wrong village.", "Proposed by"):
        assert words in changed.get_text(" ")
    before, after = changed.select_one("del"), changed.select_one("ins")
    assert before and after and before.get_text() != after.get_text()
    assert "Corrected" in card.select(".register-history li")[1].get_text(" ")


def test_correction__made__is_shown_to_the_person_on_their_own_page(desk: Desk, entry_id: UUID) -> None:
    person = desk.signed_in(CITIZEN)
    page = proposed(desk, entry_id)
    assert not person.get("/my-data").html.select_one("#corrected")

    do(desk.staff("head_of_service"), page, "approve")

    shown = person.get("/my-data").html.select_one('section[aria-labelledby="corrected"]')
    assert shown is not None
    text = shown.get_text(" ")
    assert "Settlement" in text and "Error in writing" in text
    assert "wrong village" not in text and "specialist" not in text.lower()  # who and why is the office's


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"written-settlement": "keda-demo-1"}, "says so already"),
        ({"written-residence_from": ""}, "can't be left empty"),
        ({"reason": ""}, "Write the reason"),
        ({"ground": "court"}, "its number and its day"),
        ({"ground": "court", "act_number": "2/1", "act_date": "no day"}, "its number and its day"),
    ],
)
def test_form__that_can_not_be_kept__says_why_and_keeps_what_was_typed(
    desk: Desk, entry_id: UUID, answers: dict[str, str], message: str
) -> None:
    page = proposed(desk, entry_id, **answers)

    assert page.status == 409 or page.status == 422
    assert message in page.text
    if "reason" not in answers:
        assert SAID["reason"] in page.text


def test_proposer__on_the_page__may_take_back_and_not_approve(desk: Desk, entry_id: UUID) -> None:
    page = proposed(desk, entry_id, role="head_of_service")
    head = desk.staff("head_of_service")

    shown = head.get(page.path)
    buttons = {button["value"] for button in shown.html.select('button[name="_do"]')}
    refused = head.submit(shown, {}, form=shown.form("/corrections/"), button=("_do", "approve"))
    taken_back = do(head, page, "return")

    assert buttons == {"return"}
    assert "can't approve it" in refused.text
    assert "taken back" in taken_back.text.lower()


def test_correction__sent_back__shows_its_remark_to_the_proposer(desk: Desk, entry_id: UUID) -> None:
    page = proposed(desk, entry_id)

    do(desk.staff("mayor"), page, "return", remark="Which paper says so?")

    assert "Which paper says so?" in desk.staff("specialist").get(page.path).text
    assert "Which paper says so?" in desk.staff("specialist").get(f"{REGISTER}/{entry_id}").text


def test_looks__on_the_card_of_a_head__lead_to_who_looked(desk: Desk, entry_id: UUID) -> None:
    clerk, head = desk.staff("specialist"), desk.staff("head_of_service")
    card = clerk.get(f"{REGISTER}/{entry_id}")
    assert not card.html.select_one('a[href*="/looks"]')
    link = head.get(f"{REGISTER}/{entry_id}").html.select_one('a[href*="/looks"]')
    assert link is not None

    page = head.get(str(link["href"]))

    rows = [row.get_text(" ") for row in page.html.select("tbody tr")]
    assert len(rows) == 2 and "Opened the entry" in rows[1]
    assert clerk.get(str(link["href"])).status == 403


def test_program__of_an_office__proposes_sees_and_approves(desk: Desk, entry_id: UUID) -> None:
    app = app_over(desk.engine)
    clerk, head = (of_office(app, desk.engine, role) for role in ("specialist", "head_of_service"))
    body = {"written": {"settlement": "keda-demo-3"}, **SAID}

    asked = clerk.post(f"/registers/residents/entries/{entry_id}/corrections", body)
    correction_id = asked.json["correction_id"]
    (waiting,) = head.get("/register-corrections").json["items"]
    told = head.get(f"/register-corrections/{correction_id}").json
    refused = clerk.post(f"/register-corrections/{correction_id}/approval")
    done = head.post(f"/register-corrections/{correction_id}/approval")

    assert (asked.status_code, waiting["correction_id"]) == (201, correction_id)
    assert told["correction"]["changes"][0]["name"] == "settlement"
    assert (refused.status_code, done.status_code) == (403, 204)
    card = head.get(f"/registers/residents/entries/{entry_id}").json
    assert card["corrections"][0]["outcome"] == "approved"
    again = head.post(f"/register-corrections/{correction_id}/return", {"remark": "Late."})
    assert again.json["code"] == "register_correction.ended"
