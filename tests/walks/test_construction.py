"""Conditions and the permit that rests on them: two cases of one matter, by the real roles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Browser

from tests.walks.desk import Desk
from tests.walks.installation import Installation
from tests.walks.look import NARROW
from tests.walks.person import Person
from tests.walks.services import CONDITIONS, END
from tests.walks.story import today

CITIZEN, HEAD, LAWYER, MAYOR, ARCHITECT, INSPECTOR = (
    *("00000000101", "00000002003", "00000002004", "00000002007"),
    *("00000002031", "00000002032"),
)
ORDER = re.compile(r"KEDA-O-[0-9]{4}-[0-9]{5}")
FEE = "220.00\xa0₾"  # a lari for each square metre of the 220 that are built
Step = tuple[str, str, Mapping[str, Any]]
VISAS: Sequence[Step] = (
    (LAWYER, "legal_visa", {"visa": "approve"}),
    (HEAD, "head_visa", {"visa": "approve"}),
    (MAYOR, "decide", {"verdict": "agree"}),
)
DRAFT = {"outcome": "grant", "facts": "ფაქტები დადგენილია.", "reasoning": "ყველაფერი შეესაბამება."}
AUTHORS = {"designer": "დემო არქიტექტორი", "designer_certificate": "A-1", "engineer": "დემო კონსტრუქტორი"}


CONDITIONS_STEPS: Sequence[Step] = (
    (ARCHITECT, "check", {"class_right": "yes", "verdict": "complete"}),
    (ARCHITECT, "zone_check", {"zone_right": "yes", "fits": "yes", "zone_note": "ზონა ემთხვევა."}),
    (INSPECTOR, "site_visit", {"visited_on": today(), "finding": "free", "note": "ნაკვეთი ცარიელია."}),
    (ARCHITECT, "draft_act", {**DRAFT, "setbacks": "წითელი ხაზიდან 3 მ."}),
    *VISAS,
)
REVIEW = {"conclusion": "agrees", "review_note": "შეესაბამება."}
PERMIT_REVIEWS: Sequence[Step] = (
    (ARCHITECT, "check", {"class_right": "yes", "verdict": "complete", "exemption": "none"}),
    (ARCHITECT, "review_architecture", REVIEW),
    (ARCHITECT, "review_structure", REVIEW),
    (INSPECTOR, "review_organisation", REVIEW),
)


def test_permit__that_names_its_conditions__is_studied_and_its_fee_asked_for(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in(CITIZEN)

    conditions = apply(citizen, "conditions", CONDITIONS.pages)
    first = office(installation, browser, "conditions")
    for who, element, answers in CONDITIONS_STEPS:
        first.do(who, element, answers, number=conditions)
    order = order_of(citizen, "The conditions have been set")

    before = {"stages": "two", "conditions_number": order}
    authors = {**AUTHORS, "engineer_certificate": "E-1"}
    papers = {"planned_start": today(), "planned_end": "01.06.2028"}
    plot, building = CONDITIONS.pages["plot"], CONDITIONS.pages["building"]
    figures = {"plot": plot, "building": building, "authors": authors, "papers": papers, **END}
    permit = apply(citizen, "permit", {"before": before, **figures})
    second = office(installation, browser, "permit")
    for who, element, answers in PERMIT_REVIEWS:
        second.do(who, element, answers, number=permit)

    citizen.page.goto(citizen.page.url.removesuffix("/receipt"))
    citizen.wait_for_one("main a[href*='/payments/']")
    citizen.page.locator("main a[href*='/payments/']").first.click()
    assert FEE in citizen.words()
    assert (citizen.complaints, first.complaints, second.complaints) == ([], [], [])


def office(installation: Installation, browser: Browser, service: str) -> Desk:
    """Return the office at work on a service; its inspector has a telephone."""
    desk = Desk(browser, installation.address, f"construction/{service}")
    desk.people[INSPECTOR] = Person(browser, installation.address, width=NARROW)
    desk.people[INSPECTOR].sign_in(INSPECTOR)
    return desk


def apply(citizen: Person, service: str, pages: Mapping[str, Mapping[str, Any]]) -> str:
    """Fill in an application page by page and file it; return the number of the case."""
    start = f"/municipalities/keda/services/construction.{service}"
    citizen.go(f"{start}/apply")
    citizen.page.locator("main .button").first.click()
    for name, answers in pages.items():
        citizen.page.wait_for_url(f"**{start}/apply/application_{name}")
        citizen.fill(answers)
        citizen.press("apply.continue")
    citizen.page.wait_for_url("**/check")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    return citizen.page.locator(".receipt-number").first.inner_text()


def order_of(citizen: Person, letter: str) -> str:
    """Open the case whose receipt is shown until the letter with its order is there; return its number."""
    citizen.page.goto(citizen.page.url.removesuffix("/receipt"))
    citizen.wait_for(letter)
    found = ORDER.search(citizen.words())
    assert found is not None
    return found[0]
