"""Analysts write a letter as a page: values from a tree, conditions in words; the source stays as it was."""

from __future__ import annotations

from secrets import token_hex

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.studio_work import Analyst
from tests.e2e.waiting import VALIDATION

FIRST, SECOND = "00000009001", "00000009002"
SERVICE, MODULE = "high_mountain.grant", "high_mountain"


def letter_of(one: Analyst, draft: str, copy: str, name: str, language: str) -> str:
    return one.folder(draft)[f"{MODULE}/{copy}/documents/{name}.{language}.html"].decode()


@pytest.mark.parametrize("language", ["ka", "en"])
def test_letter__written_as_a_page__changes_its_source_in_that_place_alone(
    installation: Installation, browser: Browser, language: str
) -> None:
    one = Analyst(Person(browser, installation.address, language=language), FIRST)
    inspector, copy = Inspector(), f"letters_{token_hex(3)}"
    draft = one.begin(SERVICE, copy_as=copy)
    before = {spoken: letter_of(one, draft, copy, "granted", spoken) for spoken in ("ka", "en")}
    one.open_letter(draft, "granted")
    inspector.look(one.person, "a letter")

    # A value by the keyboard alone, found by what it is called.
    label = {"ka": "პირადი ნომერი", "en": "Personal number"}[language]
    one.replace_words("en", "consecutive months", "months in a row /")
    one.page.keyboard.type(label)
    one.page.keyboard.press("Enter")
    one.page.keyboard.type(", in all")
    assert one.sheet("en").locator(".letter-value", has_text=label).count() == 1

    # A condition on the line, chosen from lists.
    tools = one.page.locator(".letter-tools")
    tools.get_by_role("button", name=one.words("letters.script.letter.put_if")).click()
    one.page.locator("#letter-if-value").select_option("application.notify_by")
    one.page.locator("#letter-if-with").select_option("portal")
    inspector.look(one.person, "a condition")
    one.page.get_by_role("button", name=one.words("letters.script.letter.apply"), exact=True).click()
    one.wait_until_kept()

    after = {spoken: letter_of(one, draft, copy, "granted", spoken) for spoken in ("ka", "en")}
    assert after["ka"] == before["ka"]
    line = next(line for line in before["en"].splitlines() if "consecutive months" in line)
    changed = line.replace("<p>", '<p mms:if="=application.notify_by = &quot;portal&quot;">').replace(
        "consecutive months", "months in a row {{ applicant.personal_number }}, in all"
    )
    assert after["en"] == before["en"].replace(line, changed)

    while one.part("undo").is_enabled():
        one.part("undo").click()
    one.wait_until_kept()
    assert letter_of(one, draft, copy, "granted", "en") == before["en"]
    assert inspector.problems == [], "\n".join(inspector.problems[:20])


def test_letter__filled_beside_the_editor__shows_what_was_typed_when_it_is_kept(
    installation: Installation, browser: Browser
) -> None:
    one = Analyst(Person(browser, installation.address, language="en"), SECOND)
    draft = one.begin(SERVICE, copy_as=f"letters_{token_hex(3)}")
    one.open_letter(draft, "granted")

    one.replace_words("en", "Please tell us", "Be so kind as to tell us")
    one.wait_until_kept()

    filled = one.page.locator(".letter-paper", has_text="Be so kind as to tell us")
    filled.wait_for()
    assert filled.inner_text().count("Be so kind as to tell us") == 1


def test_letter__typed_in_the_source__is_read_anew_and_what_can_not_be_read_stays_typed(
    installation: Installation, browser: Browser
) -> None:
    one = Analyst(Person(browser, installation.address, language="en"), SECOND)
    draft = one.begin(SERVICE, copy_as=f"letters_{token_hex(3)}")
    one.open_letter(draft, "receipt")
    one.page.locator("[data-letter=source] > summary").click()
    source = one.page.locator("#text_en")
    whole = source.input_value()

    source.fill(whole.replace("</body>", "<p>One more line.</p>\n</body>"))
    one.sheet("en").locator("p", has_text="One more line.").wait_for()
    source.fill(whole.replace("</body>", "<p>Half a line"))
    one.page.locator("[data-letter-sheet=en] [data-letter=unreadable]").wait_for()

    assert "<p>Half a line" in source.input_value()
    assert not one.sheet("en").is_visible()
    source.fill(whole)
    one.sheet("en").wait_for()
    assert one.sheet("en").locator("p", has_text="One more line.").count() == 0


def test_finding__about_a_value_of_a_letter__is_marked_there_and_leads_there(
    installation: Installation, browser: Browser
) -> None:
    one = Analyst(Person(browser, installation.address, language="en"), SECOND)
    draft = one.begin(SERVICE, copy_as=f"letters_{token_hex(3)}")
    one.open_letter(draft, "receipt")

    words = one.sheet("en").locator("p").first.inner_text().split()[0]
    one.replace_words("en", words, f"{words} /")
    one.page.locator("#letter-search").fill("application.phon")
    wanted = one.words("letters.script.letter.write_it", text="application.phon")
    one.page.get_by_role("button", name=wanted).click()
    one.wait_until_kept()

    wrong = one.sheet("en").locator(".letter-value.letter-found")
    wrong.wait_for(timeout=VALIDATION)
    assert wrong.inner_text().endswith(" · phon")
    assert one.sheet("ka").locator(".letter-found").count() == 0
    one.sheet("ka").click()
    one.part("findings").get_by_role("button", name="documents/receipt.en.html").first.click()
    one.sheet("en").locator(".ProseMirror-selectednode.letter-found").wait_for()
