"""A municipality from nothing, in a real browser: entered, administered, seen, and its letter read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from secrets import token_hex

import pytest
from playwright.sync_api import Browser

from engine.clock import ZONE
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import PEOPLE, Person
from web.i18n import LANGUAGES, TEXTS

NATIONAL = "00000005001"
ACT = "Order No. 5"
# Of each language people of its own: what one test gives, another must not meet.
ADMINISTRATORS = {"en": "00000004004", "ka": "00000004006"}
CLERKS = {"en": "00000004008", "ka": "00000004005"}
CITIZENS = {"en": "00000000131", "ka": "00000000134"}
QUESTION = {"subject": "A demo question", "question": "When does it open?", "notify_by": "portal"}


def today() -> date:
    return datetime.now(ZONE).date()


def named(number: str) -> dict[str, str]:
    """Return what whoever appoints somebody types of them."""
    person = next(person for person in PEOPLE if person["personal_number"] == number)
    names = {
        f"{part}_{language}": person[part][language]
        for part in ("given_name", "family_name")
        for language in LANGUAGES
    }
    return {"personal_number": number, **names, "act": ACT}


def enter_municipality(national: Person, code: str) -> None:
    national.go("/admin/rollout")
    national.page.get_by_role(
        "link", name=TEXTS.get(national.language, "admin.rollout.new"), exact=True
    ).click()
    names = {f"{name}_{language}": code for name in ("name", "region") for language in LANGUAGES}
    national.fill({**names, "code": code, **named(ADMINISTRATORS[national.language])})
    national.send("admin.rollout.enter")


def switch(admin: Person, code: str, how: str) -> None:
    admin.go(f"/admin/municipalities/{code}/services")
    admin.fill({"what": "general", "is_on": how, "act": ACT})
    admin.send("admin.save")


def sees(citizen: Person, code: str) -> bool:
    citizen.go(f"/municipalities/{code}")
    return (
        citizen.page.locator(f"main a[href='/municipalities/{code}/services/general.question']").count() > 0
    )


def ask(citizen: Person, code: str) -> str:
    """File a question; return the page of the case."""
    service = f"/municipalities/{code}/services/general.question"
    citizen.go(f"{service}/apply")
    citizen.fill(QUESTION)
    with citizen.page.expect_navigation():
        citizen.page.locator("main button[value=continue]").click()
    citizen.go(f"{service}/check")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    citizen.go(citizen.page.url.removeprefix(citizen.address).removesuffix("/receipt"))
    return citizen.page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_municipality__from_nothing__is_administered_and_seen(
    installation: Installation, browser: Browser, language: str
) -> None:
    code, inspector = f"demo-town-{language}-{token_hex(2)}", Inspector()
    people = [Person(browser, installation.address, language=language) for _ in range(4)]
    national, admin, clerk, citizen = people

    national.sign_in(NATIONAL)
    enter_municipality(national, code)
    inspector.look(national, "the rollout with a new municipality")
    assert national.page.locator(f"main a[href='/admin/rollout/{code}']").count() == 1

    admin.sign_in(ADMINISTRATORS[language])
    citizen.sign_in(CITIZENS[language])
    switch(admin, code, "yes")
    inspector.look(admin, "a module that nobody could work with")
    assert not sees(citizen, code)
    admin.go(f"/admin/municipalities/{code}/first-steps")
    admin.send("admin.staff_table.invent")
    switch(admin, code, "yes")
    inspector.look(admin, "a module that is on")
    assert sees(citizen, code)

    admin.go(f"/admin/municipalities/{code}/staff")
    last = (today() + timedelta(days=30)).isoformat()
    admin.fill({**named(CLERKS[language]), "role": "chancellery", "is_acting": "yes", "last_on": last})
    admin.send("admin.staff.give_now")
    inspector.look(admin, "staff with an acting official")
    assert CLERKS[language] in admin.words() and TEXTS.get(language, "admin.staff.acting") in admin.words()

    before = ask(citizen, code)
    admin.go(f"/admin/municipalities/{code}/letterhead")
    official = f"{code} – ოფიციალურად"
    admin.fill({"official_name_ka": official, "address_ka": "დემო ქუჩა 1", "act": ACT})
    admin.send("admin.save")
    inspector.look(admin, "a letterhead")
    after = ask(citizen, code)
    assert official not in before and official in after

    clerk.sign_in(CLERKS[language])
    clerk.go("/inbox?tab=unassigned")
    questions = clerk.page.locator("main table.tasks tbody tr", has_text=f"{code.upper()}-Q-")
    clerk.reload_until(lambda: questions.count() == 2, "two questions")

    switch(admin, code, "no")
    assert not sees(citizen, code)
    citizen.go(f"/municipalities/{code}/services/general.question/apply")
    assert citizen.page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 404
    clerk.go("/inbox?tab=unassigned")
    assert questions.count() == 2

    assert not inspector.problems, "\n".join(inspector.problems)
    assert [complaint for person in people for complaint in person.complaints] == []
