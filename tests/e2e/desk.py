"""The office at work on one case: each step by whoever has the role, found by its name in the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from tests.e2e.person import Person
from tests.e2e.present import today
from tests.e2e.step_names import name_in
from tests.e2e.story import SIGNED

Look = Callable[[Person, str], None]
SIGNED_STEPS = (SIGNED, "sign_by_table", "appoint_commission", "countersign", "sign_council_act")


@dataclass
class Desk:
    """Who works on the cases of one service; each of them has a browser, and keeps it."""

    browser: Browser
    address: str
    service: str  # its folder, as high_mountain/restore
    language: str = "en"
    look: Look = lambda person, name: None
    people: dict[str, Person] = field(default_factory=dict)
    today: Callable[[], str] = today

    def person(self, personal_number: str) -> Person:
        """Return somebody, signed in; whoever decides holds a card."""
        if personal_number not in self.people:
            self._come(personal_number).sign_in(personal_number)
        return self.people[personal_number]

    def _come(self, personal_number: str) -> Person:
        """Let somebody sit down at a browser; whoever was at one without a card leaves it."""
        person = Person(self.browser, self.address, language=self.language)
        person.today = self.today
        if personal_number in self.people:
            person.complaints += self.people[personal_number].complaints
            self.people[personal_number].context.close()
        self.people[personal_number] = person
        return person

    def do(self, who: str, element: str, answers: Mapping[str, Any], *, number: str) -> Person:
        """Take a step of the case, answer it and finish it, with a signature where it asks for one."""
        is_signed = element in SIGNED_STEPS
        if is_signed and not (who in self.people and self.people[who].has_card):
            person = self._come(who)
            person.make_card(who)
            person.sign_in(who)
        person = self.person(who)
        person.take(self.name_of(element), number)
        person.fill(answers)
        self.look(person, element)
        person.press("task.to_sign" if is_signed else "task.complete")
        if is_signed:
            person.page.wait_for_url("**/signings/*")
            person.press("signing.button")
        person.wait_until_done()
        return person

    def name_of(self, element: str) -> str:
        """Return what the step is called: in the service's own words or in those of a block."""
        for folder in (
            BPMN / self.service,
            *(path.parent for path in sorted((BPMN / "shared").glob("*/process.bpmn"))),
        ):
            if name := name_in(folder, element, self.language):
                return name
        raise AssertionError(f"{element} has no name")

    @property
    def complaints(self) -> list[str]:
        return [complaint for person in self.people.values() for complaint in person.complaints]
