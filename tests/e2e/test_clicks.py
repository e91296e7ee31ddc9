"""How often the office clicks, and how many pages it loads, for a whole grant by all of its roles."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.e2e import office_work
from tests.e2e.installation import Installation
from tests.e2e.office_work import actor, waited
from tests.e2e.person import Person
from tests.e2e.story import PLAIN_ANSWERS, SIGNED, step_name, steps
from tests.e2e.tour.visit import engine_of
from engine.commands.applications import FileApplication

APPLICANT = "00000000130"
LIST = "/inbox?tab=unassigned&service=high_mountain.grant"
COUNTS = """
document.addEventListener("click", (event) => {
  // A press of a key on a button, and the label of a box that is pressed, are told as clicks as well.
  if (event.isTrusted && event.detail) localStorage.clicks = Number(localStorage.clicks ?? 0) + 1;
}, true)"""


class Counted(Person):
    """A person whose clicks and pages are counted while `counts`."""

    def __init__(self, browser: Browser, address: str, *, role: str) -> None:
        super().__init__(browser, address)
        self.context.add_init_script(COUNTS)
        self.loads = 0
        self.page.on("load", lambda page: self._note())
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.role = role

    def _note(self) -> None:
        self.loads += 1

    def begin(self) -> None:
        self.loads = 0
        self.page.evaluate("delete localStorage.clicks")

    @property
    def clicks(self) -> int:
        return int(self.page.evaluate("Number(localStorage.clicks ?? 0)"))


def test_grant__by_all_roles__takes_few_clicks_and_pages(installation: Installation, browser: Browser) -> None:
    with engine_of(installation) as engine:
        filed = engine.send(
            FileApplication("high_mountain.grant", "keda", PLAIN_ANSWERS), actor=actor(engine, APPLICANT)
        )
    clicks, loads = {}, {}
    for who, element, answers in steps():
        person = Counted(browser, installation.address, role=element)
        if element == SIGNED:
            person.make_card(who)
        person.sign_in(who)
        row = person.page.get_by_role("row").filter(has_text=filed.number)
        person.go(LIST)
        person.reload_until(lambda: row.count() > 0, element)
        person.begin()

        row.locator("a.row-link").click()
        person.page.locator("[data-task]").wait_for()
        person.fill(answers)
        person.press("task.to_sign" if element == SIGNED else "task.complete")
        if element == SIGNED:
            person.page.wait_for_url("**/signings/*")
            person.press("signing.button")
        person.wait_until_done()

        clicks[element], loads[element] = person.clicks, person.loads
        assert person.complaints == []
    print(clicks, loads)
    assert sum(clicks.values()) <= 20, clicks
    assert sum(loads.values()) <= 10, loads
