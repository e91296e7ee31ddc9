"""Signing in with a demonstration card, in a real browser that makes it and keeps it."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.walks.installation import Installation
from tests.walks.look import Inspector
from tests.walks.person import PEOPLE, Person
from web.i18n import TEXTS

SPECIALIST = "00000002002"


def test_walk__demo_card__is_made_signs_in_and_is_thrown_away(
    installation: Installation, browser: Browser
) -> None:
    person, inspector = Person(browser, installation.address), Inspector()
    person.go("/sign-in")
    inspector.look(person, "sign in, no card yet")

    person.fill({"personal_number": SPECIALIST})
    person.press("sign_in.card.make")
    person.page.locator("[data-card-use]").wait_for()
    inspector.look(person, "sign in, a card is held")
    person.press("sign_in.card.use")
    person.page.wait_for_url(lambda address: "/sign-in" not in address)
    person.go("/account")

    assert TEXTS.get("en", "account.sessions.method.card") in person.words()
    assert name_of(SPECIALIST) in person.page.inner_text("header")
    person.go("/inbox")
    assert person.page.url.endswith("/inbox")

    # A challenge is used up: the answer of before opens nothing.
    person.context.clear_cookies(name="session")
    person.go("/sign-in")
    person.page.locator("[data-card-use]").wait_for()
    person.page.evaluate("document.querySelector('[data-card-use] [name=token]').value = '{}'")
    person.page.evaluate("document.querySelector('[data-card-use]').submit()")
    person.page.get_by_role("heading", name=TEXTS.get("en", "sign_in.card.refused")).wait_for()
    inspector.look(person, "a refused card")

    person.go("/sign-in")
    person.page.locator("[data-card-use]").wait_for()
    person.press("sign_in.card.drop")
    person.page.locator("[data-card-make]").wait_for()
    assert (inspector.problems, person.complaints) == ([], [])


def name_of(number: str) -> str:
    found = next(one for one in PEOPLE if one["personal_number"] == number)
    return f"{found['given_name']['en']} {found['family_name']['en']}"
