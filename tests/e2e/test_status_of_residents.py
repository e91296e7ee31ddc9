"""What becomes of the status of a resident, by the people whose work it is, in their own browsers.

The grant with its notice and its visit is gone through by the tour through every page (`tour/applicants.py`).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from tests.documents.made_files import of_a_telephone
from tests.e2e.desk import Desk
from tests.e2e.holders import let_hold
from tests.e2e.installation import Installation
from tests.e2e.look import WIDER
from tests.e2e.person import Person
from tests.e2e.present import TODAY, today
from tests.e2e.services import ALIKE
from tests.e2e.tour.visit import HEAD, MAYOR_REP, SPECIALIST
from web.i18n import TEXTS

LAWYER, COMMISSION, MAYOR = "00000002004", "00000002006", "00000002007"
TELEPHONE = 360
RESIDENTS = json.loads((BPMN / "high_mountain" / "registers" / "residents.json").read_text("utf-8"))
DRAFT = {"outcome": "grant", "facts": "ფაქტები დადასტურდა.", "reasoning": "კანონი ამას ითვალისწინებს."}
# From the draft on all go the same way.
DECIDED = [
    (SPECIALIST, "draft_act", DRAFT),
    (LAWYER, "legal_visa", {"visa": "approve"}),
    (HEAD, "head_visa", {"visa": "approve"}),
    (MAYOR, "decide", {"verdict": "agree"}),
]

SESSION = {
    "session": "voted",
    "held_on": TODAY,
    "held_at": "11:00",
    "votes.0.member": "დემო თავმჯდომარე",
    "votes.0.position": "chair",
    "votes.0.vote": "for",
    "minutes_number": "14",
    "grounds": "მასალები შევისწავლეთ.",
}


def open_by_office(person: Person, service: str, about: str, answers: dict[str, str]) -> str:
    """Open a case about somebody, as a clerk does; return its number."""
    person.go(f"/inbox/open/keda/{service}")
    person.fill({"_person": about, **answers})
    person.press("opening.open")
    person.page.wait_for_url("**/inbox/cases/*")
    return person.page.locator(".case-head p .figure").inner_text().strip()


def test_suspension__ex_officio__is_heard_weighed_and_entered(
    installation: Installation, browser: Browser
) -> None:
    holder = "00000000102"
    let_hold(installation, holder)
    desk = Desk(browser, installation.address, "high_mountain/own_motion", "ka")
    opening = {"effect": "suspend", "ground_to_suspend": "study", "ground_date": TODAY, "origin": "audit"}

    clerk = desk.person(SPECIALIST)
    number = open_by_office(clerk, "high_mountain.own_motion", holder, {**opening, "finding": "სწავლობს."})
    case = clerk.page.url.rpartition("/")[2]
    hearing = {"manner": "written", "ground": "გვსურს მოგისმინოთ სწავლის შესახებ."}
    desk.do(SPECIALIST, "appoint_hearing", hearing, number=number)
    citizen = desk.person(holder)
    citizen.go(f"/cases/{case}")
    citizen.wait_for_one("main a[href^='/tasks/']")
    citizen.page.locator("main a[href^='/tasks/']").first.click()
    citizen.fill({"statement": "უნივერსიტეტში ვსწავლობ."})
    citizen.press("task.send_answer")
    for who, element, answers in (
        (SPECIALIST, "consider_hearing", {"conclusion": "unchanged", "explanation": "სწავლა დადასტურდა."}),
        (SPECIALIST, "put_on_agenda", {"members_total": "1", "meets_on": TODAY, "item": "3"}),
        (COMMISSION, "commission_session", SESSION),
        (SPECIALIST, "assess", {"verdict": "measure"}),
        *DECIDED,
    ):
        desk.do(who, element, answers, number=number)

    assert_decided(citizen, case, "suspended")
    assert desk.complaints == []


@pytest.mark.smoke
def test_restoration__asked_for_by_the_holder__is_visited_and_entered(
    installation: Installation, browser: Browser
) -> None:
    holder = "00000000109"
    let_hold(installation, holder, state="suspended")
    desk = Desk(browser, installation.address, "high_mountain/restore", "en")
    service = next(alike for alike in ALIKE if alike.code == "high_mountain.restore")

    citizen = desk.person(holder)
    citizen.go(f"{service.address}/apply")
    citizen.page.locator("main .buttons .button").click()
    for name, answers in service.pages.items():
        citizen.page.wait_for_url(f"**{service.page(name)}")
        citizen.fill(answers)
        citizen.press("apply.continue")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    number = citizen.page.locator(".receipt-number").first.inner_text().strip()
    case = citizen.page.url.split("/")[-2]
    visit = {"visited_on": TODAY, "finding": "lives", "findings": "The house is lived in."}
    for who, element, answers in (
        (SPECIALIST, "check", {"verdict": "complete"}),
        (MAYOR_REP, "visit", visit),
        *DECIDED,
    ):
        desk.do(who, element, answers, number=number)

    assert_decided(citizen, case, "active")
    assert desk.complaints == []


def assert_decided(citizen: Person, case: str, state: str) -> None:
    """The holder reads the decision with its order, and the new state in the own entry."""
    citizen.go(f"/cases/{case}")
    citizen.wait_for_one(".tag.decided")
    citizen.wait_for_one(".documents a")
    citizen.go("/my-data")
    names = next(resident["names"] for resident in RESIDENTS["states"] if resident["code"] == state)
    assert names[citizen.language] in citizen.words()


def test_monitoring_visit__on_a_telephone__is_found_answered_with_a_photo_and_done(
    installation: Installation, browser: Browser, tmp_path: Path
) -> None:
    holder, photo = "00000000104", tmp_path / "ფოტო.jpg"
    let_hold(installation, holder)
    photo.write_bytes(of_a_telephone())
    desk = Desk(browser, installation.address, "high_mountain/monitoring", "ka")
    begun = {"year": today()[-4:], "settlement": "keda-demo-1", "reason": "დემო გეგმა"}
    number = open_by_office(desk.person(SPECIALIST), "high_mountain.monitoring", holder, begun)
    visitor = Person(browser, installation.address, language="ka", width=TELEPHONE)
    visitor.sign_in(MAYOR_REP)

    visitor.take(desk.name_of("visit"), number)
    assert visitor.page.evaluate(WIDER) == []
    visitor.fill({"visited_on": TODAY, "finding": "lives", "note": "სახლი დასახლებულია."})
    visitor.page.locator("main input[type=file]").first.set_input_files([photo])
    visitor.page.get_by_text(TEXTS.get("ka", "upload.kept")).first.wait_for()
    visitor.press("task.complete")
    visitor.wait_until_done()

    assert visitor.page.evaluate(WIDER) == []
    citizen = desk.person(holder)
    citizen.go("/cases")
    citizen.page.get_by_role("link", name=number).first.click()
    citizen.wait_for_one(".tag.closed")
    assert TEXTS.get("ka", "next.noted") in citizen.words()
    assert TEXTS.get("ka", "appeal.title") not in citizen.words()
    assert visitor.complaints + desk.complaints == []
