"""A question asked at the desk, in a real browser: the office answers, the centre hands the letter over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.test_center import OPERATOR, VILLAGER, come_by_card, come_by_paper
from tests.e2e.tour.visit import CHANCELLERY, HEAD, SPECIALIST

QUESTION = "/municipalities/keda/services/general.question"
ANSWER = "გზა ოქტომბერში შეკეთდება."


@pytest.mark.parametrize("language", ["ka", "en"])
def test_question__asked_at_the_desk__is_answered_and_handed_over_there(
    installation: Installation, browser: Browser, language: str
) -> None:
    inspector, operator = Inspector(), Person(browser, installation.address, language=language)
    operator.sign_in(OPERATOR)
    case, number = _ask(operator)
    office = Desk(browser, installation.address, "general/question", language)
    office.do(CHANCELLERY, "direct", {"answered_by": "specialist"}, number=number)
    office.do(SPECIALIST, "answer", {"next": "answer", "text": ANSWER}, number=number)
    office.do(HEAD, "agree", {"verdict": "agree"}, number=number)

    operator.go("/centre")
    operator.wait_for_one(f"#hand-over ~ ul li:has-text('{number}')")
    inspector.look(operator, "the letter waits at the centre")
    come_by_card(operator)
    operator.page.locator(".acts-for button").wait_for()
    operator.go(case)
    letter = operator.page.locator(".letter", has_text=ANSWER).locator("a[href*='/centre/cases/']")
    operator.go(str(letter.get_attribute("href")))
    inspector.look(operator, "the letter")
    operator.page.emulate_media(media="print")
    assert operator.page.get_by_text(ANSWER).is_visible()
    assert not operator.page.locator("main form button").first.is_visible()
    operator.page.emulate_media(media="screen")
    operator.press("center.letter_over")
    operator.page.wait_for_url(f"**{case}")
    _leave(operator)

    assert operator.page.locator(f"#hand-over ~ ul li:has-text('{number}')").count() == 0
    villager = Person(browser, installation.address, language=language)
    villager.sign_in(VILLAGER)
    villager.go(case)
    assert ANSWER in villager.words() and number in villager.words()
    inspector.look(villager, "the answered question")
    assert inspector.problems == []
    assert operator.complaints == villager.complaints == office.complaints == []


def _ask(operator: Person) -> tuple[str, str]:
    """Ask for the villager on their signed request; return where the case stands, and its number."""
    operator.go("/centre")
    come_by_paper(operator)
    operator.page.locator(".acts-for button").wait_for()
    operator.go(f"{QUESTION}/apply")
    operator.fill({"subject": "demo", "question": "demo?", "notify_by": "paper"})
    operator.send("apply.continue")
    operator.press("check.file")
    operator.page.wait_for_url("**/receipt")
    number = operator.page.locator(".receipt-number").first.inner_text()
    case = operator.page.url.removeprefix(operator.address).removesuffix("/receipt")
    _leave(operator)
    return case, number


def _leave(operator: Person) -> None:
    operator.page.locator(".acts-for button").click()
    operator.page.wait_for_url("**/centre")
