"""Analysts make a form in a real browser: kept as typed, shown as people will see it, never overwritten."""

from __future__ import annotations

import json
from secrets import token_hex

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.studio_work import Analyst

FIRST, SECOND = "00000009001", "00000009002"
SERVICE = "construction.notify"


@pytest.mark.parametrize("language", ["ka", "en"])
def test_new_form__asked_shown_and_judged__is_what_was_typed(
    installation: Installation, browser: Browser, language: str
) -> None:
    one = Analyst(Person(browser, installation.address, language=language), FIRST)
    inspector, copy = Inspector(), f"felling_form_{token_hex(3)}"
    draft = one.begin(SERVICE, copy_as=copy)
    one.begin_file("form", "felling", "ხეების ჭრა")

    one.add_component("radio", "why", "რატომ იჭრება?", "Why are they felled?")
    one.person.go(f"{draft}/forms/felling")
    one.add_component("number", "trees", "რამდენი ხე?", "How many trees?")
    one.type({"help_en": "All of one species together.", "p_max": "500"})
    one.page.locator("[name=when_key]").select_option("why")
    one.type({"when_value": "yes"})
    inspector.look(one.person, "a question")
    one.person.go(f"{draft}/forms/felling")
    inspector.look(one.person, "the form")
    one.person.go(f"{draft}/forms/felling/preview?in=en")
    assert one.page.get_by_text("Why are they felled?").count() == 1
    inspector.look(one.person, "the preview")
    one.page.locator("main form button").last.click()
    one.page.locator("main .f-errors, main [role=alert]").first.wait_for()

    kept = one.folder(draft)
    form = json.loads(kept[f"construction/{copy}/forms/felling.form"])
    asked = form["components"][0]["components"][1]
    words = json.loads(kept[f"construction/{copy}/texts/en.json"])["forms"]["felling"]
    assert asked["validate"] == {"required": True, "min": 0, "max": 500}
    assert asked["conditional"] == {"hide": '=why != "yes"'}
    assert words["trees"] == {"label": "How many trees?", "description": "All of one species together."}
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []


def test_two_analysts__at_one_question__overwrite_each_other_only_when_they_say_so(
    installation: Installation, browser: Browser
) -> None:
    one, other = (Analyst(Person(browser, installation.address), who) for who in (FIRST, SECOND))
    draft = one.begin(SERVICE)
    question = f"{draft}/forms/application/components/application_notice_kind"
    for each in (one, other):
        each.person.go(question)
        each.part("page").and_(each.page.locator("[data-ready]")).wait_for()

    one.type({"label_en": "By the first"})
    other.page.locator("#label_en").fill("By the second")
    other.part("rival").wait_for()

    assert "Demo Analyst 1" in other.part("refused-why").inner_text()
    assert b"By the first" in one.folder(draft)["construction/notify/texts/en.json"]
    other.part("overwrite").click()
    other.wait_until_kept()
    assert b"By the second" in one.folder(draft)["construction/notify/texts/en.json"]
