"""Analysts type at speed in a real browser: no key is lost, and the focus goes where they send it."""

from __future__ import annotations

import json

from lxml import etree
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.studio_work import Analyst

WHO = "00000009001"
SERVICE, TABLE = "high_mountain.suspend", "suspension"
FOLDER = "high_mountain/suspend"
STEP = "განცხადების შემოწმება"
SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "dmn": "https://www.omg.org/spec/DMN/20191111/MODEL/",
}


def analyst(browser: Browser, installation: Installation) -> Analyst:
    return Analyst(Person(browser, installation.address, language="ka"), WHO)


def focused(one: Analyst) -> str | None:
    """Return the property whose field has the focus."""
    name = one.page.evaluate("document.activeElement.dataset.property ?? null")
    return None if name is None else str(name)


def found(content: bytes, path: str) -> list[str]:
    """Return the values that an XPath of one of our dialects finds."""
    return [str(value).strip() for value in etree.fromstring(content).xpath(path, namespaces=SPACES)]


def number(content: bytes, path: str) -> int:
    """Return the number that an XPath counts."""
    return int(etree.fromstring(content).xpath(path, namespaces=SPACES))


def test_row_of_a_table__typed_with_tab_and_no_pause__says_what_was_typed(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation)
    draft = one.begin(SERVICE)
    one.open_table(draft, TABLE)
    one.choose_row(1)
    fields = one.part("properties").locator("textarea")
    typed = [f'"typed {number}"' for number in range(fields.count())]

    for text in typed:
        one.page.keyboard.press("Control+A")
        one.page.keyboard.type(text)
        one.page.keyboard.press("Tab")
    one.wait_until_kept()

    row = "(//dmn:rule)[1]"
    kept = found(one.folder(draft)[f"{FOLDER}/{TABLE}.dmn"], f"{row}/*/dmn:text/text()")
    *cells, explanation = typed
    assert kept == [*cells, explanation]
    assert one.page.evaluate("document.activeElement.closest('.studio-side') !== null")
    assert one.person.complaints == []


def test_step__typed_with_tab_and_clicks_and_no_pause__says_what_was_typed(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation)
    draft = one.begin(SERVICE)
    one.draw(draft)
    one.choose(STEP)
    one.page.locator("[data-property=name_ka]").focus()

    one.page.keyboard.press("Control+A")
    one.page.keyboard.type("ახალი სახელი")
    one.page.keyboard.press("Tab")
    assert focused(one) == "name_en"
    one.page.keyboard.press("Control+A")
    one.page.keyboard.type("A new name")
    one.page.keyboard.press("Tab")
    assert focused(one) == "id"
    one.page.keyboard.press("Control+A")
    one.page.keyboard.type("checked_anew")
    one.page.keyboard.press("Tab")
    assert focused(one) == "role"
    one.page.locator("[data-property=law]").click()
    one.page.keyboard.press("Control+A")
    one.page.keyboard.type("Article 7")
    one.page.locator("[data-property=name_ka]").click()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type("!")
    assert focused(one) == "name_ka"
    one.wait_until_kept()

    files = one.folder(draft)
    diagram, english = files[f"{FOLDER}/process.bpmn"], json.loads(files[f"{FOLDER}/texts/en.json"])
    assert english["elements"]["checked_anew"] == "A new name"
    assert "check" not in english["elements"]
    step = "//bpmn:userTask[@id='checked_anew']"
    assert found(diagram, f"{step}/@name") == ["ახალი სახელი!"]
    assert found(diagram, f"{step}//zeebe:property[@name='mms:law']/@value") == ["Article 7"]
    assert one.person.complaints == []


def test_typed_text__undone_and_done_again_by_keys_in_its_field__is_what_the_field_and_the_draft_say(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation)
    draft = one.begin(SERVICE)
    one.draw(draft)
    one.choose(STEP)
    name = one.page.locator("[data-property=name_ka]")
    name.focus()

    one.page.keyboard.press("Control+A")
    one.page.keyboard.type("Never left")
    one.page.keyboard.press("Control+z")
    undone = name.input_value()
    one.page.keyboard.press("Control+Shift+z")
    again = name.input_value()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type("!")
    one.wait_until_kept()

    assert (undone, again) == (STEP, "Never left")
    diagram = one.folder(draft)[f"{FOLDER}/process.bpmn"]
    assert found(diagram, "//bpmn:userTask[@id='check']/@name") == ["Never left!"]
    assert one.person.complaints == []


def test_step__added_after_a_step_that_another_follows__stands_between_them(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation)
    draft = one.begin(SERVICE)
    one.draw(draft)
    before = one.folder(draft)[f"{FOLDER}/process.bpmn"]
    flows = "count(//bpmn:sequenceFlow)"
    (following,) = found(before, "//bpmn:sequenceFlow[@sourceRef='check']/@targetRef")

    one.choose(STEP)
    one.part("append").click()
    one.wait_until_kept()

    after = one.folder(draft)[f"{FOLDER}/process.bpmn"]
    (added,) = found(after, "//bpmn:sequenceFlow[@sourceRef='check']/@targetRef")
    assert found(after, f"//bpmn:sequenceFlow[@sourceRef='{added}']/@targetRef") == [following]
    assert number(after, flows) == number(before, flows) + 1
    assert one.page.get_by_role("link", name=one.text("script.property.new_form")).count() == 1
    assert one.person.complaints == []


def test_texts__undone_and_done_again_over_both_languages__says_what_the_fields_say(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation)
    draft = one.begin(SERVICE)
    one.person.go(f"{draft}/texts")
    one.part("page").and_(one.page.locator("[data-ready]")).wait_for()
    fields = [one.page.locator("[data-studio=typed] .text-line textarea").nth(place) for place in (0, 1)]
    before = [field.input_value() for field in fields]

    for field in fields:
        field.focus()
        one.page.keyboard.press("Control+End")
        one.page.keyboard.type(" anew")
    one.page.keyboard.press("Control+z")
    one.page.keyboard.press("Control+z")
    undone = [field.input_value() for field in fields]
    one.part("redo").click()
    one.wait_until_kept()

    assert undone == before
    assert [field.input_value() for field in fields] == [f"{before[0]} anew", before[1]]
    assert one.person.complaints == []


def test_row__gone_by_undo_from_its_own_field__leaves_the_panel_to_what_is_chosen_next(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation)
    draft = one.begin(SERVICE)
    one.open_table(draft, TABLE)
    one.choose_row(1)
    one.part("add-row").click()

    one.page.keyboard.press("Control+z")
    assert focused(one) is None
    one.choose_row(1)
    assert focused(one) == "cell-0"
    one.page.keyboard.press("Control+A")
    one.page.keyboard.type('"typed"')
    one.page.keyboard.press("Tab")
    one.wait_until_kept()

    assert one.cells(1)[0] == '"typed"'
    assert one.person.complaints == []
