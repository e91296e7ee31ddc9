"""A decision by tables, explained to applicant and office, and drawn by chance for the head to check."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Browser

from engine.clock import local_date
from engine.quality.rules import ITEMS, MOST
from tests.e2e.assets_answers import MAYOR
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.programme_work import CONTACT, TOLD
from tests.e2e.sub_programmes import entered
from tests.e2e.tour.visit import HEAD
from tests.simulation.month.matters import iban

VETERAN: Final = "00000000101"
RIGHT: Final = {f"item.{item}": "yes" for item in ITEMS} | {"result": "right", "remedy": "none"}


def test_decision__by_tables__is_explained_to_applicant_and_office_and_checked_in_a_sample(
    installation: Installation, browser: Browser
) -> None:
    code = entered(installation, 20_000, conditions={"registered_here": True, "status": "veteran"})
    inspector = Inspector()
    desk = Desk(browser, installation.address, "social/apply")
    citizen = desk.person(VETERAN)

    number = apply(citizen, code)
    case = citizen.page.url.split("/")[-2]
    desk.do(MAYOR, "sign_by_table", {"verdict": "agree"}, number=number)

    citizen.go(f"/cases/{case}")
    citizen.wait_for(TOLD["en"])
    explained = citizen.page.locator("[aria-labelledby=by-tables]").inner_text()
    inspector.look(citizen, "decided-by-tables")
    assert "Tables decided the application, without a case officer" in explained
    assert "Rule No." in explained and "All conditions of the sub-programme are met" in explained
    head = desk.person(HEAD)
    head.go(f"/inbox/cases/{case}")
    assert head.page.locator("[aria-labelledby=by-tables]").inner_text() == explained

    draw(head, str(local_date(installation.now())))
    head.page.locator(f"main a[href$='{case}']", has_text="Check").click()
    inspector.look(head, "quality-check-by-tables")
    assert "By tables, without a case officer" in head.words()
    head.fill(RIGHT)
    head.send("quality.record")
    row = head.page.locator("main tr").filter(has=head.page.locator(f"a[href$='{case}']"))
    assert "Right" in row.inner_text() and "To be checked" not in row.inner_text()
    assert inspector.problems == [] and desk.complaints == []


def apply(citizen: Person, code: str) -> str:
    """Apply from the public page of the sub-programme; return the number of the case."""
    citizen.go(f"/municipalities/keda/programmes/{code}")
    citizen.page.locator("main .buttons a").click()
    citizen.page.wait_for_url("**/application_choice*")
    for answers in ({}, {"bank_iban": iban("0000001019044917")}, CONTACT):
        citizen.fill(answers)
        citizen.send("apply.continue")
    citizen.fill({"notice_ack": "true", "declaration": "true"})
    citizen.send("apply.continue")
    citizen.file_all_the_same()
    citizen.page.wait_for_url("**/receipt")
    return citizen.page.locator(".receipt-number").first.inner_text().strip()


def draw(head: Person, day: str) -> None:
    """Draw a sample of what tables decided today."""
    head.go("/inbox/quality")
    asked = {"service": "keda/social.apply", "since": day, "until": day, "kind": "automatic"}
    head.fill({**asked, "size": f"{MOST}"})
    head.send("quality.draw_now")
