"""A municipality from nothing to its first decided case, in a real browser alone, with staff from a table."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser

from engine.installation.demo_people import everybody
from engine.installation.loading import BPMN, DEMO_PEOPLE
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.test_administration import ACT, QUESTION
from tests.e2e.tour.visit import NATIONAL_ADMIN
from web.i18n import LANGUAGES, TEXTS

# Of each language the invented people of another municipality: what one test gives, another must not meet.
FROM = {"en": "ninotsminda", "ka": "akhalkalaki"}
CITIZENS = {"en": "00000000102", "ka": "00000000105"}
ROLES = ("chancellery", "specialist", "head_of_service", "lawyer", "mayor")
ADMIN = "municipal_admin"


@cache
def people(place: str) -> dict[str, dict[str, Any]]:
    """Return the invented officials of a municipality by their role."""
    return {
        office["role"]: person
        for person in everybody(BPMN, DEMO_PEOPLE)
        for office in person["roles"]
        if office["municipality"] == place
    }


def named(person: dict[str, Any]) -> list[str]:
    """Return the first cells of a row of the template."""
    names = [person[part][language] for language in LANGUAGES for part in ("given_name", "family_name")]
    return [person["personal_number"], *names]


class Town:
    """A municipality that is going live, and those who bring it there."""

    def __init__(self, installation: Installation, browser: Browser, language: str) -> None:
        self.code, self.language = f"demo-start-{language}-{token_hex(2)}", language
        self.people = people(FROM[language])
        self.make = lambda: Person(browser, installation.address, language=language)
        self.persons: list[Person] = []

    def person(self, number: str = "", role: str = "") -> Person:
        """Return somebody who is signed in: by their number, or by the office they hold in the town."""
        person = self.make()
        self.persons.append(person)
        if role:
            person.sign_in_as(self.people[role], f"/sign-in?in={self.code}")
        else:
            person.sign_in(number)
        return person

    def page(self, name: str) -> str:
        return f"/admin/municipalities/{self.code}/{name}"

    def t(self, key: str) -> str:
        return TEXTS.get(self.language, key)

    def state(self, admin: Person) -> tuple[dict[str, str], str]:
        """Return what the page of first steps says of each step, and which it leads on to."""
        admin.go(self.page("first-steps"))
        main = admin.page.get_by_role("main")
        tags = main.locator("h2[id^='step-']")
        says = {
            str(tag.get_attribute("id")).removeprefix("step-"): tag.locator(".tag").inner_text().strip("✓ \n")
            for tag in tags.all()
        }
        following = main.locator(".notice a[href^='#step-']")
        target = str(following.get_attribute("href")) if following.count() else ""
        return says, target.removeprefix("#step-")

    def is_done(self, admin: Person, *codes: str) -> None:
        """Say that these steps are done, and no other."""
        says, _ = self.state(admin)
        done = {code for code, words in says.items() if words == self.t("admin.first_steps.done")}
        assert done == set(codes), says

    def fill_template(self, admin: Person, folder: Path, *, number: str = "") -> Path:
        """Download the template and fill it in; another number stands in the first row, if one is given."""
        admin.go(self.page("staff/table"))
        with admin.page.expect_download() as download:
            admin.page.get_by_role("link", name=self.t("admin.table.xlsx")).click()
        path = folder / "staff.xlsx"
        download.value.save_as(path)
        book = openpyxl.load_workbook(path)
        offered = [str(cell.value) for cell in book.worksheets[1]["A"][1:]]
        for role in ROLES:
            words = next(words for words in offered if words == self.role(role))
            book.worksheets[0].append([*named(self.people[role]), words])
        if number:
            book.worksheets[0]["A2"] = number
        book.save(path)
        return path

    def role(self, code: str) -> str:
        from engine.notifications.common import TEXTS as WORDS

        return WORDS.get(self.language, f"roles.{code}")

    def check_table(self, admin: Person, path: Path) -> None:
        admin.page.locator("#table").set_input_files([path])
        admin.fill({"act": ACT})
        admin.send("admin.table.check_now")


def enter(town: Town, national: Person) -> None:
    national.go("/admin/rollout/new")
    admin = town.people[ADMIN]
    names = {f"{name}_{language}": town.code for name in ("name", "region") for language in LANGUAGES}
    names |= {
        f"{part}_{language}": admin[part][language]
        for part in ("given_name", "family_name")
        for language in LANGUAGES
    }
    number = admin["personal_number"]
    national.fill({**names, "code": town.code, "personal_number": number, "act": ACT})
    national.send("admin.rollout.enter")


def set_up(town: Town, admin: Person, inspector: Inspector) -> None:
    """Enter letterhead and a unit, each from the page of first steps, and come back to it."""
    for link, sent, button in (
        ("letterhead", {"official_name_ka": "დემო", "address_ka": "დემო ქუჩა 1"}, "admin.save"),
        ("units", {"name_ka": "დემო ერთეული", "name_en": "Demo unit"}, "admin.units.add_now"),
    ):
        admin.go(town.page("first-steps"))
        admin.page.locator(f"main a[href='{town.page(link)}']").first.click()
        admin.page.wait_for_url(f"**{town.page(link)}")
        more = {"phone": "555 00 00 00", "email": "town@demo.invalid"} if link == "letterhead" else {}
        admin.fill({**sent, **more, "act": ACT})
        admin.send(button)
        admin.page.locator(f".crumbs a[href='{town.page('first-steps')}']").click()
        admin.page.wait_for_url(f"**{town.page('first-steps')}")
    inspector.look(admin, "first steps with letterhead and unit")


def switch_on(town: Town, admin: Person) -> None:
    admin.go(town.page("services"))
    admin.fill({"what": "general", "is_on": "yes", "act": ACT})
    admin.send("admin.save")


def is_green(town: Town, admin: Person) -> bool:
    """Say whether the page of readiness finds everything for the module that is to be used."""
    admin.go(town.page("readiness"))
    section = admin.page.locator("section:has(#module-general)")
    assert section.count() == 1
    return town.t("admin.readiness.ready") in section.inner_text()


def ask(town: Town, citizen: Person) -> str:
    """File a question from the page of the municipality; return the number of the case."""
    service = f"/municipalities/{town.code}/services/general.question"
    citizen.go(f"/municipalities/{town.code}")
    citizen.page.locator(f"main a[href='{service}']").first.click()
    citizen.page.locator(f"main a[href='{service}/apply']").first.click()
    citizen.page.wait_for_url(f"**{service}/apply**")
    citizen.fill(QUESTION)
    with citizen.page.expect_navigation():
        citizen.page.locator("main button[value=continue]").click()
    citizen.go(f"{service}/check")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    return citizen.page.locator(".receipt-number").first.inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_municipality__from_nothing__decides_its_first_case(
    installation: Installation, browser: Browser, tmp_path: Path, language: str
) -> None:
    town, inspector = Town(installation, browser, language), Inspector()
    enter(town, town.person(NATIONAL_ADMIN))
    admin = town.person(role=ADMIN)
    admin.go("/admin")
    admin.page.locator(f"main a[href='{town.page('first-steps')}']").click()
    inspector.look(admin, "first steps of a new municipality")
    assert town.state(admin)[1] == "staff"
    town.is_done(admin, "entered")
    switch_on(town, admin)
    assert town.role("chancellery") in admin.page.get_by_role("alert").inner_text()
    assert not is_green(town, admin)
    set_up(town, admin, inspector)
    town.is_done(admin, "entered", "letterhead", "units")

    town.check_table(admin, town.fill_template(admin, tmp_path, number="1234567890"))
    inspector.look(admin, "a table with a mistake")
    assert "1234567890" in admin.words()
    town.is_done(admin, "entered", "letterhead", "units")
    town.check_table(admin, town.fill_template(admin, tmp_path))
    inspector.look(admin, "what would come of the table")
    admin.send("admin.staff_table.confirm")
    assert all(town.people[role]["personal_number"] in admin.words() for role in ROLES)
    assert is_green(town, admin)
    assert town.state(admin)[1] == "modules"
    switch_on(town, admin)
    town.is_done(admin, "entered", "letterhead", "units", "staff", "modules", "ready")
    assert town.state(admin)[1] == "filed"

    number = ask(town, town.person(CITIZENS[language]))
    assert town.state(admin)[1] == "decided"
    office = Desk(browser, installation.address, "general/question", language)
    for role, step, answers in (
        ("chancellery", "direct", {"answered_by": "specialist"}),
        ("specialist", "answer", {"next": "answer", "text": "დემო პასუხი."}),
        ("head_of_service", "agree", {"verdict": "agree"}),
    ):
        office.people[role] = town.person(role=role)
        office.do(role, step, answers, number=number)

    admin.go(town.page("first-steps"))
    admin.wait_for(town.t("admin.first_steps.finished"))
    inspector.look(admin, "first steps at their end")
    assert set(town.state(admin)[0].values()) == {town.t("admin.first_steps.done")}
    assert not inspector.problems, "\n".join(inspector.problems)
    assert [complaint for person in town.persons for complaint in person.complaints] == []
