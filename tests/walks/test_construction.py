"""Conditions and the permit that rests on them: two cases of one matter, by the real roles."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from engine.loading import BPMN
from engine.texts import Texts
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
DECISION = Texts.load(BPMN / "shared" / "decision" / "texts")
Step = tuple[str, str, Mapping[str, Any]]
VISAS: Sequence[Step] = (
    (LAWYER, "legal_visa", {"visa": "approve"}),
    (HEAD, "head_visa", {"visa": "approve"}),
    (MAYOR, "decide", {"verdict": "agree"}),
)
DRAFT = {"outcome": "grant", "facts": "ფაქტები დადგენილია.", "reasoning": "ყველაფერი შეესაბამება."}
AUTHORS = {"designer": "დემო არქიტექტორი", "designer_certificate": "A-1", "engineer": "დემო კონსტრუქტორი"}


def test_permit__that_names_its_conditions__is_studied_and_its_fee_asked_for(
    installation: Installation, browser: Browser
) -> None:
    walk = Walk(installation, browser)

    conditions = walk.apply("conditions", CONDITIONS.pages)
    walk.work("conditions", CONDITIONS_STEPS)
    first = walk.order(conditions, "The conditions have been set")

    before = {"stages": "two", "conditions_number": first}
    authors = {**AUTHORS, "engineer_certificate": "E-1"}
    papers = {"planned_start": today(), "planned_end": "01.06.2028"}
    plot, building = CONDITIONS.pages["plot"], CONDITIONS.pages["building"]
    figures = {"plot": plot, "building": building, "authors": authors, "papers": papers, **END}
    permit = walk.apply("permit", {"before": before, **figures})
    walk.work("permit", PERMIT_REVIEWS)
    walk.see_fee(permit)


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


class Walk:
    """A citizen with two cases, and the office that works on the one that was filed last."""

    def __init__(self, installation: Installation, browser: Browser) -> None:
        self._address, self._browser = installation.address, browser
        self._number = ""
        self.citizen = self._person(CITIZEN)

    def apply(self, service: str, pages: Mapping[str, Mapping[str, Any]]) -> str:
        """Fill in an application page by page and file it; return the address of its case."""
        start = f"/municipalities/keda/services/construction.{service}"
        self.citizen.go(f"{start}/apply")
        self.citizen.page.locator("main .button").first.click()
        for name, answers in pages.items():
            self.citizen.page.wait_for_url(f"**{start}/apply/application_{name}")
            self.citizen.fill(answers)
            self.keep(self.citizen, f"{service}-{name}")
            self.citizen.press("apply.continue")
        self.citizen.page.wait_for_url("**/check")
        self.citizen.press("check.file")
        self.citizen.page.wait_for_url("**/receipt")
        self._number = self.citizen.page.locator(".receipt-number").first.inner_text()
        return self.citizen.page.url.removeprefix(self._address).removesuffix("/receipt")

    def work(self, service: str, steps: Sequence[Step]) -> None:
        """Let the office do these steps; an inspector works on a telephone."""
        words = Texts.load(BPMN / "construction" / service / "texts")
        for who, element, answers in steps:
            clerk = self._person(who, width=NARROW if who == INSPECTOR else 1280, card=element == "decide")
            key = f"elements.{element}"
            clerk.take(DECISION.find("en", key) or words.get("en", key), self._number)
            clerk.fill(answers)
            clerk.page.wait_for_load_state("networkidle")  # questions that come or go with an answer
            self.keep(clerk, f"{service}-{element}")
            clerk.press("task.to_sign" if element == "decide" else "task.complete")
            if element == "decide":
                clerk.page.wait_for_url("**/signings/*")
                clerk.press("signing.button")
            clerk.page.wait_for_url("**/inbox")

    def see_fee(self, case: str) -> None:
        """Open the case until its fee is asked for, and the page where it is paid."""
        self.citizen.go(case)
        self.citizen.wait_for_one("main a[href*='/payments/']")
        self.citizen.page.locator("main a[href*='/payments/']").first.click()
        self.keep(self.citizen, "payment")

    def order(self, case: str, letter: str) -> str:
        """Open the case until the letter with its order is there; return the order's number."""
        self.citizen.go(case)
        self.citizen.wait_for(letter)
        self.keep(self.citizen, f"case-{self._number}")
        found = ORDER.search(self.citizen.words())
        assert found is not None
        return found[0]

    def keep(self, person: Person, name: str) -> None:
        """Keep a picture where somebody asked for them."""
        if folder := os.environ.get("MMS_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def _person(self, number: str, *, width: int = 1280, card: bool = False) -> Person:
        person = Person(self._browser, self._address, width=width)
        if card:
            person.make_card(number)
        person.sign_in(number)
        return person
