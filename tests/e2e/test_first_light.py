"""The form of an application and the lists of the office, on real parts in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser, Route

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.story import APPLICATION, FORM, SERVICE, fill_in


def test_application__without_a_script__reaches_the_receipt_and_its_case_is_printed_whole(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address, script=False)
    citizen.sign_in("00000000105")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")

    fill_in(citizen)
    citizen.send("check.file")

    assert "The application is received" in citizen.words()
    citizen.page.goto(citizen.page.url.removesuffix("/receipt"))
    answer = citizen.page.get_by_text(APPLICATION["residence"]["actual_address"]).first
    assert not answer.is_visible()
    citizen.page.emulate_media(media="print")
    assert answer.is_visible()
    assert not citizen.page.locator(".site-header").is_visible()


def test_form__answer_on_which_a_question_depends__brings_it_and_keeps_the_rest(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000108")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}contact")
    citizen.fill({"phone": "555 00 00 08"})

    citizen.page.locator("[name=notify_by][value=email]").check()
    citizen.page.locator("[name=email]").wait_for()

    assert citizen.page.locator("[name=phone]").input_value() == "555 00 00 08"
    assert citizen.page.evaluate("document.activeElement.name") == "notify_by"
    assert citizen.complaints == []


def test_errors__after_continuing__focus_is_on_the_list_and_its_link_leads_to_the_field(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000108")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")

    citizen.send("apply.continue")

    assert citizen.page.evaluate("document.activeElement.className") == "f-errors"
    citizen.page.locator(".f-errors a").first.click()
    assert citizen.page.evaluate("location.hash").startswith("#f-")
    assert citizen.page.title().startswith("Error:")


def test_inbox__other_list_chosen__comes_without_loading_the_page_and_is_in_the_address(
    installation: Installation, browser: Browser
) -> None:
    clerk = Person(browser, installation.address)
    clerk.sign_in("00000002002")
    clerk.go("/inbox")
    clerk.page.evaluate("window.sameWindow = true")

    clerk.page.locator("#tab-unit").press("Enter")
    clerk.page.wait_for_url("**/inbox?tab=unit")

    clerk.page.locator("#tab-unit[aria-current=page]").wait_for()
    assert clerk.page.evaluate("window.sameWindow")
    assert clerk.page.evaluate("document.activeElement.id") == "tab-unit"
    clerk.page.go_back()
    clerk.page.locator("#tab-mine[aria-current=page]").wait_for()
    assert clerk.complaints == []


def test_answer__typed_while_the_form_is_shown_anew__stays(
    installation: Installation, browser: Browser
) -> None:
    citizen, held = Person(browser, installation.address), list[Route]()
    citizen.sign_in("00000000110")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}contact")
    citizen.page.route("**/application_contact", lambda route: held.append(route), times=1)

    citizen.page.locator("[name=notify_by][value=email]").check()
    citizen.until(lambda: held, "the form was not asked for anew")
    citizen.page.locator("[name=phone]").fill("555 12 34 56")
    held[0].continue_()
    citizen.page.locator("[name=email]").wait_for()

    assert citizen.page.locator("[name=phone]").input_value() == "555 12 34 56"


def test_double_click__on_filing__makes_one_case(installation: Installation, browser: Browser) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000107")
    citizen.drop_draft(SERVICE)
    before = citizen.count_cases()
    citizen.go(f"{FORM}residence")
    fill_in(citizen)

    citizen.page.get_by_role("button", name="File the application").dblclick()
    citizen.page.wait_for_url("**/receipt")

    assert citizen.count_cases() == before + 1
