"""One order of the mayor for thirty applicants, each of whom reads an extract with the own part alone."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin
from uuid import UUID

from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from engine.commands.applications import FileApplication
from engine.queries.people import demo_people
from engine.queries.session_views import DemoPerson
from engine.tenancy import system
from tests.e2e.assets_answers import ASKS, MAYOR
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.office_work import actor
from tests.e2e.person import Person
from tests.e2e.sub_programmes import awaited, entered
from tests.e2e.test_status_of_residents import open_by_office
from tests.e2e.tour.visit import HEAD, SPECIALIST, engine_of
from tests.programmes.kit import CONTACT

MANY: Final = 30
CITIZENS: Final = ("00000000104", "00000000106", "00000000129")
READ_IN_BROWSER: Final = 3  # the others are signed in too, and their pages are not drawn
SERVICE, TETRI = "social.apply", 6_000
WAITING = """
select c.id from collective_items i join cases c on c.id = i.case_id
where c.id = any (:cases) and i.state = 'waiting'
"""
EXTRACTS = """
select c.id from cases c where c.id = any (:cases) and c.order_number is not null
    and exists (select from letters l where l.case_id = c.id and l.template = 'granted')
"""


@dataclass(frozen=True)
class Applicant:
    """Somebody who applied: who it is, and the case."""

    number: str
    name: str
    case_id: UUID


def test_order__for_thirty__is_checked_and_signed_once_and_each_reads_the_own_part_alone(
    installation: Installation, browser: Browser
) -> None:
    code = entered(installation, TETRI, order="collective")
    applicants = applied(installation, code)
    desk = Desk(browser, installation.address, "social/collective")

    clerk = desk.person(SPECIALIST)
    number = open_by_office(clerk, "social.collective", ASKS, {"programme": code})
    page = clerk.page.url.removeprefix(clerk.address)
    desk.do(SPECIALIST, "check_list", {"next": "order"}, number=number)
    desk.do(HEAD, "head_visa", {"visa": "approve"}, number=number)
    desk.do(MAYOR, "decide", {"verdict": "agree"}, number=number)

    clerk.go(page)
    clerk.wait_for_one(".tag.decided")
    order = text_of(clerk, page, "Order")
    assert all(applicant.name in order and applicant.number in order for applicant in applicants)
    awaited(installation, EXTRACTS, (applicant.case_id for applicant in applicants))
    people = [Person(browser, installation.address) for _ in range(READ_IN_BROWSER)]
    for place, applicant in enumerate(applicants):
        reader = people[place % READ_IN_BROWSER]
        reader.sign_in(applicant.number)
        if place < READ_IN_BROWSER:
            reader.go(f"/cases/{applicant.case_id}")
            reader.wait_for("You have been granted aid")
        extract = text_of(reader, f"/cases/{applicant.case_id}", "Extract of the order")
        assert applicant.name in extract and applicant.number in extract and "60,00" in extract
        others = [other for other in applicants if other != applicant]
        assert [other for other in others if other.number in extract or other.name in extract] == []
        assert reader.context.request.get(f"{reader.address}/cases/{others[0].case_id}").status == 404
    assert desk.complaints + [found for person in people for found in person.complaints] == []


def applied(installation: Installation, code: str) -> list[Applicant]:
    """Let thirty people apply for a sub-programme that one order grants, until all wait for the order."""
    with engine_of(installation) as engine:
        with engine.read(system()) as tx:
            people = [person for person in demo_people(tx) if is_from_elsewhere(person)]
        assert len(people) >= MANY
        applicants = []
        for person in people[:MANY]:
            command = FileApplication(SERVICE, "keda", {**answers(), "programme": code})
            filed = engine.send(command, actor=actor(engine, person.personal_number))
            applicants.append(Applicant(person.personal_number, person.name["ka"], filed.case_id))
    awaited(installation, WAITING, (applicant.case_id for applicant in applicants))
    return applicants


def is_from_elsewhere(person: DemoPerson) -> bool:
    """Say whether somebody works for a municipality nearby, or lives there: none of them decides at Keda."""
    works_there = any(held.municipality in ("telavi", "dusheti") for held in person.roles)
    return works_there or person.personal_number in CITIZENS


def answers() -> dict[str, Any]:
    return {name: value for name, value in CONTACT.items() if name != "papers"}


def text_of(person: Person, page: str, title: str) -> str:
    """Return what the document of this title says that the page of a case leads to."""
    request = person.context.request
    html = BeautifulSoup(request.get(f"{person.address}{page}").text(), "html.parser")
    link = next(link for link in html.select(".documents a") if link.get_text().startswith(title))
    pdf = request.get(urljoin(person.address, str(link["href"]))).body()
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())
