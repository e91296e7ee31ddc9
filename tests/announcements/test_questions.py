"""A question put to the municipality about something it has announced."""

from __future__ import annotations

from tests.announcements.test_pages import announced
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, Desk
from tests.web.questions import asked


def ask(browser: Browser, address: str) -> Page:
    """Ask about an announcement; return the receipt."""
    page = browser.get(address)
    browser.submit(page, form=page.form(f'action="{address}/ask"'))
    return asked(browser)


def test_question__about_an_announcement__stands_beside_its_answers(desk: Desk) -> None:
    address = announced(desk, kind="announcement")
    citizen = desk.signed_in(ANOTHER_CITIZEN)

    receipt = ask(citizen, address)

    number = receipt.html.select_one(".receipt-number")
    assert number is not None, receipt.text[:3000]
    case = citizen.get(receipt.path.removesuffix("/receipt"))
    assert "A new bus line" in case.text and "The question is about the announcement" in case.text
    clerk = desk.staff("chancellery")
    listed = clerk.get(f"/inbox{address}")
    assert number.get_text(strip=True) in listed.text


def test_question__about_what_is_for_others__is_not_offered(desk: Desk) -> None:
    address = announced(desk, kind="announcement")
    citizen = desk.signed_in(ANOTHER_CITIZEN)
    page = citizen.get(address)

    refused = citizen.submit(page, {"municipality": "telavi"}, form=page.form(f'action="{address}/ask"'))

    assert refused.path == address and "Choose whom you ask" in refused.text
