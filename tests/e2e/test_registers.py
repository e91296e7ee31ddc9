"""A register of the office: found, opened by keyboard, as of another day, and told to the person."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.holders import let_hold
from tests.e2e.installation import Installation
from tests.e2e.look import NARROW, WIDER
from tests.e2e.person import Person
from tests.e2e.tour.visit import HEAD
from web.i18n import LANGUAGES, TEXTS

REGISTER = "/inbox/registers/residents"
HOLDERS = {"ka": "00000000124", "en": "00000000110"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_register__opened_by_the_head__shows_the_holder_who_learns_of_it(
    installation: Installation, browser: Browser, language: str
) -> None:
    number = HOLDERS[language]
    let_hold(installation, number)
    head = Person(browser, installation.address, language=language)
    head.sign_in(HEAD)

    head.go("/inbox")
    head.page.locator(".work-nav a[href='/inbox/registers']").first.click()
    head.page.locator(f"main a[href='{REGISTER}']").click()
    head.page.locator("#q").fill(f"demo {number}")
    head.page.locator("#q").press("Enter")
    line = head.page.locator("table.tight .row-link")
    expect(line).to_have_count(1)
    head.page.keyboard.press("Alt+l")
    expect(line).to_be_focused()
    head.page.keyboard.press("Enter")

    card = head.page.locator(".register-card")
    expect(card).to_contain_text(number)
    expect(card).to_contain_text("01.03.2025")
    expect(head.page.locator("table.tight")).to_be_visible()
    head.resize(NARROW)
    expect(head.page.locator("table.tight")).to_be_hidden()
    assert head.page.evaluate(WIDER) == []
    assert number not in head.page.url
    head.go(f"{REGISTER}?on=2025-02-28")
    expect(head.page.locator(".empty")).to_be_visible()
    assert head.complaints == []

    holder = Person(browser, installation.address, language=language)
    holder.sign_in(number)
    holder.go("/my-data/reads")
    assert TEXTS.get(language, "reads.what.register.read") in holder.words()
    assert TEXTS.get(language, "reads.what.register.found") in holder.words()
