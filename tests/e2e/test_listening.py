"""Pages are read aloud: what is spoken is what is seen, and it is done by keyboard."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Request

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.residents import free_resident
from tests.e2e.story import SERVICE, apply

# A loudspeaker that is done at once; what it is given stays real.
AT_ONCE = """window.Audio = class extends EventTarget {
  play() { setTimeout(() => this.dispatchEvent(new Event("ended"))); return Promise.resolve(); }
  pause() {}
}"""
# Keeps the loudspeaker that the page makes, so that it can be asked.
KEPT = """window.Audio = class extends window.Audio {
  constructor(address) { super(address); window.sound = this; }
}"""
# An independent account of what is seen: the browser's own, less what only screen readers find.
SEEN = """() => {
  const main = document.querySelector("main");
  const gone = main.querySelectorAll(".listen, .hidden-from-eyes, svg, option:not(:checked)");
  gone.forEach((one) => one.remove());
  for (const field of main.querySelectorAll("input, textarea")) {
    const written = field.matches("textarea, [type=text], [type=tel], [type=email], [type=search]");
    field.replaceWith(document.createTextNode(written ? ` ${field.value} ` : ""));
  }
  return main.innerText;
}"""


def spoken(request: Request) -> str:
    return parse_qs(request.post_data or "")["text"][0]


def wait(person: Person, holds: str) -> None:
    """Ask again and again: the page's policy forbids the browser tool's own way of waiting."""
    person.until(lambda: bool(person.page.evaluate(holds)), f"{holds} did not come true")


def bare(text: str) -> str:
    """Without spaces: where lines break is the browser's affair."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ["ka", "en"])
def test_listening__every_kind_of_page__speaks_what_is_seen(
    installation: Installation, browser: Browser, language: str
) -> None:
    person = Person(browser, installation.address, language=language)
    person.context.add_init_script(AT_ONCE)
    heard: list[str] = []
    person.page.on(
        "request", lambda request: heard.append(spoken(request)) if "/speech" in request.url else None
    )

    case = apply(person, applicant=free_resident(installation))
    for path in ("/", SERVICE, f"{SERVICE}/apply", "/cases", case, "/nothing-here"):
        person.go(path)
        heard.clear()
        person.page.locator("[data-listen-start]").click()
        person.page.locator("[data-listen-start]").wait_for()

        assert not person.page.locator(".listen [role=status]").inner_text()
        assert bare("".join(heard)) == bare(person.page.evaluate(SEEN)), path
    person.withdraw(case)  # nobody is to find it on the lists of later tests


def test_listening__by_keyboard__starts_pauses_goes_on_and_ends(
    installation: Installation, browser: Browser
) -> None:
    person = Person(browser, installation.address)
    person.context.add_init_script(KEPT)
    person.go(SERVICE)
    page = person.page

    page.get_by_role("button", name="Listen", exact=True).focus()
    page.keyboard.press("Enter")
    wait(person, "window.sound && window.sound.currentTime > 0.2")
    page.keyboard.press("Enter")
    assert page.evaluate("window.sound.paused")
    assert page.evaluate("document.activeElement.textContent") == "Go on"
    assert page.locator(".being-read").count() == 1

    page.keyboard.press("Enter")
    wait(person, "!window.sound.paused")
    page.keyboard.press("Escape")

    assert page.evaluate("window.sound.paused")
    assert page.evaluate("document.activeElement.textContent") == "Listen"
    assert page.locator(".being-read").count() == 0
    assert person.complaints == []


def test_listening__server_away__says_so_and_ends(installation: Installation, browser: Browser) -> None:
    person = Person(browser, installation.address)
    person.go("/")
    person.page.route("**/speech", lambda route: route.abort())

    person.page.get_by_role("button", name="Listen", exact=True).click()

    person.page.get_by_text("The page can't be read aloud now").wait_for()
    assert person.page.get_by_role("button", name="Listen", exact=True).is_visible()
