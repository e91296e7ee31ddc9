"""Where the keyboard is stays where it is while questions appear and vanish."""

from __future__ import annotations

from playwright.sync_api import Browser, Route

from tests.e2e.installation import Installation
from tests.e2e.keyboard import press_tab_until, type_answers
from tests.e2e.person import Person
from tests.e2e.residents import free_resident
from tests.e2e.services import GRANT
from tests.e2e.test_services import CITIZEN

NAMED = 'name="_do" value="continue"'
# As the button is that finishes a step.
NAMELESS = """() => { const one = document.querySelector("main button[value=continue]");
    for (const name of ["name", "value"]) one.removeAttribute(name); one.dataset.test = "sends"; }"""
# Says when the page has read the form that was answered, and had its turn to show it.
UNDERSTOOD = """() => {
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (...given) {
    setTimeout(() => { document.body.id = "understood"; });
    return parse.apply(this, given);
  };
}"""


def test_focus__on_continue_when_the_form_is_shown_anew__stays_there(
    installation: Installation, browser: Browser
) -> None:
    citizen, held = Person(browser, installation.address, language="en"), list[Route]()
    citizen.sign_in(CITIZEN)
    citizen.drop_draft(GRANT.address)
    citizen.go(GRANT.page("contact"))
    citizen.page.evaluate("document.addEventListener('f-shown', () => { document.body.id = 'anew'; })")
    citizen.page.route("**/application_contact", lambda route: held.append(route))

    type_answers(citizen, {"notify_by": "portal"})
    press_tab_until(citizen, "one.value === wanted", "continue")
    citizen.until(lambda: held, "the form was not asked for anew")
    held[0].continue_()
    citizen.page.locator("#anew").wait_for()

    assert citizen.page.evaluate("document.activeElement.value") == "continue"


def test_focus__on_a_button_without_a_name__stays_there(installation: Installation, browser: Browser) -> None:
    citizen, held = Person(browser, installation.address, language="en"), list[Route]()
    citizen.sign_in(CITIZEN)
    citizen.drop_draft(GRANT.address)
    citizen.go(GRANT.page("contact"))
    citizen.page.evaluate("document.addEventListener('f-shown', () => { document.body.id = 'anew'; })")
    citizen.page.evaluate(NAMELESS)
    citizen.page.route("**/application_contact", lambda route: held.append(route), times=1)

    type_answers(citizen, {"notify_by": "portal"})
    press_tab_until(citizen, "one.dataset.test === wanted", "sends")
    citizen.until(lambda: held, "the form was not asked for anew")
    answer = held[0].fetch()
    held[0].fulfill(response=answer, body=answer.text().replace(NAMED, 'title="anew"'))
    citizen.page.locator("#anew").wait_for()

    assert citizen.page.evaluate("document.activeElement.title") == "anew"


def test_button__held_down_when_the_form_is_shown_anew__is_pressed_all_the_same(
    installation: Installation, browser: Browser
) -> None:
    citizen, held = Person(browser, installation.address, language="en"), list[Route]()
    citizen.sign_in(free_resident(installation))
    citizen.drop_draft(GRANT.address)
    citizen.go(GRANT.page("contact"))
    citizen.page.evaluate(UNDERSTOOD)
    citizen.page.route("**/application_contact", lambda route: held.append(route), times=1)

    with citizen.page.expect_request("**/application_contact"):
        citizen.fill({"notify_by": "portal"})
    citizen.page.locator("main button[value=continue]").hover()
    citizen.page.mouse.down()
    citizen.until(lambda: held, "the form was not asked for anew")
    held[0].continue_()
    citizen.page.locator("#understood").wait_for()
    with citizen.page.expect_navigation():
        citizen.page.mouse.up()
