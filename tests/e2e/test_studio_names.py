"""Names of both languages in one panel: an analyst types them, and each page draws those of its language."""

from __future__ import annotations

import json

from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.step_names import name_of
from tests.e2e.studio_work import Analyst

WHO = "00000009001"
SERVICE, STEP = "high_mountain.suspend", "check"
DIAGRAM, ENGLISH = "high_mountain/suspend/process.bpmn", "high_mountain/suspend/texts/en.json"
NAMES = ("name_ka", "name_en")


def drawn(one: Analyst, element: str = STEP) -> str:
    """Return what is written on an element of the drawing, without its line breaks."""
    label = one.page.locator(f".djs-element[data-element-id={element}] > .djs-visual")
    lines = label.locator("tspan").all_text_contents()
    return " ".join(line.strip() for line in lines)


def fields(one: Analyst) -> list[str]:
    """Return what the panel says of the chosen element's names, Georgian and English."""
    return [one.page.locator(f"[data-property={name}]").input_value() for name in NAMES]


def kept(one: Analyst, draft: str, element: str = STEP) -> tuple[bool, str | None]:
    """Return whether the diagram is the published one, and the element's English name in the texts."""
    files = one.folder(draft)
    elements = json.loads(files[ENGLISH])["elements"]
    return files[DIAGRAM] == (BPMN / DIAGRAM).read_bytes(), elements.get(element)


def test_names__typed_in_one_panel__are_drawn_on_the_page_of_their_language_and_undone(
    installation: Installation, browser: Browser
) -> None:
    one, inspector = (
        Analyst(Person(browser, installation.address, language="en"), WHO),
        Inspector(widths=(1280,)),
    )
    before = [name_of(SERVICE, STEP, language) for language in ("ka", "en")]
    draft = one.begin(SERVICE)
    one.draw(draft)
    one.choose(before[1])
    assert (fields(one), drawn(one)) == (before, before[1])

    one.set("name_ka", "ნახვა")
    one.say("name_en", "Look")
    assert (fields(one), drawn(one)) == (["ნახვა", "Look"], "Look")
    inspector.look(one.person, "the diagram with both names")
    one.part("undo").click()
    assert (fields(one), drawn(one)) == (["ნახვა", before[1]], before[1])
    one.part("undo").click()
    assert fields(one) == before
    one.wait_until_kept()
    assert kept(one, draft) == (True, before[1])
    for _ in NAMES:
        one.part("redo").click()
    one.wait_until_kept()

    one.person.go(f"{draft}/diagram?language=ka#{STEP}")
    one.part("page").and_(one.page.locator("[data-ready]")).wait_for()
    assert (fields(one), drawn(one)) == (["ნახვა", "Look"], "ნახვა")
    assert 'name="ნახვა"' in one.folder(draft)[DIAGRAM].decode()
    assert kept(one, draft) == (False, "Look")
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []


def test_georgian_name__without_an_english_one__is_drawn_in_its_place_and_kept_in_its_own_alone(
    installation: Installation, browser: Browser
) -> None:
    one = Analyst(Person(browser, installation.address, language="en"), WHO)
    draft = one.begin(SERVICE)
    one.draw(draft)
    georgian, english = (name_of(SERVICE, STEP, language) for language in ("ka", "en"))
    one.choose(english)

    one.say("name_en", "")
    assert (fields(one), drawn(one), kept(one, draft)) == ([georgian, ""], georgian, (True, None))
    one.page.reload()
    one.draw(draft)
    one.choose(georgian)
    one.say("name_ka", "ნახვა")
    assert (fields(one), drawn(one)) == (["ნახვა", ""], "ნახვა")
    assert kept(one, draft) == (False, None)
    one.page.locator(f".djs-element[data-element-id={STEP}] .djs-hit").first.dblclick()
    label = one.page.locator(".djs-direct-editing-content")
    label.press("Control+A")
    label.press_sequentially("Look")
    label.press("Enter")
    assert (fields(one), drawn(one)) == (["ნახვა", "Look"], "Look")
    one.wait_until_kept()
    assert kept(one, draft) == (False, "Look")
    one.say("name_ka", georgian)
    one.say("id", "check_anew")

    files = one.folder(draft)
    assert json.loads(files[ENGLISH])["elements"].get("check_anew") == "Look"
    assert STEP not in json.loads(files[ENGLISH])["elements"]
    assert f'id="check_anew" name="{georgian}"' in files[DIAGRAM].decode()
    assert one.person.complaints == []
