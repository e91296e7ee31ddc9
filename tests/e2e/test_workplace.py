"""A clerk at the list of steps with a step open beside it: by keys, without losing the place."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, expect

from engine.commands.applications import FileApplication
from tests.e2e.installation import Installation
from tests.e2e.office_work import actor
from tests.e2e.person import Person
from tests.e2e.tour.visit import engine_of
from web.i18n import TEXTS

CHANCELLERY, CITIZEN = "00000002001", "00000000129"
LIST = "/inbox?tab=unassigned&service=general.question"
FOCUSED_ROW = "document.activeElement.closest('tr')?.id"
ROOM = """() => {
  const rows = document.querySelector(".tasks tbody tr").getBoundingClientRect().height;
  const place = document.querySelector(".list-scroll").clientHeight;
  return (place - document.querySelector(".tasks thead").offsetHeight) / rows;
}"""


def test_list__worked_by_keys__keeps_its_place_and_goes_on(
    installation: Installation, browser: Browser
) -> None:
    file_questions(installation, 3)
    clerk, loads = Person(browser, installation.address), list[str]()
    clerk.page.on("load", lambda page: loads.append(page.url))
    clerk.sign_in(CHANCELLERY)
    keyboard = clerk.page.keyboard
    clerk.page.set_viewport_size({"width": 1280, "height": 800})
    clerk.go(LIST)
    assert clerk.page.evaluate(ROOM) >= 14

    keyboard.press("j")
    first = clerk.page.evaluate(FOCUSED_ROW)
    keyboard.press("j")
    keyboard.press("k")
    assert clerk.page.evaluate(FOCUSED_ROW) == first
    keyboard.press("Enter")
    clerk.page.wait_for_url("**task=*")
    assert step_of(clerk) == first.removeprefix("task-") and len(loads) == 1

    keyboard.press("a")
    finish = clerk.page.locator("[data-finish]")
    expect(finish).to_be_in_viewport()
    clerk.page.locator("[data-task] [name=answered_by][value=specialist]").check()
    keyboard.press("e")
    clerk.wait_until_done()

    assert len(loads) == 1
    assert clerk.page.url.startswith(f"{installation.address}{LIST}&task=")
    assert step_of(clerk) != first.removeprefix("task-")
    assert clerk.page.locator("tr.open").get_attribute("id") == f"task-{step_of(clerk)}"
    assert clerk.complaints == []


def test_keys__while_typing_or_turned_off__do_nothing(installation: Installation, browser: Browser) -> None:
    file_questions(installation, 2)
    clerk = Person(browser, installation.address)
    clerk.sign_in(CHANCELLERY)
    keyboard = clerk.page.keyboard
    clerk.go(LIST)

    keyboard.press("/")
    keyboard.type("jea?")
    assert clerk.page.locator("[data-seek]").input_value() == "jea?"
    clerk.page.locator("h1").evaluate("document.activeElement.blur()")
    keyboard.press("?")
    sheet = clerk.page.locator("[data-keys-sheet]")
    expect(sheet).to_have_attribute("open", "")
    keyboard.press("Escape")
    expect(sheet).not_to_have_attribute("open", "")

    clerk.page.locator("summary", has_text=TEXTS.get("en", "workplace.view")).click()
    clerk.page.locator("[name=keys]").uncheck()
    clerk.send("workplace.view.save")
    keyboard.press("j")
    assert not clerk.page.evaluate(FOCUSED_ROW)
    keyboard.press("Alt+l")
    assert clerk.page.evaluate(FOCUSED_ROW)
    assert clerk.complaints == []


def test_answer__of_a_step_left_for_another_at_once__is_kept(
    installation: Installation, browser: Browser
) -> None:
    file_questions(installation, 2)
    clerk, loads = Person(browser, installation.address), list[str]()
    clerk.sign_in(CHANCELLERY)
    clerk.page.set_viewport_size({"width": 1280, "height": 800})
    clerk.go(LIST)
    rows = clerk.page.locator("[data-list] tbody tr")
    first, second = (rows.nth(n).get_attribute("id") or "" for n in range(2))
    clerk.page.on("load", lambda page: loads.append(page.url))
    clerk.page.locator(f"#{first} a.row-link").click()
    answer = clerk.page.locator("[data-task] [name=answered_by][value=specialist]")

    answer.check()
    clerk.page.locator(f"#{second} a.row-link").click()
    clerk.page.wait_for_url(f"**task={second.removeprefix('task-')}*")
    clerk.page.go_back()
    clerk.page.wait_for_url(f"**task={first.removeprefix('task-')}*")

    expect(answer).to_be_checked()
    clerk.until(lambda: loads, "going back loads no page")
    assert len(loads) == 1
    assert clerk.complaints == []


def file_questions(installation: Installation, number: int) -> None:
    with engine_of(installation) as engine:
        for n in range(number):
            answers = {"subject": f"დემო საგანი {n}", "question": "დემო კითხვა", "notify_by": "portal"}
            engine.send(FileApplication("general.question", "keda", answers), actor=actor(engine, CITIZEN))


def step_of(clerk: Person) -> str:
    """Return the step that the address names."""
    return parse_qs(urlsplit(clerk.page.url).query)["task"][0]
