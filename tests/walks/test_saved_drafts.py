"""An application filled in over time: by keyboard, on two devices, without a connection, without a script."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser

from tests.walks.installation import Installation
from tests.walks.look import Inspector
from tests.walks.person import Person
from tests.walks.story import APPLICATION, FORM, SERVICE, STEPS, fill_in
from web.i18n import TEXTS

MOST_TABS = 120


def press_tab_until(person: Person, condition: str, argument: Any) -> None:
    """Go on with the tabulator until the focused element is the one."""
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        if person.page.evaluate(
            f"(wanted) => {{ const one = document.activeElement; return {condition}; }}", argument
        ):
            return
    raise AssertionError(f"the keyboard does not reach {argument}")


def type_answers(person: Person, answers: dict[str, Any]) -> None:
    """Answer the questions of a page by keyboard alone, from the top."""
    for key, value in answers.items():
        for one in value if isinstance(value, list) else [value]:
            press_tab_until(person, "one.name === wanted", key)
            _answer(person, key, one)


def _answer(person: Person, key: str, value: str) -> None:
    kind = person.page.evaluate("document.activeElement.type")
    keyboard = person.page.keyboard
    if kind == "select-one":
        while person.page.evaluate("document.activeElement.value") != value:
            keyboard.press("ArrowDown")
    elif kind == "radio":
        keyboard.press("Space")
        while person.page.evaluate("document.activeElement.value") != value:
            keyboard.press("ArrowDown")
    elif kind == "checkbox":
        while (
            person.page.evaluate("[document.activeElement.name, document.activeElement.value].join()")
            != f"{key},{value}"
        ):
            keyboard.press("Tab")
        keyboard.press("Space")
    else:
        keyboard.press("Control+A")
        keyboard.type(value)


def go_on(person: Person) -> None:
    """Press Continue by keyboard."""
    press_tab_until(person, "one.value === wanted", "continue")
    person.page.keyboard.press("Enter")


def saved(person: Person) -> str:
    """Wait until the page says whether it could save, and return what it says."""
    place = person.page.locator("[data-save-state]:not(:empty)")
    place.wait_for()
    return place.inner_text()


def test_application__by_keyboard_in_georgian__reaches_the_receipt(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address, language="ka")
    citizen.sign_in("00000000102")
    citizen.go(f"{SERVICE}/apply")
    press_tab_until(citizen, "one.className === wanted", "button")
    citizen.page.keyboard.press("Enter")

    for name, answers in APPLICATION.items():
        citizen.page.wait_for_url(f"**/apply/application_{name}")
        type_answers(citizen, answers)
        go_on(citizen)
    citizen.page.wait_for_url("**/check")
    press_tab_until(citizen, "one.hash === wanted", "#f-actual_address")
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/application_residence?from=check**")
    type_answers(citizen, {"actual_address": "დემო ქუჩა 22"})
    go_on(citizen)
    citizen.page.wait_for_url("**/check")

    assert "დემო ქუჩა 22" in citizen.words()
    press_tab_until(citizen, "one.textContent.trim() === wanted", TEXTS.get("ka", "check.file"))
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/receipt")
    assert TEXTS.get("ka", "receipt.title") in citizen.words()
    assert citizen.complaints == []


def test_draft__begun_in_one_browser__is_finished_in_another(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector()
    telephone = Person(browser, installation.address, width=360)
    telephone.sign_in("00000000103")
    telephone.go(f"{FORM}residence")
    telephone.fill(APPLICATION["residence"])
    assert saved(telephone).startswith("Saved at ")

    computer = Person(browser, installation.address)
    computer.sign_in("00000000103")
    computer.go("/")
    inspector.look(computer, "home with a draft")
    computer.page.get_by_role("link", name="Continue your draft").click()
    inspector.look(computer, "list")
    computer.page.get_by_role("main").get_by_role("link", name="Go on").click()
    assert computer.page.locator("[name=actual_address]").input_value() == "დემო ქუჩა 1"
    fill_in(computer)
    computer.press("check.file")
    computer.page.wait_for_url("**/receipt")

    assert inspector.problems == []
    assert telephone.complaints + computer.complaints == []


def test_draft__same_page_on_two_devices__both_are_shown_and_one_is_chosen(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector()
    one, other = (Person(browser, installation.address) for _ in range(2))
    for person in (one, other):
        person.sign_in("00000000104")
        person.go(f"{FORM}residence")
    one.fill({"actual_address": "პირველი"})
    saved(one)

    other.fill({"actual_address": "მეორე"})
    assert "changed on another device" in saved(other)
    inspector.look(other, "page changed elsewhere")
    other.page.get_by_role("link", name="Compare and choose").click()
    inspector.look(other, "two versions")
    other.press("draft.keep.rival")

    assert other.page.locator("[name=actual_address]").input_value() == "მეორე"
    one.page.reload()
    assert one.page.locator("[name=actual_address]").input_value() == "მეორე"
    other.go(f"{SERVICE}/draft/delete")
    inspector.look(other, "delete the draft")
    other.press("draft.drop_confirm")
    assert "The draft is deleted." in other.words()
    assert inspector.problems == []
    assert one.complaints + other.complaints == []


def test_page__without_a_connection__says_so_and_saves_when_it_is_back(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000106")
    citizen.go(f"{FORM}residence")

    citizen.context.set_offline(True)
    citizen.fill({"actual_address": "უკავშიროდ"})
    told = saved(citizen)
    citizen.context.set_offline(False)
    citizen.page.locator("[data-save-state]", has_text="Saved at").wait_for()
    citizen.page.reload()

    assert told.startswith("Not saved: there is no connection.")
    assert citizen.page.locator("[name=actual_address]").input_value() == "უკავშიროდ"


def test_page__session_ended_elsewhere__says_that_it_is_not_saved(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000106")
    citizen.go(f"{FORM}contact")

    citizen.context.clear_cookies()
    citizen.fill({"phone": "555 12 12 12"})

    assert saved(citizen).startswith("Not saved: your session has ended.")


def test_application__without_a_script__one_answer_is_changed_at_the_end(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address, script=False)
    citizen.sign_in("00000000109")
    citizen.go(f"{FORM}residence")
    fill_in(citizen)

    citizen.page.get_by_role("main").locator("a[href$='#f-actual_address']").click()
    citizen.fill({"actual_address": "დემო ქუჩა 90"})
    citizen.press("apply.continue")

    assert citizen.page.url.endswith("/check")
    assert "დემო ქუჩა 90" in citizen.words()


def test_second_application__begins_with_what_is_known_and_a_step_is_saved_unfinished(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector()
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000101")
    citizen.go(f"{FORM}residence")
    fill_in(citizen)
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    inspector.look(citizen, "receipt")

    citizen.go(f"{FORM}residence")
    citizen.wait_for("From the civil registry")
    inspector.look(citizen, "known already")
    assert citizen.page.locator("[name=settlement]").input_value() == "keda-demo-1"
    clerk = Person(browser, installation.address)
    clerk.sign_in("00000002002")
    clerk.take(STEPS.get("en", "elements.check_completeness"))
    clerk.fill({"complete": "yes"})
    clerk.press("task.save")
    inspector.look(clerk, "step saved")
    assert "not finished" in clerk.words()
    clerk.go("/inbox")
    inspector.look(clerk, "inbox with a saved step")

    assert "saved, not finished" in clerk.words()
    assert inspector.problems == []
    assert citizen.complaints + clerk.complaints == []
