"""Municipalities of the country drawn by a seed: staffed by one press, ready, and deciding an application.

Those of `demo/people.json` are not among them: nobody has prepared the others.
"""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from engine.installation.demo_people import everybody
from engine.installation.demo_places import settlement_of
from engine.installation.loading import BPMN, DEMO_PEOPLE
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.person import PEOPLE, Person
from tests.e2e.story import APPLICATION, fill_in, steps
from tests.e2e.test_administration import QUESTION
from web.i18n import LANGUAGES, TEXTS

SEED, DRAWN = 2026, 5
ADMIN, CITIZEN = "municipal_admin", "citizen"
GRANT, ASKED = "high_mountain.grant", "general.question"
MODULES = {GRANT: "high_mountain", ASKED: "general"}
# What the citizen's page says of the case in the end: its state, and how it was decided.
ENDS = {GRANT: "main .tag.decided", ASKED: "main .tag.closed.answered"}
# Of a municipality without the mountain services: who asks there.
ANYBODY = "00000000102"
ROLES = {
    person["personal_number"]: office["role"]
    for person in PEOPLE
    for office in reversed(person["roles"])  # of several offices the first: rights come after it
    if office["municipality"] == "keda"
}
ANSWERED = (
    ("chancellery", "direct", {"answered_by": "specialist"}),
    ("specialist", "answer", {"next": "answer", "text": "დემო პასუხი."}),
    ("head_of_service", "agree", {"verdict": "agree"}),
)


def drawn() -> list[tuple[str, str, str]]:
    """Return municipalities that the file of demo people doesn't name, each with a service and a language."""
    prepared = {office["municipality"] for person in PEOPLE for office in person["roles"]}
    offered = {}
    for path in sorted((BPMN / "municipalities").glob("*.json")):
        place = json.loads(path.read_bytes())
        if place.get("mms") and place["code"] not in prepared:
            offered[place["code"]] = GRANT if MODULES[GRANT] in place["modules"] else ASKED
    codes = Random(SEED).sample(sorted(offered), DRAWN)
    return [(code, offered[code], LANGUAGES[number % len(LANGUAGES)]) for number, code in enumerate(codes)]


@cache
def people(place: str) -> dict[str, dict[str, Any]]:
    """Return the invented people of a municipality by their role, and the citizen who lives there."""
    found = {}
    for person in everybody(BPMN, DEMO_PEOPLE):
        address = person.get("civil_registry", {}).get("registered_address") or {}
        for office in person["roles"]:
            if office["municipality"] == place:
                found[office["role"]] = person
        if not person["roles"] and address.get("settlement") == settlement_of(place):
            found[CITIZEN] = person
    return found


class Town:
    """A municipality at work: everybody in it has a browser of their own."""

    def __init__(self, installation: Installation, browser: Browser, code: str, language: str) -> None:
        self.code, self.language = code, language
        self.make = lambda: Person(browser, installation.address, language=language)
        self.persons: list[Person] = []

    def person(self, role: str, *, has_card: bool = False) -> Person:
        """Return whoever holds the role, signed in on the page of the municipality's people."""
        person, known = self.make(), people(self.code)[role]
        self.persons.append(person)
        page = f"/sign-in?in={self.code}"
        if has_card:
            person.make_card(known["personal_number"], page)
        person.sign_in_as(known, page)
        return person

    def anybody(self) -> Person:
        person = self.make()
        self.persons.append(person)
        person.sign_in(ANYBODY)
        return person


def staff(town: Town, service: str) -> Person:
    """Fill every office that nobody holds by one press; the module is ready then. Return who did it."""
    admin = town.person(ADMIN)
    admin.go(f"/admin/municipalities/{town.code}/staff")
    admin.send("admin.staff_table.invent")
    admin.go(f"/admin/municipalities/{town.code}/readiness")
    section = admin.page.locator(f"section:has(#module-{MODULES[service]})")
    assert TEXTS.get(town.language, "admin.readiness.ready") in section.inner_text()
    assert TEXTS.get(town.language, "admin.switches.on") in section.inner_text()
    return admin


def apply_for_grant(town: Town) -> tuple[Person, str]:
    citizen, service = town.person(CITIZEN), f"/municipalities/{town.code}/services/{GRANT}"
    citizen.go(f"{service}/apply")
    citizen.page.locator("main .button").click()
    fill_in(citizen, residence={**APPLICATION["residence"], "settlement": settlement_of(town.code)})
    citizen.file_all_the_same()
    return citizen, number_of(citizen)


def ask(town: Town) -> tuple[Person, str]:
    citizen, service = town.anybody(), f"/municipalities/{town.code}/services/{ASKED}"
    citizen.go(f"{service}/apply")
    citizen.fill(QUESTION)
    with citizen.page.expect_navigation():
        citizen.page.locator("main button[value=continue]").click()
    citizen.go(f"{service}/check")
    citizen.press("check.file")
    return citizen, number_of(citizen)


def number_of(citizen: Person) -> str:
    citizen.page.wait_for_url("**/receipt")
    return citizen.page.locator(".receipt-number").first.inner_text()


def decide(town: Town, office: Desk, service: str, number: str) -> None:
    """Let the office work on the case until it is decided, each step by whoever holds its role."""
    work = ANSWERED if service == ASKED else [(ROLES[who], *step) for who, *step in steps()]
    for role, element, answers in work:
        if role not in office.people:
            office.people[role] = town.person(role, has_card=role == "mayor")
        office.do(role, element, answers, number=number)


@pytest.mark.parametrize(("code", "service", "language"), drawn())
def test_municipality__drawn_from_the_country__decides_an_application(
    installation: Installation, browser: Browser, code: str, service: str, language: str
) -> None:
    town = Town(installation, browser, code, language)
    office = Desk(browser, installation.address, service.replace(".", "/"), language)
    staff(town, service)

    citizen, number = ask(town) if service == ASKED else apply_for_grant(town)
    decide(town, office, service, number)

    citizen.go(citizen.page.url.removeprefix(citizen.address).removesuffix("/receipt"))
    citizen.wait_for_one(ENDS[service])
    assert number in citizen.words()
    assert [complaint for person in town.persons for complaint in person.complaints] == []


def test_draw__by_its_seed__has_both_languages_and_services() -> None:
    found = drawn()

    assert len(found) == DRAWN
    assert {language for _, _, language in found} == set(LANGUAGES)
    assert {service for _, service, _ in found} == {GRANT, ASKED}
