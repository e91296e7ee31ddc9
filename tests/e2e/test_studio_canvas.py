"""The canvas of the studio: the whole window, a map, a search, lanes, articles, signs of findings, keys."""

from __future__ import annotations

from secrets import token_hex

import pytest
from lxml import etree
from playwright.sync_api import Browser, expect

from engine.catalogue.lanes import lane_name
from engine.installation.loading import BPMN
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.step_names import name_of
from tests.e2e.studio_work import Analyst
from tests.e2e.waiting import VALIDATION

WHO = "00000009001"
SERVICE = "high_mountain.suspend"
DIAGRAM = "high_mountain/suspend/process.bpmn"
POOL = {
    "ka": "მაღალმთიან დასახლებაში მუდმივად მცხოვრები პირის სტატუსის შეჩერება",
    "en": "Suspending the status of a permanent resident of a high-mountain settlement",
}
CANVAS = "[data-studio=canvas] .djs-container > svg"


def analyst(browser: Browser, installation: Installation, language: str) -> Analyst:
    return Analyst(Person(browser, installation.address, language=language), WHO)


def drawn(one: Analyst, element: str) -> str:
    """Return what is written on an element of the drawing, in one line."""
    lines = one.page.locator(f".djs-element[data-element-id={element}] > .djs-visual tspan")
    return " ".join(line.strip() for line in lines.all_text_contents())


@pytest.mark.parametrize("language", ["ka", "en"])
def test_canvas__fills_the_window_and_shows_all_of_it_on_a_map_that_is_remembered(
    installation: Installation, browser: Browser, language: str
) -> None:
    one, inspector = analyst(browser, installation, language), Inspector(widths=(320, 1280))
    draft = one.begin(SERVICE)
    one.draw(draft)
    minimap = one.page.locator(".djs-minimap.open")

    canvas = one.part("canvas").bounding_box()
    foot = one.page.locator(".studio-foot").bounding_box()
    assert canvas is not None and foot is not None
    assert canvas["height"] > 600 and foot["y"] + foot["height"] <= 901
    assert drawn(one, "pool") == POOL[language]
    expect(minimap).to_be_visible()
    one.part("map").click()
    one.page.reload()
    one.draw(draft)
    expect(minimap).to_have_count(0)
    assert one.part("map").get_attribute("aria-pressed") == "false"
    inspector.look(one.person, "the canvas")

    one.part("full").click()
    expect(one.part("full")).to_have_attribute("aria-pressed", "true")
    one.part("full").click()
    expect(one.part("full")).to_have_attribute("aria-pressed", "false")
    one.page.set_viewport_size({"width": 360, "height": 740})
    expect(one.part("tidy")).to_be_visible()
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []


@pytest.mark.parametrize("language", ["ka", "en"])
def test_element__sought_by_keys__is_found_by_its_name_or_id(
    installation: Installation, browser: Browser, language: str
) -> None:
    one, inspector = analyst(browser, installation, language), Inspector(widths=(1280,))
    one.draw(one.begin(SERVICE))
    name = name_of(SERVICE, "check", language)

    one.page.locator(CANVAS).focus()
    one.page.keyboard.press("Control+f")
    one.page.keyboard.type(name)
    inspector.look(one.person, "the search")
    one.page.keyboard.press("Enter")
    expect(one.part("selected")).to_contain_text(name)
    one.part("find").click()
    one.page.keyboard.type("proceeding_uncons")
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        one.page.keyboard.press(key)
    expect(one.page.locator("[data-property=id]")).to_have_value("proceeding_unconsidered")
    one.part("find").click()
    one.page.keyboard.type("nothing is called so")
    expect(one.part("finder-status")).to_have_text(one.words("canvas.script.find.none"))
    one.page.keyboard.press("Escape")
    expect(one.part("finder")).to_be_hidden()
    one.page.keyboard.press("?")
    expect(one.part("keys")).to_be_visible()
    inspector.look(one.person, "the keys")

    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []


@pytest.mark.parametrize("language", ["ka", "en"])
def test_lane__added_from_the_palette__is_called_as_its_role_and_undone(
    installation: Installation, browser: Browser, language: str
) -> None:
    one = analyst(browser, installation, language)
    draft = one.begin(SERVICE)
    one.draw(draft)

    one.page.locator(".djs-palette [data-action=lane]").click()
    one.say("lane_role", "lawyer")
    expect(one.part("selected")).to_contain_text(str(lane_name("lawyer", language)))
    stored = one.folder(draft)[DIAGRAM].decode()
    one.part("undo").click()
    one.part("undo").click()
    one.wait_until_kept()

    assert f'name="{lane_name("lawyer", "ka")}"' in stored
    assert 'name="mms:role" value="lawyer"' in stored
    assert one.folder(draft)[DIAGRAM] == (BPMN / DIAGRAM).read_bytes()
    assert one.person.complaints == []


def test_article__of_a_step__is_drawn_beside_it_and_follows_changes_moves_and_undo(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, "en")
    one.draw(one.begin(SERVICE))
    note = one.page.locator(".djs-overlays[data-container-id=check] .law-note")
    before = note.inner_text()

    one.choose(name_of(SERVICE, "check", "en"))
    one.set("law", "№2181, მუხ. 5")
    expect(note).to_have_text("GAC, art.\u00a05")
    one.part("undo").click()
    expect(note).to_have_text(before)
    place = note.bounding_box()
    one.page.locator(CANVAS).focus()
    for _ in range(3):
        one.page.keyboard.press("Shift+ArrowDown")
    moved = note.bounding_box()

    assert place is not None and moved is not None and place != moved
    assert one.person.complaints == []


def test_picture__downloaded_from_the_canvas__has_its_articles_and_no_signs_of_findings(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, "en")
    one.draw(one.begin(SERVICE, copy_as=f"suspend_{token_hex(3)}"))
    one.choose(name_of(SERVICE, "check", "en"))
    one.part("append").click()
    one.first_error().wait_for(timeout=VALIDATION)
    shown = one.page.locator(".law-note")
    articles = sorted(" ".join(note.split()) for note in shown.all_inner_texts())

    with one.page.expect_download() as picture:
        one.part("picture").click()

    drawn = etree.fromstring(picture.value.path().read_bytes(), etree.XMLParser(load_dtd=False))
    notes = [
        " ".join("".join(note.itertext()).split()) for note in drawn.iterfind(".//{*}g[@class='law']/{*}text")
    ]
    assert articles and sorted(notes) == articles
    assert not drawn.xpath("//*[contains(@class, 'finding')]")
    assert one.page.locator(".djs-container svg g.law").count() == 0
    assert one.person.complaints == []


def test_finding__has_a_sign_on_the_canvas_that_leads_to_its_words_in_the_panel(
    installation: Installation, browser: Browser
) -> None:
    one, inspector = analyst(browser, installation, "ka"), Inspector(widths=(1280,))
    one.draw(one.begin(SERVICE, copy_as=f"suspend_{token_hex(3)}"))
    one.choose(name_of(SERVICE, "check", "ka"))
    one.part("append").click()
    one.first_error().wait_for(timeout=VALIDATION)
    inspector.look(one.person, "signs of findings")

    sign = one.page.locator(".finding-mark.error").first
    words = str(sign.get_attribute("title")).removeprefix("1. ")
    sign.click()

    focused = one.page.locator("[data-studio=findings-here] li:focus")
    expect(focused).to_contain_text(words.split(".")[0])
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []
