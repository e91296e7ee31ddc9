"""Coming in without a card, staying, and choosing how to be reached, in a real browser with real mail."""

from __future__ import annotations

from playwright.sync_api import Browser, Route

from tests.e2e.codes import code_for
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from web.i18n import TEXTS

CITIZEN, CLERK = "00000000108", "00000002001"
MAIL, FOUR = "person@demo.invalid", "desk-person@demo.invalid"


def confirm(
    person: Person, installation: Installation, address: str, inspector: Inspector, name: str
) -> None:
    before = len(installation.mails)
    person.press("sign_in.code.send")
    person.fill({"code": "12345678"})
    person.press("account.contacts.confirm")
    inspector.look(person, f"{name}, wrong code")
    person.fill({"code": code_for(installation, address, after=before)})
    person.press("account.contacts.confirm")


def test_code__for_a_person__binds_signs_in_and_chooses_with_no_barrier(
    installation: Installation, browser: Browser
) -> None:
    person, inspector = Person(browser, installation.address), Inspector()
    person.sign_in(CITIZEN)
    person.go("/account/contacts/add")
    inspector.look(person, "add a contact")
    person.fill({"contact": MAIL})
    confirm(person, installation, MAIL, inspector, "confirm a contact")
    assert MAIL in person.words()
    inspector.look(person, "account")

    guest, before = Person(browser, installation.address, script=False), len(installation.mails)
    guest.go("/sign-in/code")
    guest.fill({"personal_number": CITIZEN, "contact": MAIL})
    guest.press("sign_in.code.send")
    guest.fill({"code": code_for(installation, MAIL, after=before)})
    guest.press("sign_in.code.enter")
    guest.go("/account")
    assert TEXTS.get("en", "account.by_code") in guest.words()

    person.go("/account/notifications")
    inspector.look(person, "channels")
    person.page.locator("[name=channel][value=portal]").check()
    person.press("account.channels.save")
    assert TEXTS.get("en", "account.channels.saved") in person.words()
    for path in ("/sign-in/code", "/track", "/stop/abc"):
        person.go(path)
        inspector.look(person, path)
    assert inspector.problems == []
    assert person.complaints == [] and guest.complaints == []


def test_desk__with_an_operator__binds_with_no_barrier(installation: Installation, browser: Browser) -> None:
    clerk, inspector = Person(browser, installation.address), Inspector()
    clerk.sign_in(CLERK)
    clerk.go("/desk/contacts")
    inspector.look(clerk, "desk")
    clerk.fill({"personal_number": "000 000 00104", "contact": FOUR})
    clerk.press("account.desk.look_up")
    inspector.look(clerk, "compare")
    clerk.fill({"compared": "yes"})
    confirm(clerk, installation, FOUR, inspector, "desk")

    assert TEXTS.get("en", "account.desk.done") in clerk.words()
    assert inspector.problems == [] and clerk.complaints == []


def test_session__about_to_end__warns_keeps_what_is_typed_and_is_prolonged(
    installation: Installation, browser: Browser
) -> None:
    person, inspector = Person(browser, installation.address), Inspector()
    left = {"left": 200}
    person.sign_in(CITIZEN)
    person.page.clock.install()
    person.page.route("**/session", lambda route: _answer(route, left))
    person.go("/account/contacts/add")
    person.fill({"contact": "half typed"})
    warning = person.page.locator("[data-session]")
    assert not warning.is_visible()

    person.page.clock.fast_forward("55:30")
    warning.wait_for(state="visible")
    inspector.look(person, "warning")
    left["left"] = 3600
    warning.get_by_role("button").press("Enter")
    warning.wait_for(state="hidden")

    assert person.page.locator("[name=contact]").input_value() == "half typed"
    left["left"] = 0
    person.page.clock.fast_forward("56:00")
    warning.wait_for(state="visible")
    assert TEXTS.get("en", "account.sessions.over") in warning.inner_text()
    assert not warning.get_by_role("button").is_visible()
    assert inspector.problems == [] and person.complaints == []


def _answer(route: Route, left: dict[str, int]) -> None:
    route.fulfill(json=left)
