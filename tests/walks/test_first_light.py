"""One application on real parts, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.walks.installation import Installation
from tests.walks.person import Person
from tests.walks.story import APPLICATION, SERVICE, apply, decide


def test_application__through_every_desk__ends_in_a_decision(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)

    case = apply(citizen)
    workers = decide(browser, installation.address)
    citizen.go(case)
    citizen.wait_for("Decided: granted")

    citizen.wait_for("Order number")
    assert citizen.page.locator(".documents a").count() >= 1
    assert installation.mails
    assert [person.complaints for person in (citizen, *workers)] == [[]] * (len(workers) + 1)


def test_application__without_a_script__reaches_the_receipt(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address, script=False)
    citizen.sign_in("00000000105")
    citizen.go(f"{SERVICE}/apply")

    citizen.fill(APPLICATION)
    citizen.press("apply.continue")
    citizen.press("check.file")

    assert "The application is received" in citizen.words()


def test_form__answer_on_which_a_question_depends__brings_it_and_keeps_the_rest(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000108")
    citizen.go(f"{SERVICE}/apply")
    citizen.fill({"actual_address": "დემო ქუჩა 8"})

    citizen.page.locator("[name=notify_by][value=email]").check()
    citizen.page.locator("[name=email]").wait_for()

    assert citizen.page.locator("[name=actual_address]").input_value() == "დემო ქუჩა 8"
    assert citizen.page.evaluate("document.activeElement.name") == "notify_by"
    assert citizen.complaints == []


def test_errors__after_continuing__focus_is_on_the_list_and_its_link_leads_to_the_field(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000108")
    citizen.go(f"{SERVICE}/apply")

    citizen.press("apply.continue")

    assert citizen.page.evaluate("document.activeElement.className") == "f-errors"
    citizen.page.locator(".f-errors a").first.click()
    assert citizen.page.evaluate("location.hash").startswith("#f-")
    assert citizen.page.title().startswith("Error:")
