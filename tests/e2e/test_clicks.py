"""How often the office clicks, and how many pages it loads: a whole grant, and five questions in a row.

Typing and `Tab` between fields are no clicks. What is counted stands in `docs/clerk.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, Locator

from engine.bootstrap import Engine
from engine.commands.applications import FileApplication, FiledCase
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.office_work import actor
from tests.e2e.person import Person
from tests.e2e.story import PLAIN_ANSWERS, SIGNED, steps
from tests.e2e.test_workplace import CHANCELLERY, LIST, file_questions, step_of
from tests.e2e.tour.visit import engine_of

# Of whom no other test wants that they have no status; the second for a second run.
APPLICANTS = ("00000000121", "00000000131")
CASES = "select count(*) from cases where applicant_id = :person_id and service_code = 'high_mountain.grant'"
GRANTS = "/inbox?tab=unassigned&service=high_mountain.grant"
# A key that presses a button is told as a click without a number of clicks; a script's is not trusted.
COUNT = """
document.addEventListener("click", (event) => {
  if (event.isTrusted && event.detail) localStorage.clicks = Number(localStorage.clicks ?? 0) + 1;
}, true)"""
HELD_AT_FIRST = """() => { window.held = [];
  new MutationObserver(() => {
    const answers = document.querySelector("[data-answers]");
    if (answers && answers !== window.seen) window.held.push(answers.inert);
    window.seen = answers;
  }).observe(document.body, { childList: true, subtree: true }); }"""


class Counted(Person):
    """A person whose clicks and pages are counted from `begin` on."""

    def __init__(self, browser: Browser, address: str) -> None:
        super().__init__(browser, address)
        self.context.add_init_script(COUNT)
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.loads = 0
        self.page.on("load", lambda page: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def begin(self) -> None:
        self.loads = 0
        self.page.evaluate("delete localStorage.clicks")

    @property
    def clicks(self) -> int:
        return int(self.page.evaluate("Number(localStorage.clicks ?? 0)"))

    def answer(self, element: str, answers: Mapping[str, Any]) -> None:
        """Answer the open step and finish it, by one press where it is one question."""
        buttons = self.page.locator("[data-answer]")
        if buttons.count():
            (value,) = answers.values()
            self.page.locator(f"[data-answer][value='{value}']").click()
        else:
            self.fill(answers)
            self.press("task.complete")
        if element == SIGNED:
            self.page.wait_for_url("**/signings/*")
            self.press("signing.button")
        self.wait_until_done()


def test_grant__by_all_roles__takes_few_clicks_and_pages(
    installation: Installation, browser: Browser
) -> None:
    with engine_of(installation) as engine:
        filed = _filed(engine)

    clicks, loads = dict[str, int](), dict[str, int]()
    for who, element, answers in steps():
        person = Counted(browser, installation.address)
        if element == SIGNED:
            person.make_card(who)
        person.sign_in(who)
        row = _row(person, filed.number)
        person.begin()
        row.locator("a.row-link").click()
        person.page.locator("[data-task]").wait_for()
        person.answer(element, answers)
        clicks[element], loads[element] = person.clicks, person.loads
        assert person.complaints == []

    assert sum(clicks.values()) <= 20, clicks
    assert sum(loads.values()) <= 10, loads


def test_questions__five_in_a_row__take_a_press_each_and_no_way_back(
    installation: Installation, browser: Browser
) -> None:
    file_questions(installation, 6)
    clerk, clicks = Counted(browser, installation.address), list[int]()
    clerk.sign_in(CHANCELLERY)
    clerk.go(LIST)
    clerk.page.evaluate(HELD_AT_FIRST)

    done = list[str]()
    for _ in range(5):
        clerk.begin()
        if not done:
            clerk.page.locator("[data-list] a.row-link").first.click()
        clerk.page.locator("[data-answers]").wait_for()
        done.append(step_of(clerk))
        clerk.page.locator("[data-answer][value=specialist]").click()
        clerk.page.locator(f"[data-task]:not([data-task='{done[-1]}'])").wait_for()
        clicks.append(clerk.clicks)
        assert clerk.loads == 0

    assert max(clicks) <= 2 and len(set(done)) == 5, clicks
    assert clerk.page.evaluate("window.held")[1:] == [True] * 5  # a double click meets no second step
    assert clerk.complaints == []


def test_question__answered_by_keys__is_finished_and_one_that_leaves_is_only_chosen(
    installation: Installation, browser: Browser
) -> None:
    file_questions(installation, 3)
    clerk = Person(browser, installation.address)
    clerk.sign_in(CHANCELLERY)
    clerk.go(LIST)
    clerk.page.keyboard.press("j")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**task=*")
    first, finish = step_of(clerk), clerk.page.locator("[data-finish]")

    clerk.page.locator("[data-answer=chooses]").focus()
    clerk.page.keyboard.press("Enter")

    chosen = clerk.page.locator("[name=answered_by]:checked")
    assert chosen.input_value() == "not_ours" and step_of(clerk) == first
    assert finish.evaluate("button => button === document.activeElement")

    clerk.page.locator("[name=answered_by][value=specialist]").check()
    clerk.page.locator("[data-answer][value=specialist]").focus()
    clerk.page.keyboard.press("Enter")
    clerk.wait_until_done()
    assert step_of(clerk) != first
    assert clerk.complaints == []


def test_answers__on_narrow_and_wide_windows_in_both_languages__have_no_barrier(
    installation: Installation, browser: Browser
) -> None:
    file_questions(installation, 1)
    inspector = Inspector(widths=(320, 1280))
    for language in ("ka", "en"):
        clerk = Person(browser, installation.address, language=language)
        clerk.sign_in(CHANCELLERY)
        clerk.go(LIST)
        path = clerk.page.locator("[data-list] a.row-link").first.get_attribute("href")
        clerk.go(path or "")
        inspector.look(clerk, "a step of one question")
        assert clerk.complaints == []

    assert not inspector.problems, "\n".join(inspector.problems)


def _filed(engine: Engine) -> FiledCase:
    """File an application of somebody who has filed none."""
    for number in APPLICANTS:
        applicant = actor(engine, number)
        with engine.read(applicant) as tx:
            if tx.scalar(CASES, person_id=applicant.person_id):
                continue
        command = FileApplication("high_mountain.grant", "keda", PLAIN_ANSWERS)
        filed: FiledCase = engine.send(command, actor=applicant)
        return filed
    raise AssertionError("everybody has applied already")


def _row(person: Person, number: str) -> Locator:
    """Return the row of a case on the list of what nobody has, once it is there."""
    row = person.page.get_by_role("row").filter(has_text=number)
    person.go(GRANTS)
    person.reload_until(lambda: row.count() > 0, number)
    return row
