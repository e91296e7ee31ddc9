"""A diagram in sheets, in a browser: studio and comparison open the one that an element is drawn on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.step_names import name_of
from tests.e2e.studio_work import Analyst

ANALYST = "00000009001"
SERVICE, DIAGRAM = "assets.conditions", "assets/conditions/process.bpmn"
PART, INSIDE, OUTSIDE = "planning", "set_conditions", "check_condition"


@pytest.mark.parametrize("language", ["ka", "en"])
def test_studio__an_element_of_a_closed_part__is_chosen_and_changed_on_its_sheet(
    installation: Installation, browser: Browser, language: str
) -> None:
    inspector = Inspector(widths=(1280,))
    part, inside, outside = (name_of(SERVICE, element, language) for element in (PART, INSIDE, OUTSIDE))
    one = Analyst(Person(browser, installation.address, language=language), ANALYST)
    draft = one.begin(SERVICE)
    one.draw(draft)
    way = one.page.locator(".bjs-breadcrumbs")
    assert not way.is_visible()
    assert one.part("elements").get_by_role("button", name=part, exact=True).count() == 1

    one.choose(inside)
    assert part in way.inner_text()
    assert inside in one.part("selected").inner_text()
    inspector.look(one.person, "the sheet of a part")
    with one.page.expect_download() as picture:
        one.part("picture").click()
    one.say("name_ka", "სხვა სახელი")
    changed = one.folder(draft)[DIAGRAM]
    one.part("undo").click()
    one.wait_until_kept()
    way.get_by_role("link").press("Enter")
    way.wait_for(state="hidden")
    opener = one.page.get_by_role(
        "button", name=one.words("drawing.script.editor.open_element_", element=part)
    )
    opener.press("Enter")

    assert part in way.inner_text()
    assert picture.value.suggested_filename == f"{SERVICE}.planning.svg"
    assert "სხვა სახელი" in changed.decode()
    assert one.folder(draft)[DIAGRAM] == (BPMN / DIAGRAM).read_bytes()
    one.choose(outside)
    way.wait_for(state="hidden")
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == [], "\n".join(one.person.complaints)


def test_comparison__of_what_changed_in_a_closed_part__counts_it_there_and_opens_its_sheet(
    installation: Installation, browser: Browser
) -> None:
    one = Analyst(Person(browser, installation.address, language="en"), ANALYST)
    draft = one.begin(SERVICE)
    one.draw(draft)
    one.choose(name_of(SERVICE, INSIDE, "en"))
    one.say("role", "lawyer")

    one.compare(draft)
    inside = one.page.locator(".compare-sign.inside")
    title, number = inside.get_attribute("title"), inside.inner_text()
    one.difference(name_of(SERVICE, INSIDE, "ka")).first.click()

    assert (title, number) == (one.words("compare.mark.inside", number=1), "1")
    assert name_of(SERVICE, PART, "ka") in one.page.locator(".bjs-breadcrumbs").inner_text()
    assert one.page.locator("[data-compare=canvas] .compare-sign.changed").filter(visible=True).count() == 1
    assert one.person.complaints == []
