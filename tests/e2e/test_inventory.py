"""An inventory: listed, counted by the commission on a phone, and what is missing or found goes on."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from uuid import UUID

from PIL import Image
from playwright.sync_api import Browser

from engine.clock import local_date
from engine.property.commands.assets import ImportAssets
from engine.queries.sessions import roles_of
from engine.stores import people
from engine.tenancy import Actor, system
from tests.e2e.assets_answers import GRANTED, VISAS
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation
from tests.e2e.look import NARROW, Inspector
from tests.e2e.office_work import FOLLOWING, waited, work
from tests.e2e.person import Person
from tests.e2e.present import today
from tests.e2e.services import day
from tests.e2e.tour.visit import engine_of
from web.i18n import TEXTS

CLERK, COMMISSION, MAYOR, ANSWERS = "00000002002", "00000002006", "00000002007", "00000002010"
COLUMNS = ("inventory_no", "kind", "name", "category", "value", "valid_from", "location", "holder_unit")
APPOINTED = {
    "chair": "დემო თავმჯდომარე",
    "members.0.member": "დემო წევრი 1",
    "members.0.position": "ბუღალტერი",
    "members.1.member": "დემო წევრი 2",
    "members.1.position": "სპეციალისტი",
    "count_until": day(10),
}
FOUND = {
    "kind": "movable",
    "category": "additional",
    "location": "მეორე სართული",
    "value": "120",
}


def test_inventory__counted_on_a_phone__opens_what_follows_from_it(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector(widths=(NARROW,))

    story = Story(installation, browser, inspector.look)
    story.run()

    assert inspector.problems == []
    assert story.complaints == []


@dataclass
class Story:
    """Who lists, appoints and counts."""

    installation: Installation
    browser: Browser
    look: Callable[[Person, str], None]
    language: str = "en"
    people: dict[str, Person] = field(default_factory=dict)
    # A unit and things of its own: whoever runs the story a second time meets the first ones in the register.
    mark: str = field(default_factory=lambda: token_hex(3).upper())

    def __post_init__(self) -> None:
        self.unit, self.table = f"დემო საინვენტარო სამსახური {self.mark}", f"დემო ზედმეტი მაგიდა {self.mark}"
        self.bench, self.chair = f"DESK-{self.mark}", f"CHAIR-{self.mark}"

    def run(self) -> None:
        self.bring_in()
        case, number = self.open()
        self.desk.do(MAYOR, "appoint_commission", APPOINTED, number=number)
        self.count(case, number)
        explained = {"explanation": "სკამი აღარ ჩანს.", "files": []}
        steps = ((CLERK, "explain", explained), (CLERK, "draft_act", GRANTED), *VISAS)
        work(self.installation, case, steps)
        self.desk.do(MAYOR, "decide", {"verdict": "agree"}, number=number)
        follows = (
            ("assets.write_off", "inventory_no", self.chair),
            ("assets.registration", "name", self.table),
        )
        for service, name, value in follows:
            waited(self.installation, FOLLOWING, service=service, field=name, value=value)

    def bring_in(self) -> None:
        """Bring two things of the unit into the register by a table."""
        with engine_of(self.installation) as engine:
            with engine.read(system()) as tx:
                clerk, since = people.id_of(tx, CLERK), local_date(tx.now).isoformat()
                assert clerk is not None
                actor = Actor(clerk, CLERK, roles=roles_of(tx, clerk))
            rows = (
                COLUMNS,
                (
                    self.bench,
                    "movable",
                    "დემო მერხი",
                    "additional",
                    "300",
                    since,
                    "პირველი სართული",
                    self.unit,
                ),
                (
                    self.chair,
                    "movable",
                    "დემო სკამი",
                    "additional",
                    "80",
                    since,
                    "პირველი სართული",
                    self.unit,
                ),
            )
            engine.send(ImportAssets("keda", "demo.csv", rows, "№ 1"), actor=actor)

    def open(self) -> tuple[UUID, str]:
        clerk = self.desk.person(CLERK)
        clerk.go("/inbox/open/keda/assets.inventory")
        clerk.fill({"_person": ANSWERS, "counted_on": today(), "unit": self.unit, "why": "წლიური"})
        self.look(clerk, "inventory-opening")
        clerk.press("opening.open")
        clerk.page.wait_for_url("**/inbox/cases/*")
        case = UUID(clerk.page.url.rpartition("/")[2])
        return case, waited(self.installation, "select number from cases where id = :id", id=case).number

    def count(self, case: UUID, number: str) -> None:
        """Go through the list on a phone: a photograph, a word that is missing, something beside the list."""
        phone = Person(self.browser, self.installation.address, language=self.language, width=NARROW)
        self.people[COMMISSION] = phone
        phone.sign_in(COMMISSION)
        phone.take(self.desk.name_of("count_assets"), number)
        self.look(phone, "inventory-step")
        phone.page.get_by_role("link", name=self.words("open_list")).click()
        self.look(phone, "inventory-list")
        self.item(phone, "დემო მერხი")
        phone.page.locator("main [name='photos']").set_input_files(photograph())  # type: ignore[arg-type]
        phone.fill({"result": "confirmed"})
        self.look(phone, "inventory-counting")
        self.save(phone, case)
        self.item(phone, "დემო სკამი")
        phone.fill({"result": "missing"})
        phone.press("inventory.save")
        phone.wait_for_one("main [role='alert']")
        self.look(phone, "inventory-refused")
        phone.fill({"note": "ყველა ოთახი ვნახეთ."})
        self.save(phone, case)
        phone.page.get_by_role("link", name=self.words("surplus_add")).click()
        phone.page.wait_for_url("**/surplus")
        phone.fill({**FOUND, "name": self.table, "holder_unit": self.unit})
        self.look(phone, "inventory-found")
        self.save(phone, case)
        phone.wait_for(self.words("none_left"))
        phone.page.get_by_role("link", name=number).click()
        phone.page.get_by_role("link", name=self.desk.name_of("count_assets")).click()
        phone.fill({"remarks": "მაგიდა რეესტრში არ არის.", "is_whole": "true"})
        phone.press("task.complete")
        phone.wait_until_done()

    def item(self, phone: Person, name: str) -> None:
        phone.page.get_by_role("link", name=name).click()
        phone.page.wait_for_url("**/items/*")

    def save(self, phone: Person, case: UUID) -> None:
        phone.press("inventory.save")
        phone.page.wait_for_url(f"**/inventories/{case}")

    def words(self, key: str) -> str:
        return TEXTS.get(self.language, f"inventory.{key}")

    @property
    def desk(self) -> Desk:
        return Desk(
            self.browser, self.installation.address, "assets/inventory", self.language, people=self.people
        )

    @property
    def complaints(self) -> list[str]:
        return [complaint for person in self.people.values() for complaint in person.complaints]


def photograph() -> dict[str, object]:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(content, "JPEG")
    return {"name": "demo.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
