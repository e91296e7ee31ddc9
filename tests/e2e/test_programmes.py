"""A programme of aid in Georgian: drafted, adopted by the council, applied for, and amended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import randbelow
from typing import Any, Final

from playwright.sync_api import Browser

from engine.clock import ZONE
from engine.programmes.rules.codes import code_of
from tests.e2e.assets_answers import CHAIR, MAYOR
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import NARROW, Inspector
from tests.e2e.office_work import standing
from tests.e2e.present import TODAY
from tests.e2e.tour.visit import SPECIALIST
from tests.simulation.month.matters import iban

CITIZEN, FINANCE, COUNCIL = "00000000103", "00000002009", "00000002021"
LISTED: Final = "/inbox/programmes"
AGREED: Final = {"opinion": "agree", "opinion_text": "თანხა ბიუჯეტშია გათვალისწინებული."}
REMARKS: Final = {"opinion": "remarks", "remarks": "მიუთითეთ, რამდენია დაგეგმილი."}
CONTACT: Final = {"actual_address": "დემო ქუჩა 1", "phone": "+995555000103", "notify_by": "portal"}
TO_COUNCIL: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    (FINANCE, "finance_opinion", AGREED),
    (MAYOR, "mayor_review", {"verdict": "submit"}),
    (MAYOR, "submit_question", {"note": "წარმოდგენილია პროგრამის პროექტი."}),
    (
        COUNCIL,
        "council_commission",
        {"opinion": "for", "opinion_text": "თანახმაა", "opinion_number": "9", "held_on": TODAY},
    ),
    (COUNCIL, "bureau", {"verdict": "agenda", "members_total": "30", "meets_on": TODAY, "item": "2"}),
    (
        COUNCIL,
        "council_session",
        {
            "session": "voted",
            "held_on": TODAY,
            "held_at": "11:00",
            "present": "22",
            "in_favour": "20",
            "against": "2",
            "abstained": "0",
            "minutes_number": "15",
            "grounds": "პროგრამა მოსახლეობის საჭიროებებს შეესაბამება.",
        },
    ),
    (CHAIR, "sign_council_act", {"agrees_with_minutes": "true"}),
)


@dataclass
class Year:
    """The service that drafts, and everybody who has a say; a sub-programme that nobody had before."""

    installation: Installation
    browser: Browser
    inspector: Inspector
    number: int = field(default_factory=lambda: 1000 + randbelow(9000))

    def __post_init__(self) -> None:
        at, look = self.installation.address, self.inspector.look
        self.desk = Desk(self.browser, at, "social/programme", language="ka", look=look)
        self.clerk = self.desk.person(SPECIALIST)

    @property
    def name(self) -> str:
        return f"დახმარება სკოლის დაწყებისას {self.number}"

    def sub_programme(self) -> dict[str, Any]:
        """Return what is typed of the new sub-programme."""
        return {
            "name_ka": self.name,
            "name_en": f"Aid for starting school {self.number}",
            "summary_ka": "ოჯახს, რომლის შვილი სკოლაში მიდის.",
            "summary_en": "For a family whose child begins school.",
            "parts": ["need"],
            "paper_ka_0": "ცნობა სკოლიდან",
            "paper_en_0": "Certificate of the school",
            "rule": "fixed",
            "figure.fixed.amount": "120",
            "route": "AUTO_ORDER",
            "limit": "event",
            "pay_to": "applicant",
            "budget_line": "07 03",
        }

    def begin(self, kind: str) -> str:
        """Open a case for this year; return its number, the page of its draft being open."""
        self.clerk.go("/inbox/open/keda/social.programme")
        year = datetime.now(ZONE).year
        asked = {"_person": "00000002010", "year": str(year), "kind": kind, "reason": "თანხები იცვლება."}
        self.clerk.fill(asked | ({"source": "last"} if kind == "year" else {}))
        self.inspector.look(self.clerk, f"programme-{kind}")
        self.clerk.press("opening.open")
        self.clerk.page.wait_for_url("**/inbox/cases/*")
        number = self.clerk.page.locator("main .case-head .figure").first.inner_text()
        self.clerk.page.locator("main a[href^='/inbox/programmes/']").first.click()
        self.clerk.page.wait_for_url("**/inbox/programmes/*")
        return number

    def adopt(self, number: str, resolution: str) -> None:
        """Take the draft through finance, mayor and council; it is in force from today."""
        self.desk.do(SPECIALIST, "draft_programme", {"next": "submit"}, number=number)
        for who, element, answers in TO_COUNCIL:
            self.desk.do(who, element, answers, number=number)
        of_it = {"act_number": resolution, "act_on": TODAY, "valid_from": TODAY}
        self.desk.do(COUNCIL, "enter_publication", of_it, number=number)

    def apply(self) -> None:
        """Apply for the sub-programme, to the receipt."""
        citizen = self.desk.person(CITIZEN)
        citizen.drop_draft("/municipalities/keda/services/social.apply")
        citizen.go("/municipalities/keda/services/social.apply/apply")
        citizen.page.locator("main .buttons .button").click()
        citizen.fill({"programme": code_of(self.name, ())})
        citizen.send("apply.continue")
        own = {"bank_iban": iban("0000001019040000")}
        for answers in ({"need": "სასკოლო ნივთები გვჭირდება."}, {}, own, CONTACT):
            citizen.fill(answers)
            citizen.send("apply.continue")
        citizen.fill({"notice_ack": "true", "declaration": "true"})
        citizen.send("apply.continue")
        citizen.file_all_the_same()
        citizen.page.wait_for_url("**/receipt")


def test_programme__drafted_by_the_service_and_adopted_by_the_council__is_applied_for_and_amended(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector(widths=(NARROW,))
    year = Year(installation, browser, inspector)
    clerk = year.clerk
    clerk.go(LISTED)
    inspector.look(clerk, "programmes")
    was_adopted = clerk.page.get_by_text("მიღებულია", exact=True).count() > 0

    number = year.begin("amendment" if was_adopted else "year")
    clerk.page.get_by_role("link", name="ახალი ქვეპროგრამა").click()
    clerk.fill({**year.sub_programme(), "name_en": ""})
    clerk.send("programme.save")
    assert "შეავსეთ ეს ველი" in clerk.words()  # at its field, with everything else kept
    assert clerk.page.locator("[name=name_ka]").input_value() == year.name
    clerk.fill({"name_en": year.sub_programme()["name_en"]})
    clerk.send("programme.save")
    inspector.look(clerk, "sub-programme")
    assert "რას წაიკითხავს მოქალაქე" in clerk.words() and "ცნობა სკოლიდან" in clerk.words()

    year.desk.do(SPECIALIST, "draft_programme", {"next": "submit"}, number=number)
    year.desk.do(FINANCE, "finance_opinion", REMARKS, number=number)
    year.adopt(number, f"31-{year.number}")
    clerk.go(LISTED)
    clerk.reload_until(lambda: f"№31-{year.number}" in clerk.words(), "the act that adopts")
    assert year.name in clerk.words()
    inspector.look(clerk, "programmes-adopted")
    year.apply()

    number = year.begin("amendment")
    clerk.page.get_by_role("link", name=year.name).click()
    clerk.fill({"figure.fixed.amount": "150"})
    clerk.send("programme.save")
    assert "რით განსხვავდება მოქმედისგან" in clerk.words()
    year.adopt(number, f"32-{year.number}")
    clerk.go(LISTED)
    row = clerk.page.get_by_role("row").filter(has_text=year.name)
    clerk.reload_until(
        lambda: f"№32-{year.number}" in row.inner_text(),
        "the act that amends",
        tell=lambda: standing(installation, number),
    )

    assert inspector.problems == []
    assert year.desk.complaints == []
