"""Analysts change decision tables in a real browser: by row, by column, in the grid; judged as they go."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.studio_work import Analyst
from tests.e2e.waiting import VALIDATION

WHO = "00000009001"
SERVICE, TABLE = "high_mountain.suspend", "suspension"
FILE = f"high_mountain/suspend/{TABLE}.dmn"


def analyst(browser: Browser, installation: Installation, language: str) -> Analyst:
    return Analyst(Person(browser, installation.address, language=language), WHO)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_table__a_row_copied_and_mended__is_found_wrong_and_then_good(
    installation: Installation, browser: Browser, language: str
) -> None:
    one, inspector = analyst(browser, installation, language), Inspector()
    draft = one.begin(SERVICE)
    one.open_table(draft, TABLE)
    one.wait_until_without_errors()
    inspector.look(one.person, "the table")

    one.choose_row(1)
    one.part("copy-row").click()
    one.wait_until_kept()
    finding = one.first_error()
    finding.wait_for(timeout=VALIDATION)
    inspector.look(one.person, "the table with findings")
    finding.click()
    assert one.part("selected").inner_text().strip()
    one.choose_row(2)
    one.part("remove-row").click()
    one.wait_until_kept()

    one.wait_until_without_errors()
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []


def test_table__explained_and_undone__is_the_published_one_byte_for_byte(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, "en")
    published = (BPMN / FILE).read_bytes()
    draft = one.begin(SERVICE)
    one.open_table(draft, TABLE)

    one.choose_row(1)
    one.say("explanation", "Explained anew")
    changed = one.folder(draft)[FILE].decode()
    while one.part("undo").is_enabled():
        one.part("undo").click()
    one.wait_until_kept()

    assert changed.count(">Explained anew<") == 2  # what the grid shows, and what applicants are told
    assert one.folder(draft)[FILE] == published


def test_table__typed_into_the_grid_by_keyboard__is_kept_and_answers_past_decisions(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, "en")
    draft = one.begin(SERVICE)
    one.open_table(draft, TABLE)
    before = one.cells(1)[0]

    cell = one.part("grid").locator("td.input-cell [role=textbox]").first
    cell.click()
    one.page.keyboard.press("Control+A")
    one.page.keyboard.type('"typed"')
    one.page.keyboard.press("Tab")
    one.wait_until_kept()

    assert one.cells(1)[0] == '"typed"' != before
    assert b'<text>"typed"</text>' in one.folder(draft)[FILE]
    one.page.get_by_role("link", name=one.words("replay.open")).click()
    one.person.send("replay.ask_now")
    one.wait_for_past_decisions()
    assert one.person.complaints == []


def test_new_table__filled_by_columns_and_rows__says_what_was_typed(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, "en")
    draft = one.begin(SERVICE)
    one.begin_file("table", "trees", "ხეები")
    one.part("page").and_(one.page.locator("[data-ready]")).wait_for()

    one.part("rules").locator("thead").get_by_role("button").first.click()
    one.say("label", "რამდენი ხე")
    one.say("expression", "application.trees")
    one.say("type", "number")
    for number, (test, answer) in enumerate((("<= 3", '"few"'), ("> 3", '"many"')), start=1):
        one.part("add-row").click()
        one.choose_row(number)
        one.say("cell-0", test)
        one.say("cell-1", answer)

    assert [one.cells(number)[:2] for number in (1, 2)] == [["<= 3", '"few"'], ["> 3", '"many"']]
    kept = one.folder(draft)["high_mountain/suspend/trees.dmn"].decode()
    assert 'hitPolicy="UNIQUE"' in kept
    assert "<text>application.trees</text>" in kept
    assert one.person.complaints == []
