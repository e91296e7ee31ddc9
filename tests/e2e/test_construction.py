"""A house, from the conditions of its plot to its acceptance: four cases of one matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from engine.texts import Texts
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import NARROW, Inspector
from tests.e2e.office_work import Step, work
from tests.e2e.person import Person
from tests.e2e.present import TODAY, today
from tests.e2e.services import CONDITIONS, END
from web.i18n import TEXTS

Look = Callable[[Person, str], None]
CITIZEN, CHANCELLERY, HEAD, LAWYER, MAYOR, ARCHITECT, INSPECTOR = (
    *("00000000101", "00000002001", "00000002003", "00000002004", "00000002007"),
    *("00000002031", "00000002032"),
)
ORDER = re.compile(r"KEDA-O-[0-9]{4}-[0-9]{5}")
FEE = re.compile(r"\b220[.,]00\xa0₾")  # a lari for each square metre of the 220 that are built
FEE_DUE = "main a[href*='/payments/']"
VISAS: Sequence[Step] = (
    (LAWYER, "legal_visa", {"visa": "approve"}),
    (HEAD, "head_visa", {"visa": "approve"}),
)
SIGNING: Step = (MAYOR, "decide", {"verdict": "agree"})
DRAFT = {"outcome": "grant", "facts": "ფაქტები დადგენილია.", "reasoning": "ყველაფერი შეესაბამება."}
AUTHORS = {
    "designer": "დემო არქიტექტორი",
    "designer_certificate": "A-1",
    "engineer": "დემო კონსტრუქტორი",
    "engineer_certificate": "E-1",
}
CONDITIONS_STEPS: Sequence[Step] = (
    (ARCHITECT, "check", {"class_right": "yes", "verdict": "complete"}),
    (ARCHITECT, "zone_check", {"zone_right": "yes", "fits": "yes", "zone_note": "ზონა ემთხვევა."}),
    (INSPECTOR, "site_visit", {"visited_on": TODAY, "finding": "free", "note": "ნაკვეთი ცარიელია."}),
    (ARCHITECT, "draft_act", {**DRAFT, "setbacks": "წითელი ხაზიდან 3 მ."}),
    *VISAS,
    SIGNING,
)
REVIEW = {
    "conclusion": "agrees",
    "review_note": "შეესაბამება.",
    "certificate": "DEMO-C-1",
    "certified_until": "31.12.2030",
}
PERMIT_REVIEWS: Sequence[Step] = (
    (ARCHITECT, "check", {"class_right": "yes", "verdict": "complete", "exemption": "none"}),
    (ARCHITECT, "review_architecture", REVIEW),
    (ARCHITECT, "review_structure", REVIEW),
    (INSPECTOR, "review_organisation", REVIEW),
    (ARCHITECT, "conclude_reviews", {"verdict": "clear"}),
)
INSPECTION = {"inspected_on": TODAY, "as_permitted": "yes", "inspection_note": "სახლი პროექტს ემთხვევა."}
BUILT = {"built_footprint": "120", "built_area": "220", "built_height": "8.5", "finished_on": TODAY}
PROGRESS = {"inspected_on": TODAY, "progress": "under_way", "as_permitted": "yes"}
TOLD = {"told_on": TODAY, "told_number": "DEMO-5"}


@pytest.mark.smoke
def test_conditions__of_a_plot__are_set_by_everybody_whose_work_it_is(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector(widths=(NARROW,))
    story = Story(installation, browser, inspector.look, "en")

    order = story.set_conditions()

    assert ORDER.fullmatch(order)
    assert inspector.problems == []
    assert story.complaints == []


def test_house__from_conditions_to_acceptance__is_permitted_paid_inspected_and_listed(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector(widths=(NARROW,))

    story = build(installation, browser, inspector.look)

    assert inspector.problems == []
    assert story.complaints == []


def build(installation: Installation, browser: Browser, look: Look, *, language: str = "en") -> Story:
    """Go through all of it; what no other end-to-end test shows is looked at."""
    story = Story(installation, browser, look, language)
    conditions = story.set_conditions_unseen()
    permit = story.permit(conditions)
    story.extend(permit)
    story.accept(permit)
    return story


@dataclass
class Story:
    """Whoever builds, and the office beside them."""

    installation: Installation
    browser: Browser
    look: Look
    language: str
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.citizen = Person(self.browser, self.installation.address, language=self.language)
        self.citizen.sign_in(CITIZEN)
        telephone = Person(self.browser, self.installation.address, language=self.language, width=NARROW)
        telephone.sign_in(INSPECTOR)
        self.people = {CITIZEN: self.citizen, INSPECTOR: telephone}

    def set_conditions(self) -> str:
        """Let the office set the conditions of the plot, page by page; return the number of their order."""
        number, case_id = self.apply("conditions", CONDITIONS.pages)
        for step in CONDITIONS_STEPS:
            self.do("conditions", step, number, look=step[1] == "zone_check")
        return self.order_of("conditions", case_id)

    def set_conditions_unseen(self) -> str:
        """Do the same by commands, but for the draft, which the page fills in, and the signature."""
        number, case_id = self.apply("conditions", CONDITIONS.pages)
        *checks, draft = CONDITIONS_STEPS[:4]
        work(self.installation, case_id, checks)
        self.do("conditions", draft, number)
        work(self.installation, case_id, VISAS)
        self.do("conditions", SIGNING, number)
        return self.order_of("conditions", case_id)

    def permit(self, conditions: str) -> str:
        """Have the project studied, pay and get the permit; return its number."""
        pages = {
            "before": {"stages": "two", "conditions_number": conditions},
            **{name: CONDITIONS.pages[name] for name in ("plot", "building")},
            "authors": AUTHORS,
            "papers": {"planned_start": TODAY, "planned_end": "01.06.2028"},
            **END,
        }
        number, case_id = self.apply("permit", pages)
        for step in PERMIT_REVIEWS:
            self.do("permit", step, number)
        self.pay(case_id)
        self.do("permit", (ARCHITECT, "draft_act", DRAFT), number, look=True)
        work(self.installation, case_id, VISAS)
        self.do("permit", SIGNING, number)
        permit = self.order_of("permit", case_id)
        for drawn in (".f-map-plot", ".f-map-zone--own"):
            self.citizen.page.locator(drawn).wait_for(state="attached")
        assert TEXTS.get(self.language, "land.verdict.within") in self.citizen.words()
        self.look(self.citizen, "construction-permit")
        self.do("permit", (INSPECTOR, "take_note", {}), number)
        assert self.listed(permit).endswith(TEXTS.get(self.language, "permits.in_force"))
        return permit

    def pay(self, case_id: UUID) -> None:
        """Pay the fee at the treasury, from the case and back to it."""
        page = self.citizen.page
        self.citizen.go(f"/cases/{case_id}")
        self.citizen.wait_for_one(FEE_DUE)
        page.locator(FEE_DUE).first.click()
        assert FEE.search(self.citizen.words())
        self.citizen.press("payment.go")
        page.wait_for_url("**/pay/*")
        page.locator("button[value='paid']").click()
        page.wait_for_url(f"**/cases/{case_id}")

    def extend(self, permit: str) -> None:
        """Ask for more time, have the work looked at and get it; everybody reads the new last day."""
        wanted = {"permit_number": permit, "new_end": "01.12.2028", "reason": "მასალები დაგვიანდა."}
        what = {"matter": "extension", **wanted, **CONDITIONS.pages["plot"]}
        number, case_id = self.apply("extend", {"what": what, "papers": {}, **END}, look=True)
        self.do("extend", (ARCHITECT, "check", {"verdict": "complete"}), number, look=True)
        self.do("extend", (INSPECTOR, "inspect", PROGRESS), number, look=True)
        self.do("extend", (ARCHITECT, "draft_act", DRAFT), number, look=True)
        work(self.installation, case_id, VISAS)
        self.do("extend", SIGNING, number)
        order = self.order_of("extend", case_id)
        self.do("extend", (INSPECTOR, "take_note", {}), number)
        listed = self.listed(permit)
        assert "01.12.2028" in listed
        assert listed.endswith(TEXTS.get(self.language, "permits.changed.extended", number=order))

    def accept(self, permit: str) -> None:
        """Have the house looked at with a telephone and accepted."""
        begun_on = today()
        before = {"permit_number": permit, **CONDITIONS.pages["plot"], **BUILT}
        number, case_id = self.apply("acceptance", {"before": before, "papers": {}, **END})
        work(self.installation, case_id, [(ARCHITECT, "check", {"verdict": "complete"})])
        self.do("acceptance", (INSPECTOR, "inspect", INSPECTION), number, look=True)
        work(self.installation, case_id, [(ARCHITECT, "draft_act", DRAFT), *VISAS])
        self.do("acceptance", SIGNING, number)
        self.order_of("acceptance", case_id)
        self.do("acceptance", (CHANCELLERY, "tell_registry", TOLD), number, look=True)
        days = dict.fromkeys((begun_on, today()))  # midnight may pass meanwhile
        said = tuple(TEXTS.get(self.language, "permits.accepted", day=day) for day in days)
        assert self.listed(permit).endswith(said)
        self.look(self.citizen, "construction-permits")

    def apply(
        self, service: str, pages: Mapping[str, Mapping[str, Any]], *, look: bool = False
    ) -> tuple[str, UUID]:
        """Fill in an application page by page and file it; return the number and the id of the case."""
        citizen, start = self.citizen, f"/municipalities/keda/services/construction.{service}"
        citizen.go(f"{start}/apply")
        citizen.page.locator("main .button").first.click()
        for name, answers in pages.items():
            citizen.page.wait_for_url(f"**{start}/apply/application_{name}")
            citizen.fill(answers)
            if look and answers:
                self.look(citizen, f"{service}-{name}")
            citizen.press("apply.continue")
        citizen.page.wait_for_url("**/check")
        citizen.file_all_the_same()  # conditions for the plot may be in force already
        citizen.page.wait_for_url("**/receipt")
        number = citizen.page.locator(".receipt-number").first.inner_text()
        return number, UUID(citizen.page.url.split("/")[-2])

    def do(self, service: str, step: Step, number: str, *, look: bool = False) -> None:
        """Take a step of a case in a browser and finish it."""
        shown = self.look if look else lambda person, name: None
        who, element, answers = step
        address = self.installation.address
        desk = Desk(self.browser, address, f"construction/{service}", self.language, shown, self.people)
        desk.do(who, element, answers, number=number)

    def order_of(self, service: str, case_id: UUID) -> str:
        """Open the case until the letter with its order is there; return its number."""
        letters = Texts.load(BPMN / "construction" / service / "texts")
        self.citizen.go(f"/cases/{case_id}")
        self.citizen.wait_for(letters.get(self.language, "letters.granted"))
        found = ORDER.search(self.citizen.words())
        assert found is not None
        return found[0]

    def listed(self, permit: str) -> str:
        """Return what the public list says of a permit; it names nobody."""
        self.citizen.go("/municipalities/keda/permits")
        assert "Demo Citizen" not in self.citizen.words()
        return self.citizen.page.get_by_role("row", name=permit).inner_text()

    @property
    def complaints(self) -> list[str]:
        return [complaint for person in self.people.values() for complaint in person.complaints]
