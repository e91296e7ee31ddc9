"""A person at a browser: finds things by what is written on them, as people do."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from engine.installation.loading import DEMO_PEOPLE
from tests.browsers import HEADLESS
from tests.e2e.present import as_of_now, today
from tests.e2e.waiting import PAGE, Found, until
from web.i18n import TEXTS

PEOPLE = json.loads(DEMO_PEOPLE.read_text("utf-8"))["people"]
HEIGHT = 900
NUMBER = re.compile(r"[A-Z0-9-]+-\d{4}-\d+")
expect.set_options(timeout=PAGE)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's headless Chromium; as root it can't have its sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=arguments)
        yield browser
        browser.close()


def demo_person(personal_number: str) -> Mapping[str, Any]:
    return next(person for person in PEOPLE if person["personal_number"] == personal_number)


def name_of(person: Mapping[str, Any], language: str) -> str:
    return f"{person['given_name'][language]} {person['family_name'][language]}"


class Person:
    """One demo person in a browser of their own. What the console complains about is kept."""

    def __init__(
        self, browser: Browser, address: str, *, language: str = "en", script: bool = True, width: int = 1280
    ) -> None:
        self.address = address
        self.language = language
        self.today: Callable[[], str] = today  # the day that is typed where answers say `TODAY`
        self.has_card = False
        self.context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": HEIGHT}, color_scheme="light"
        )
        self.context.set_default_timeout(PAGE)
        self.context.add_cookies([{"name": "language", "value": language, "url": address}])
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        # An answer of 4xx is reported too; pages are tested for it elsewhere.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def resize(self, width: int) -> None:
        """Give the window another width, if it has not this one."""
        if self.page.viewport_size != {"width": width, "height": HEIGHT}:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def sign_in(self, personal_number: str) -> None:
        """Choose oneself among the demo people."""
        self.sign_in_as(demo_person(personal_number), "/sign-in")

    def sign_in_here(self, personal_number: str) -> None:
        """Choose oneself among the demo people on the page that is shown."""
        name = name_of(demo_person(personal_number), self.language)
        cards = self.page.locator("main .card-form")
        cards.filter(has=self.page.get_by_text(name, exact=True)).get_by_role("button").click()

    def sign_in_as(self, person: Mapping[str, Any], page: str) -> None:
        """Choose oneself on a page that lists demo people; a long list is fetched, and not drawn."""
        name = name_of(person, self.language)
        request = self.context.request
        listed = BeautifulSoup(request.get(f"{self.address}{page}").text(), "html.parser")
        button = next(chooser for chooser in listed("button", {"name": "person"}) if name in chooser.text)
        form = button.find_parent("form")
        assert form is not None
        answers = {str(field["name"]): str(field["value"]) for field in form("input", type="hidden")}
        answers[str(button["name"])] = str(button["value"])
        address = f"{self.address}{form['action']}"
        answer = request.post(address, form=answers, max_redirects=0)  # type: ignore[arg-type]
        assert answer.status in (302, 303), answer.text()

    def make_card(self, personal_number: str, page: str = "/sign-in") -> None:
        """Let this browser hold a demonstration card, made on a page that lists its holder."""
        self.go(page)
        self.fill({"personal_number": personal_number})
        self.press("sign_in.card.make")
        self.page.locator("[data-card-held]").wait_for()
        self.has_card = True

    def press(self, key: str) -> None:
        """Press the button that bears the text of this key."""
        name = TEXTS.get(self.language, key)
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    def file_all_the_same(self) -> None:
        """File the application from the page that shows it again, and confirm what the page warns of."""
        for box in self.page.locator("main [name=confirmed]").all():
            box.check()
        self.press("check.file")

    def send(self, key: str) -> None:
        """Press a button that sends what was typed, and wait for the page that answers.

        A form that keeps itself is kept before it goes, so its answer begins later than the press ends.
        """
        with self.page.expect_navigation():
            self.press(key)

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Fill in fields by their keys: choose, tick or type. A question that comes late is waited for."""
        for key, value in as_of_now(answers, self.today()).items():
            field = self.page.locator(f"main [name='{key}']")
            field.first.wait_for(state="attached")
            kind = field.first.evaluate("field => field.type")
            if kind == "select-one":
                field.select_option(value)
            elif kind in ("radio", "checkbox"):
                for choice in value if isinstance(value, list) else [value]:
                    self.page.locator(f"main [name='{key}'][value='{choice}']").check()
            else:
                field.fill(value)

    def see(self, step: str, number: str = "") -> Locator:
        """Find a step (of this case) on the list of those that nobody has; the worker may be on its way."""
        assert not number or NUMBER.fullmatch(number), f"{number!r} is no number of a case"
        row = self.page.get_by_role("row", name=step).filter(has_text=number)
        self.go("/inbox?tab=unassigned")
        self.reload_until(lambda: row.count() > 0, step)
        return row.first

    def take(self, step: str, number: str = "") -> None:
        """Take a step that nobody has."""
        self.see(step, number).get_by_role("button").click()
        self.page.locator("[data-task]").wait_for()

    def wait_until_done(self) -> None:
        """Wait for the page that says that a step is finished or signed: the next step, or the list."""
        keys = ("task.completed", "signing.done", "signing.added")
        said = (TEXTS.find(self.language, key) or "" for key in keys)
        words = re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for text in said))
        self.page.locator("main > .notice", has_text=words).wait_for()

    def drop_draft(self, service: str) -> None:
        """Begin an application without what was typed before, by whoever was at it."""
        self.go(f"{service}/draft/delete")
        if self.page.url.endswith("/delete"):
            self.send("draft.drop_confirm")

    def withdraw(self, case: str) -> None:
        """Withdraw what was filed; `case` is the path of its page."""
        self.go(f"{case}/withdraw")
        self.send("withdraw.confirm")

    def count_cases(self) -> int:
        """Return how many cases there are on one's own list, on all of its pages."""
        self.go("/cases")
        tally = self.page.locator("main .tabs .tally").first
        return int(tally.inner_text()) if tally.count() else 0

    def words(self) -> str:
        """Return what the page says once all of it has come: a press ends when its answer has begun."""
        self.page.wait_for_load_state()
        return self.page.get_by_role("main").inner_text()

    def wait_for(self, words: str) -> None:
        """Load the page again until it says something; programs beside the web need a moment."""
        self.reload_until(lambda: words in self.words(), words)

    def wait_for_one(self, selector: str) -> None:
        """Load the page again until it holds something."""
        self.reload_until(lambda: self.page.locator(selector).count() > 0, selector)

    def reload_until(
        self, is_there: Callable[[], bool], what: str, *, tell: Callable[[], str] | None = None
    ) -> None:
        """Load the page again until it shows what a program beside the web brings about.

        Where it does not come, the failure says what the page shows, and what `tell` knows besides.
        """

        def pause(seconds: float) -> None:
            self.pause(seconds)
            self.page.reload()

        def failure() -> str:
            return f"{what!r} did not appear: {tell() if tell else ''} {self.words()[:1500]}"

        until(is_there, failure, pause=pause)

    def until(self, look: Callable[[], Found], failure: str) -> Found:
        """Look again and again while the page goes on, without loading it again."""
        return until(look, failure, pause=self.pause)

    def pause(self, seconds: float) -> None:
        """Let the page go on for a moment; what it asks for is handled meanwhile."""
        self.page.wait_for_timeout(seconds * 1000)
