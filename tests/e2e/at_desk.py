"""Somebody of the office at work, by keyboard alone; what the pages told them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.keyboard import press_tab_until, type_answers
from tests.e2e.person import Person
from web.i18n import TEXTS

MOST_ROWS = 60
NUMBER_OF_ROW = "document.activeElement.closest('tr')?.querySelector('a.figure')?.textContent"
BY_SUMMARY = "one.matches('summary') && one.textContent.trim() === wanted"
BY_WORDS = "one.matches('button') && one.textContent.trim() === wanted"


class AtDesk(Person):
    """A person of the office; `finished` and `had` are what the pages acknowledged."""

    def __init__(self, browser: Browser, installation: Installation, number: str) -> None:
        super().__init__(browser, installation.address)
        self.number = number
        self.finished: set[tuple[str, str, str]] = set()  # who, case, step
        self.had: set[tuple[str, str, str]] = set()  # who, case, what was done about a step

    def lists(self, tab: str, service: str) -> None:
        self.go(f"/inbox?tab={tab}&service={service}")

    def stand_on(self, case: str) -> None:
        """Put the focus on the row of a case."""
        keyboard = self.page.keyboard
        keyboard.press("Alt+l")
        for _ in range(MOST_ROWS):
            if self.page.evaluate(NUMBER_OF_ROW) == case:
                return
            keyboard.press("ArrowDown")
        raise AssertionError(f"{case} is not on the list: {self.words()[:800]}")

    def claim(self, case: str) -> bool:
        """Take the step of a case; tell whether it is theirs now."""
        self.stand_on(case)
        with self.page.expect_navigation():
            self.page.keyboard.press("a")
        is_theirs = TEXTS.get("en", "task.claimed") in self.words()
        if is_theirs:
            self.had.add((self.number, case, "task.claimed"))
        return is_theirs

    def open(self, case: str) -> None:
        self.stand_on(case)
        self.page.keyboard.press("Enter")
        self.page.locator("[data-task]", has_text=case).wait_for()

    def finish(self, case: str, answers: Mapping[str, Any], *, to_sign: bool = False) -> None:
        """Answer the step that is open, and send it."""
        type_answers(self, dict(answers))
        self.send_step(case, to_sign=to_sign)

    def send_step(self, case: str, *, to_sign: bool = False) -> None:
        """Send the step that is filled in; what is refused is not among what was finished."""
        step = self.page.locator("h1").inner_text()
        self.press_by_key("task.to_sign" if to_sign else "task.complete")
        if to_sign:
            self.page.wait_for_url("**/signings/*")
            self.press_by_key("signing.button")
            self.wait_until_done()
        told = self.words()
        expected = TEXTS.get("en", "task.completed", step=step, number=case)
        signed = TEXTS.get("en", "signing.done", title="").partition("{")[0].rstrip(" .:")
        if expected in told or (to_sign and signed in told):
            self.finished.add((self.number, case, step))

    def press_by_key(self, key: str) -> None:
        """Go on to the button that bears the text of this key, unless on it, and press it."""
        words = TEXTS.get("en", key)
        if not self.page.evaluate(
            f"(wanted) => {{ const one = document.activeElement; return {BY_WORDS} }}", words
        ):
            press_tab_until(self, BY_WORDS, words)
        self._enter()

    def tick(self, cases: Iterable[str]) -> None:
        for case in cases:
            self.stand_on(case)
            self.page.keyboard.press("x")

    def take_ticked(self) -> None:
        """Take what is ticked; each line of the answer is kept."""
        self.page.keyboard.press("m")
        self.press_by_key("inbox.chosen.take")
        self._keep_lines("inbox.chosen.is_done.take", "task.claimed")

    def assign_ticked(self, to: str, reason: str) -> None:
        """Assign what is ticked to somebody by name."""
        keyboard = self.page.keyboard
        keyboard.press("m")
        keyboard.type(reason)
        press_tab_until(self, "one.name === wanted", "person")
        while to not in self.page.evaluate("document.activeElement.selectedOptions[0].textContent"):
            keyboard.press("ArrowDown")
        self.press_by_key("inbox.chosen.assign")
        self._keep_lines("inbox.chosen.is_done.assign", "task.assigned")

    def release(self, case: str, reason: str) -> None:
        """Give the step that is open back, for a reason."""
        press_tab_until(self, BY_SUMMARY, TEXTS.get("en", "workplace.more"))
        self.page.keyboard.press("Enter")
        press_tab_until(self, "one.id === wanted", "release-reason")
        self.page.keyboard.type(reason)
        self.press_by_key("inbox.release")
        if TEXTS.get("en", "task.released") in self.words():
            self.had.add((self.number, case, "task.released"))

    def _keep_lines(self, done: str, kind: str) -> None:
        for line in self.page.locator("main ul.documents > li").all():
            if TEXTS.get("en", done) in line.inner_text():
                self.had.add((self.number, line.locator("a").inner_text(), kind))

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
