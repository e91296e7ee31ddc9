"""A permit to fell trees, from nothing to its second version and back, by pages alone.

An analyst draws it with a table, forms and a letter of its own, runs it in a sandbox and asks for its
publication; a second person approves it for two municipalities. Citizen and office end their cases while it
changes. All read Georgian until the first version is published, and English from then on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from secrets import token_hex

from playwright.sync_api import Browser

from tests.e2e import tree_sessions
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.publishing import approve, ask, take_back
from tests.e2e.studio_work import Analyst
from tests.e2e.tree_work import MODULE, STEPS, TreeAnalyst
from web.words import TEXTS as ENGINE_TEXTS

FIRST, SECOND = "00000009001", "00000009002"
APPLICANT, ARCHITECT, INSPECTOR = "00000000103", "00000002031", "00000002032"
THERE, ELSEWHERE = ("keda", "telavi"), "dusheti"
FIRST_WAY = ("count_trees", "look", "may_fell", "permit", "write_permit", "permitted", "refuse", "refused")
EVENTS = ("late", "remind", "reminded", "given_up", "leave", "left")


@dataclass
class Story:
    """Who is in it, and what they do again and again."""

    installation: Installation
    browser: Browser
    language: str
    inspector: Inspector = field(default_factory=lambda: Inspector(widths=(320, 1280)))
    people: dict[str, Person] = field(default_factory=dict)
    browsers: list[Person] = field(default_factory=list)

    # A service of its own: whoever runs the story a second time meets the first one.
    mark: str = field(default_factory=lambda: token_hex(3))

    @property
    def names(self) -> dict[str, str]:
        return {"ka": f"ხის მოჭრის ნებართვა {self.mark}", "en": f"Permit to fell trees {self.mark}"}

    @property
    def name(self) -> str:
        return self.names[self.language]

    @property
    def folder(self) -> str:
        return f"felling_{self.mark}"

    @property
    def code(self) -> str:
        return f"{MODULE}.{self.folder}"

    def go_on_in(self, language: str) -> None:
        """Let everybody go on in another language, each in a new browser."""
        for person in self.people.values():
            person.context.close()
        self.people, self.language = {}, language

    @property
    def complaints(self) -> list[str]:
        return [said for person in self.browsers for said in person.complaints]

    def person(self, who: str) -> Person:
        """Return somebody in a browser of their own; nobody has a number and is not signed in."""
        if who not in self.people:
            self.people[who] = self._at_a_browser()
            if who:
                self.people[who].sign_in(who)
        return self.people[who]

    def analyst(self, who: str) -> Analyst:
        one = Analyst(self._at_a_browser(), who)
        self.people[who] = one.person
        return one

    def _at_a_browser(self) -> Person:
        person = Person(self.browser, self.installation.address, language=self.language)
        self.browsers.append(person)
        return person

    def offered(self, place: str) -> bool:
        citizen = self.person("")
        citizen.go(f"/municipalities/{place}")
        return citizen.page.get_by_role("main").get_by_role("link", name=self.name).count() > 0

    def file(self, trees: str) -> tuple[str, str]:
        """File an application; return the number of the case and its id."""
        citizen, start = self.person(APPLICANT), f"/municipalities/{THERE[0]}/services/{self.code}"
        citizen.go(f"{start}/apply")
        citizen.page.locator("main .buttons .button").first.click()
        citizen.page.wait_for_url(f"**{start}/apply/*")
        citizen.fill({"dangerous": "no", "trees": trees})
        citizen.press("apply.continue")
        citizen.page.wait_for_url("**/check")
        citizen.press("check.file")
        citizen.page.wait_for_url("**/receipt")
        return citizen.page.locator(".receipt-number").first.inner_text(), citizen.page.url.split("/")[-2]

    def look(self, who: str, element: str, number: str) -> None:
        """Let somebody of the office take the step of the case, and agree."""
        clerk = self.person(who)
        clerk.take(STEPS[element][0 if self.language == "ka" else 1], number)
        clerk.fill({"verdict": "yes"})
        clerk.press("task.complete")
        clerk.wait_until_done()

    def is_permitted(self, case_id: str, trees: int) -> None:
        """See that the case is decided, and that the letter says how many trees have to be planted."""
        citizen = self.person(APPLICANT)
        citizen.go(f"/cases/{case_id}")
        citizen.wait_for(ENGINE_TEXTS.get(self.language, "status.decided"))
        citizen.wait_for({"ka": f"დარგეთ {trees} ხე.", "en": f"Plant {trees} trees."}[self.language])


def drawn(story: Story, work: TreeAnalyst) -> None:
    """Make the service from nothing, see what validation says, and mend it."""
    one, inspector = work.one, story.inspector
    work.begin(story.names)
    inspector.look(one.person, "a new draft")
    work.say_settings()
    work.make_table(times=2)
    work.make_forms()
    work.make_letter()
    work.draw()
    work.draw_events()
    work.lead_reminder_astray()
    inspector.look(one.person, "how what validation says comes about")
    work.mend_reminder()
    work.misspell_and_fix()
    work.say_texts(*FIRST_WAY, *EVENTS, without="end")
    one.wait_until_without_errors()
    inspector.look(one.person, "the texts")


def run_sandbox(story: Story, work: TreeAnalyst) -> None:
    """Run the draft to each of its ends in a sandbox, keep the sessions, and run all scenarios."""
    one = work.one
    one.begin_sandbox(work.draft, "permitted")
    one.person.fill({"dangerous": "no", "trees": "2"})
    one.press_and_wait("task")
    tree_sessions.let_days_pass(work, 3)
    tree_sessions.look_in_sandbox(work, "yes")
    kept = json.loads(one.folder(work.draft)[f"{MODULE}/{work.name}/scenarios/permitted.json"])
    letters = kept["expect"]["letters"]
    names = [letter if isinstance(letter, str) else letter["template"] for letter in letters]
    assert names == ["receipt", "receipt", "permit_given"], "nobody was reminded"
    assert "დარგეთ 4 ხე." in letters[-1]["contains"]["ka"]
    story.inspector.look(one.person, "the session")
    tree_sessions.run_to_refusal(work)
    tree_sessions.run_to_withdrawal(work)
    tree_sessions.run_past_the_term(work)
    run_all(work)


def run_all(work: TreeAnalyst) -> None:
    one = work.one
    one.person.go(f"{work.draft}/sandboxes")
    one.run_every()
    one.page.locator("[data-coverage]").wait_for()
    assert one.words("designing.came_out_otherwise") not in one.person.words()
    assert one.words("designing.not_taken") not in one.person.words(), one.person.words()


def is_absent_elsewhere(story: Story) -> None:
    """The page of the third municipality doesn't list it, its address leads nowhere, the API has nothing."""
    assert [story.offered(place) for place in (*THERE, ELSEWHERE)] == [True, True, False]
    request, address = story.person("").context.request, story.installation.address
    for place, status in ((THERE[0], 200), (ELSEWHERE, 404)):
        page = request.get(f"{address}/municipalities/{place}/services/{story.code}")
        said = request.get(
            f"{story.installation.address}/api/v1/municipalities/{place}/services/{story.code}"
        )
        assert (page.status, said.status) == (status, status)


def changed(story: Story, work: TreeAnalyst) -> None:
    """Draw the second version: a row of the table says more, and an inspector looks too."""
    work.draft = work.one.begin(story.code)
    work.change_table(times=3)
    work.draw_second_look()
    work.say_texts("look_again")
    work.one.wait_until_without_errors()
    for scenario, verdict in (("permitted", "yes"), ("refused", "no"), ("late", "yes")):
        work.one.person.go(f"{work.draft}/sandboxes/{scenario}")
        work.one.wait_for_run()
        tree_sessions.look_in_sandbox(work, verdict)


def test_permit_to_fell_trees__made_from_nothing__ends_its_cases_each_by_its_version(
    installation: Installation, browser: Browser
) -> None:
    story = Story(installation, browser, "ka")
    work, look = TreeAnalyst(story.analyst(FIRST), story.folder), story.inspector.look

    drawn(story, work)
    run_sandbox(story, work)
    ask(work.one, work.draft, THERE, "Demo: a new service", look)
    assert not story.offered(THERE[0])
    approve(story.analyst(SECOND), story.name, look)
    is_absent_elsewhere(story)
    first_number, first = story.file("2")

    story.go_on_in("en")
    work, other = TreeAnalyst(story.analyst(FIRST), story.folder), story.analyst(SECOND)
    changed(story, work)
    ask(work.one, work.draft, THERE, "Demo: the inspector looks too", look)
    approve(other, story.name, look)
    second_number, second = story.file("2")
    story.look(ARCHITECT, "look", first_number)
    story.is_permitted(first, trees=4)
    story.look(ARCHITECT, "look", second_number)
    story.look(INSPECTOR, "look_again", second_number)
    story.is_permitted(second, trees=6)

    take_back(other, story.code, "Demo: the inspector is not needed")
    third_number, third = story.file("2")
    story.inspector.look(other.person, "one act taken back")
    take_back(other, story.code, "Demo: nobody needs it")
    assert [story.offered(place) for place in (*THERE, ELSEWHERE)] == [False, False, False]
    story.look(ARCHITECT, "look", third_number)
    story.is_permitted(third, trees=4)
    assert not story.inspector.problems, "\n".join(story.inspector.problems)
    assert story.complaints == []
