"""Programmes of aid in a browser: who drafts, who has a say, who applies and is paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from secrets import randbelow
from typing import Any, Final

from playwright.sync_api import Browser, Locator

from engine.clock import local_date
from engine.programmes.rules.codes import code_of
from tests.e2e.assets_answers import CHAIR, MAYOR
from tests.e2e.desk import Desk, Look
from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.present import TODAY
from tests.e2e.tour.visit import HEAD, SPECIALIST
from tests.simulation.month.matters import iban
from web.i18n import TEXTS

CITIZEN, FINANCE, COUNCIL, ANSWERS_FOR_IT = "00000000107", "00000002009", "00000002021", "00000002010"
LISTED: Final = "/inbox/programmes"
LINE: Final = "07 03"
AGREED: Final = {"opinion": "agree", "opinion_text": "თანხა ბიუჯეტშია გათვალისწინებული."}
CONTACT: Final = {"actual_address": "დემო ქუჩა 1", "phone": "+995555000107", "notify_by": "portal"}
TOLD: Final = {"ka": "დახმარება დაგენიშნათ", "en": "You have been granted aid"}  # the letter with the order
CHECKED: Final = {"verdict": "complete", "advice_kept": "yes"}
DRAFT: Final = {"outcome": "grant", "facts": "ფაქტები დადასტურდა.", "reasoning": "პირობები სრულდება."}
Step = tuple[str, str, Mapping[str, Any]]
TO_COUNCIL: Final[tuple[Step, ...]] = (
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
# Who grants what a case officer examines, by an order of the mayor.
GRANTED: Final[tuple[Step, ...]] = (
    (SPECIALIST, "check", CHECKED),
    (SPECIALIST, "draft_act", DRAFT),
    (HEAD, "head_visa", {"visa": "approve"}),
    (MAYOR, "decide", {"verdict": "agree"}),
)


@dataclass(frozen=True)
class Application:
    """What was filed: its number, and the path of its page."""

    number: str
    page: str


@dataclass
class Year:
    """The service that drafts, and everybody who has a say; a sub-programme that nobody had before."""

    installation: Installation
    browser: Browser
    look: Look = lambda person, name: None
    language: str = "ka"
    number: int = field(default_factory=lambda: 1000 + randbelow(9000))
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people: dict[str, Person] = {}

    @property
    def name(self) -> str:
        return f"დახმარება სკოლის დაწყებისას {self.number}"

    @property
    def code(self) -> str:
        return code_of(self.name, ())

    @property
    def clerk(self) -> Person:
        return self.person(SPECIALIST)

    def person(self, personal_number: str) -> Person:
        return self.desk().person(personal_number)

    def desk(self, service: str = "social/programme", look: Look | None = None) -> Desk:
        """Return the office at work on a service, with the browsers that everybody has."""
        at = self.installation
        return Desk(
            self.browser, at.address, service, self.language, look or self.look, self.people, at.today
        )

    def on(self, day: date) -> None:
        """It is ten o'clock on a later day: everybody signs in anew."""
        self.installation.on(day)
        for person in self.people.values():
            self.complaints += person.complaints
            person.context.close()
        self.people.clear()

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
            "budget_line": LINE,
        }

    def begin(self, kind: str, year: int) -> str:
        """Open a case for the year; return its number, the page of its draft being open."""
        clerk = self.clerk
        clerk.go("/inbox/open/keda/social.programme")
        asked = {"_person": ANSWERS_FOR_IT, "year": str(year), "kind": kind, "reason": "თანხები იცვლება."}
        clerk.fill(asked | ({"source": "last"} if kind == "year" else {}))
        self.look(clerk, f"programme-{kind}")
        clerk.press("opening.open")
        clerk.page.wait_for_url("**/inbox/cases/*")
        number = clerk.page.locator("main .case-head .figure").first.inner_text()
        clerk.page.locator("main a[href^='/inbox/programmes/']").first.click()
        clerk.page.wait_for_url("**/inbox/programmes/*")
        return number

    def draft(self, said: Mapping[str, Any]) -> None:
        """Enter a new sub-programme on the page of the draft."""
        clerk = self.clerk
        clerk.page.get_by_role("link", name=self.t("programme.add")).click()
        clerk.fill(said)
        clerk.send("programme.save")

    def change(self, **said: str) -> None:
        """Change the sub-programme on the page of the draft."""
        clerk = self.clerk
        clerk.page.get_by_role("link", name=self.sub_programme()[f"name_{self.language}"]).click()
        clerk.fill(said)
        clerk.send("programme.save")

    def adopt(self, number: str, resolution: str, valid_from: object = TODAY) -> None:
        """Take the draft through finance, mayor and council; it is in force from today, or from a day."""
        desk = self.desk()
        desk.do(SPECIALIST, "draft_programme", {"next": "submit"}, number=number)
        for who, element, answers in TO_COUNCIL:
            desk.do(who, element, answers, number=number)
        of_it = {"act_number": resolution, "act_on": TODAY, "valid_from": valid_from}
        desk.do(COUNCIL, "enter_publication", of_it, number=number)

    def apply(self) -> Application:
        """Apply for the sub-programme, to the receipt."""
        citizen = self.person(CITIZEN)
        citizen.drop_draft("/municipalities/keda/services/social.apply")
        citizen.go("/municipalities/keda/services/social.apply/apply")
        citizen.page.locator("main .buttons .button").click()
        citizen.fill({"programme": self.code})
        citizen.send("apply.continue")
        own = {"bank_iban": iban("0000001019044917")}
        for answers in ({"need": "სასკოლო ნივთები გვჭირდება."}, {}, own, CONTACT):
            citizen.fill(answers)
            citizen.send("apply.continue")
        citizen.fill({"notice_ack": "true", "declaration": "true"})
        citizen.send("apply.continue")
        citizen.file_all_the_same()
        citizen.page.wait_for_url("**/receipt")
        number = citizen.page.locator(".receipt-number").first.inner_text().strip()
        return Application(number, citizen.page.url.removeprefix(citizen.address).removesuffix("/receipt"))

    def grant(self, application: Application) -> None:
        """Let the office examine the application, the mayor sign the order, and the applicant read it."""
        desk = self.desk("social/apply", lambda person, name: None)
        for who, element, answers in GRANTED:
            desk.do(who, element, answers, number=application.number)
        self.reader(application).wait_for(TOLD[self.language])

    def reader(self, application: Application) -> Person:
        """Return the applicant at the page of the case."""
        citizen = self.person(CITIZEN)
        citizen.go(application.page)
        return citizen

    def payments(self, application: Application, states: Mapping[str, int]) -> Locator:
        """Load what finance sees until the case has so many payments of each state; return its rows."""
        finance = self.person(FINANCE)
        finance.go(f"/inbox/payouts?year={self.this_year}")
        rows = finance.page.get_by_role("row").filter(has_text=application.number)

        def counted() -> dict[str, int]:
            return {
                state: rows.get_by_text(self.t(f"payouts.state.{state}"), exact=True).count()
                for state in states
            }

        finance.reload_until(lambda: counted() == states, f"{states}")
        return rows

    @property
    def this_year(self) -> int:
        return local_date(self.installation.now()).year

    def t(self, key: str, **params: Any) -> str:
        return TEXTS.get(self.language, key, **params)
