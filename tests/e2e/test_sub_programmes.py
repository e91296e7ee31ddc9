"""A sub-programme from the search to its form, by keyboard alone, on a telephone and on a screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.keyboard import press_tab_until
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from web.i18n import LANGUAGES

CITIZEN = "00000000105"
NAMED = {
    "ka": ("სახლი დამეწვა", "ხანძრით დაზარალებულის დახმარება"),
    "en": ("my house burned", "Aid after a fire"),
}
LEADS_TO = "one.tagName === 'A' && one.getAttribute('href').endsWith(wanted)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_sub_programme__found_by_words__is_applied_for_by_keyboard_alone(
    installation: Installation, browser: Browser, language: str, width: int
) -> None:
    words, name = NAMED[language]
    citizen = Person(browser, installation.address, language=language, width=width)
    citizen.go("/municipalities/keda")
    press_tab_until(citizen, "one.id === wanted", "q")
    citizen.page.keyboard.type(words)
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/services?q=*")

    press_tab_until(citizen, LEADS_TO, "/municipalities/keda/programmes/fire")
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/programmes/fire")
    assert citizen.page.locator("h1").inner_text() == name
    press_tab_until(citizen, LEADS_TO, "?programme=fire")
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url(lambda url: "/sign-in" in url)
    citizen.sign_in_here(CITIZEN)
    citizen.page.wait_for_url(lambda url: url.endswith("/application_choice?programme=fire"))

    assert citizen.page.locator("select[name=programme]").input_value() == "fire"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages__of_sub_programmes__have_no_barriers(
    installation: Installation, browser: Browser, language: str
) -> None:
    reader, inspector = Person(browser, installation.address, language=language), Inspector()

    for code in ("newborn", "large_family", "treatment", "breadwinner", "rent"):
        reader.go(f"/municipalities/keda/programmes/{code}")
        inspector.look(reader, code)

    assert inspector.problems == [] and reader.complaints == []
