"""How the office of the municipality keeps an asset: enters, lets, lists, sells and watches it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import randbelow
from typing import Any
from uuid import UUID

import httpx
from playwright.sync_api import Browser

from engine.bootstrap import build
from engine.clock import SettableClock, local_date
from engine.commands.jobs import FireTimer
from engine.installation.loading import BPMN
from engine.notifications.common import TEXTS
from engine.property.commands.assets import ImportAssets
from engine.settings import Settings
from engine.stores import reference
from engine.tenancy import system
from engine.texts import Texts
from tests.e2e.assets_answers import (
    ASKS,
    CHAIR,
    CITIZEN,
    CLERK,
    GRANTED,
    HEAD,
    KEPT,
    LET,
    LISTING,
    MAYOR,
    OFFICE,
    REGISTERED,
    TO_KEEP,
    TO_LET,
    TO_SELL,
    VALUED,
    VISAS,
)
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.office_work import FOLLOWING, Step, actor, waited, work
from tests.e2e.person import Person
from tests.e2e.services import LEASE, OF_LEASE
from tests.e2e.tour.visit import engine_of

Look = Callable[[Person, str], None]
TIMER = "select id, due_at from timers where case_id = :id and starts_with(token, :element)"


@dataclass(frozen=True)
class Case:
    """A case of the story."""

    id: UUID
    number: str


@dataclass
class Story:
    """The office that keeps the property, and who wants it."""

    installation: Installation
    browser: Browser
    look: Look
    language: str = "en"
    people: dict[str, Person] = field(default_factory=dict)
    # An office of its own: whoever runs the story a second time meets the first one in the register.
    number: int = field(default_factory=lambda: 100 + randbelow(900))

    @property
    def name(self) -> str:
        return f"დემო ოფისი სახელოსნოსთვის {self.number}"

    @property
    def own(self) -> dict[str, str]:
        """What no other office has."""
        return {"name": self.name, "cadastral_code": f"21.03.32.001.01.{self.number}"}

    def __post_init__(self) -> None:
        self.citizen = Person(self.browser, self.installation.address, language=self.language)
        self.citizen.make_card(CITIZEN)
        self.citizen.sign_in(CITIZEN)
        self.people = {CITIZEN: self.citizen}
        with engine_of(self.installation) as engine, engine.read(system()) as tx:
            self.keda = system(reference.municipality(tx, "keda").id)

    def pass_through(self, inventory_no: str) -> None:
        """Let the office and sell it, each as the law says."""
        self.let(inventory_no)
        listed = self.list_for_sale(inventory_no)
        self.sell(inventory_no, listed)
        self.keep_conditions(inventory_no)

    def enter(self) -> str:
        """Enter the office into the register; return its inventory number."""
        case = self.open("registration", ASKS, {**OFFICE, **self.own}, look=True)
        self.do("registration", (CLERK, "draft_act", GRANTED), case)
        work(self.installation, case.id, VISAS)
        self.do("registration", (MAYOR, "decide", {"verdict": "agree"}), case)
        self.read_act("registration", case, ASKS)
        self.do("registration", (CLERK, "register_ownership", REGISTERED), case, look=True)
        return self.inventory_no()

    def enter_by_table(self) -> str:
        """Enter the office by a table instead; return its inventory number."""
        inventory_no = f"OFFICE-{self.number}"
        fields = {"inventory_no": inventory_no, **OFFICE, **self.own}
        fields["value"] = fields.pop("value_tetri")
        with engine_of(self.installation) as engine:
            fields["valid_from"] = local_date(engine.clock.now()).isoformat()
            rows = (tuple(fields), tuple(fields.values()))
            engine.send(ImportAssets("keda", "demo.csv", rows, "№ 1"), actor=actor(engine, CLERK))
        return inventory_no

    def correct(self, inventory_no: str) -> None:
        """Correct the area in the entry, with the consent of the head; the register shows it."""
        about = {"inventory_no": inventory_no, "change": "entry", "reason": "№ 7"}
        case = self.open("amend", ASKS, about, look=True)
        self.do("amend", (CLERK, "describe", {"area_m2": "44", "paper": "№ 7"}), case, look=True)
        self.do("amend", (HEAD, "approve", {"verdict": "agree"}), case, look=True)
        clerk = self.desk("amend").person(CLERK)
        clerk.go(f"/inbox/assets?q={inventory_no}")
        clerk.page.locator("tbody a").first.click()
        area = clerk.page.locator("dl.facts dd").get_by_text("44", exact=True)
        clerk.reload_until(lambda: area.count() == 1, "the corrected area")

    def let(self, inventory_no: str) -> None:
        """Let the office by auction to the citizen who asked for it, up to the signed contract."""
        case = self.ask_for_lease()
        self.do("lease", (CLERK, "examine", {**LET, "inventory_no": inventory_no}), case, look=True)
        self.do("lease", (CLERK, "draft_act", TO_LET), case, look=True)
        work(self.installation, case.id, VISAS)
        self.do("lease", (MAYOR, "decide", {"verdict": "agree"}), case)
        self.read_act("lease", case, CITIZEN)
        self.auction(case, tetri=65000)
        contract = self.following("assets.lease_contract", "kept_by", case.number)
        self.sign("lease_contract", contract)
        self.see("asset.right.lease")

    def list_for_sale(self, inventory_no: str) -> Case:
        """Let the council put it on its list; return the case of the sale that this opens."""
        answers = {
            "inventory_no": inventory_no,
            "initiative": "request",
            "requested_by": "დემო განმცხადებელი, № 7",
            "purpose": "ქონებას მუნიციპალიტეტი აღარ იყენებს.",
            "hindrance": "none",
        }
        case = self.open("privatisation", ASKS, answers)
        for step in LISTING:
            self.do("privatisation", step, case, look=step[1] == "council_session")
        self.do("privatisation", (CHAIR, "sign_council_act", {"agrees_with_minutes": "true"}), case)
        self.read_act("privatisation", case, ASKS)
        return self.following("assets.sale", "inventory_no", inventory_no)

    def sell(self, inventory_no: str, case: Case) -> None:
        """Sell it by auction; the register has another owner when it is paid."""
        self.do("sale", (CLERK, "value_asset", VALUED), case, look=True)
        self.do("sale", (CLERK, "draft_act", TO_SELL), case, look=True)
        work(self.installation, case.id, VISAS)
        self.do("sale", (MAYOR, "decide", {"verdict": "agree"}), case)
        self.read_act("sale", case, ASKS)
        self.auction(case, tetri=2_000_000)
        contract = self.following("assets.sale_contract", "inventory_no", inventory_no)
        self.sign("sale_contract", contract)
        self.fire(self.waited(TIMER, id=contract.id, element="wait_for_due:"))
        self.pay(contract)
        self.do("sale_contract", (CLERK, "register_ownership", REGISTERED), contract)
        self.see("asset.state.sold")

    def keep_conditions(self, inventory_no: str) -> None:
        """Check the condition of the sale on its day; the buyer reads that it is kept."""
        case = self.following("assets.conditions", "inventory_no", inventory_no)
        self.do("conditions", (CLERK, "set_conditions", TO_KEEP), case, look=True)
        self.fire(self.waited(TIMER, id=case.id, element="wait_for_due:"))
        self.do("conditions", (CLERK, "check_condition", KEPT), case, look=True)
        self.citizen.go(f"/cases/{case.id}")
        self.citizen.wait_for(
            Texts.load(BPMN / "assets" / "conditions" / "texts").get(self.language, "letters.fulfilled")
        )

    def open(self, service: str, person: str, answers: Mapping[str, Any], *, look: bool = False) -> Case:
        """Open a case ex officio."""
        clerk = self.desk(service).person(CLERK)
        clerk.go(f"/inbox/open/keda/assets.{service}")
        clerk.fill({"_person": person, **answers})
        if look:
            self.look(clerk, f"assets-{service}")
        clerk.press("opening.open")
        clerk.page.wait_for_url("**/inbox/cases/*")
        return self.case(UUID(clerk.page.url.rpartition("/")[2]))

    def ask_for_lease(self) -> Case:
        """File the application for the lease in the portal."""
        citizen, start = self.citizen, f"/municipalities/keda/services/{LEASE}"
        citizen.go(f"{start}/apply")
        citizen.page.locator("main .button").first.click()
        citizen.fill(OF_LEASE)
        citizen.press("apply.continue")
        citizen.page.wait_for_url("**/check")
        citizen.press("check.file")
        citizen.page.wait_for_url("**/receipt")
        return self.case(UUID(citizen.page.url.split("/")[-2]))

    def auction(self, case: Case, *, tetri: int) -> None:
        """Let the citizen win the lot of a case, and time pass until the auction has closed."""
        closes = self.waited(TIMER, id=case.id, element="wait_for_close:")
        (lot,) = [
            lot for lot in self.registries("GET") if lot["state"] == "open" and self.name in lot["title"]
        ]
        bid = {"lot": lot["lot"], "name": "დემო მოქალაქე 2", "number": CITIZEN, "amount_tetri": tetri}
        self.registries("PUT", [bid, {"lot": lot["lot"], "close": True}])
        self.fire(closes)

    def fire(self, timer: Any) -> None:
        """Let the time of a timer come."""
        settings = Settings.from_environment({"MMS_MODE": "demo", "MMS_HOME": str(self.installation.home)})
        later = build(settings, clock=SettableClock(timer.due_at))
        try:
            assert later.send(FireTimer(timer.id), actor=self.keda) is not None
        finally:
            later.close()

    def registries(self, method: str, content: Any = None) -> Any:
        with httpx.Client(base_url=self.installation.registries, trust_env=False) as client:
            return client.request(method, "/_bids", json=content).raise_for_status().json()

    def read_act(self, service: str, case: Case, reader: str) -> None:
        """Let whom the act is sent to open it: with that it is delivered, and counts."""
        title = Texts.load(BPMN / "assets" / service / "texts").get(self.language, "letters.granted")
        person = self.desk(service).person(reader)
        person.go(f"/cases/{case.id}")
        person.wait_for(title)

    def sign(self, service: str, contract: Case) -> None:
        """Let the citizen sign the contract, and then the mayor."""
        citizen = self.citizen
        citizen.go(f"/cases/{contract.id}")
        citizen.wait_for_one("main a[href^='/tasks/']")
        citizen.page.locator("main a[href^='/tasks/']").first.click()
        citizen.fill({"agrees": "yes"})
        self.look(citizen, "assets-contract")
        citizen.press("task.to_sign")
        citizen.page.wait_for_url("**/signings/*")
        citizen.press("signing.button")
        citizen.page.wait_for_url(f"**/cases/{contract.id}")
        self.do(service, (MAYOR, "countersign", {"agrees": "true"}), contract)

    def pay(self, case: Case) -> None:
        """Pay at the treasury, from the case and back to it."""
        page = self.citizen.page
        self.citizen.go(f"/cases/{case.id}")
        self.citizen.wait_for_one("main a[href*='/payments/']")
        page.locator("main a[href*='/payments/']").first.click()
        self.citizen.press("payment.go")
        page.wait_for_url("**/pay/*")
        page.locator("button[value='paid']").click()
        page.wait_for_url(f"**/cases/{case.id}")

    def do(self, service: str, step: Step, case: Case, *, look: bool = False) -> None:
        """Take a step of a case in a browser and finish it."""
        who, element, answers = step
        self.desk(service, look=look).do(who, element, answers, number=case.number)

    def desk(self, service: str, *, look: bool = False) -> Desk:
        shown = self.look if look else lambda person, name: None
        return Desk(
            self.browser, self.installation.address, f"assets/{service}", self.language, shown, self.people
        )

    def inventory_no(self) -> str:
        """Return under what number the office stands in the register."""
        clerk = self.people[CLERK]
        clerk.go(f"/inbox/assets?q={self.name}")
        clerk.wait_for(self.name)
        row = clerk.page.get_by_role("row", name=self.name)
        return row.get_by_role("rowheader").locator(".soft").inner_text().strip()

    def see(self, word: str) -> None:
        """See the office in the register, with what became of it."""
        clerk = self.people[CLERK]
        clerk.go(f"/inbox/assets?q={self.name}")
        clerk.page.get_by_role("link", name=self.name).click()
        clerk.wait_for(TEXTS.get(self.language, word))
        self.look(clerk, "assets-register")

    def case(self, case_id: UUID) -> Case:
        found = self.waited("select id, number from cases where id = :id", id=case_id)
        return Case(found.id, found.number)

    def following(self, service: str, name: str, value: str) -> Case:
        """Return the case that another one has opened, which a worker does."""
        found = self.waited(FOLLOWING, service=service, field=name, value=value)
        return Case(found.id, found.number)

    def waited(self, sql: str, **params: Any) -> Any:
        return waited(self.installation, sql, **params)

    @property
    def complaints(self) -> list[str]:
        return [complaint for person in self.people.values() for complaint in person.complaints]
