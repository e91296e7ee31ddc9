"""Every service we ship: filed by keyboard, by pointer, without a script; wrong input is refused in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import forms
from engine.catalogue.offers import is_for_office
from engine.installation.loading import BPMN
from tests.e2e.installation import Installation
from tests.e2e.keyboard import go_on, press_tab_until, type_answers
from tests.e2e.person import Person
from tests.e2e.services import ALIKE, BY_CHOICE, OF_ONE_PAGE, SHIPPED, STAGES, Answers, Round, Shipped
from web.i18n import LANGUAGES, TEXTS

CITIZEN = "00000000103"
# What stands beside a field, and what a screen reader is told of it.
SAID = """(key) => {
  const find = (attribute) => document.querySelector(`main [${attribute}="${key}"]`);
  const field = find("name") ?? find("data-f-key");
  const described = [field, field.closest("fieldset")].map((one) => one?.getAttribute("aria-describedby"));
  const errors = described.join(" ").split(" ").map((id) => document.getElementById(id))
    .filter((one) => one?.matches(".f-error"));
  return [...new Set(errors)].map((one) => one.innerText).join(" | ");
}"""
by_service = pytest.mark.parametrize("service", SHIPPED, ids=lambda one: one.code)
by_language = pytest.mark.parametrize("language", LANGUAGES)


def test_table__of_services__holds_all_that_are_shipped() -> None:
    settings = [json.loads(path.read_text("utf-8")) for path in BPMN.glob("*/*/service.json")]

    shipped = {setting["code"] for setting in settings if not is_for_office(setting)}
    covered = {service.code for service in (*SHIPPED, *ALIKE)}
    assert {*STAGES, *BY_CHOICE, *covered, *(code for code, *_ in OF_ONE_PAGE)} == shipped


@by_language
@pytest.mark.parametrize(("code", "answers", "known"), OF_ONE_PAGE)
def test_service__of_one_page__is_refused_in_words_and_filed(
    installation: Installation, browser: Browser, language: str, code: str, answers: Answers, known: int
) -> None:
    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(CITIZEN)
    service = Shipped(code, {"application": answers})
    citizen.drop_draft(service.address)
    citizen.go(f"{service.address}/apply")
    citizen.press("apply.continue")
    citizen.wait_for_one(".f-errors")
    refused = citizen.page.locator(".f-errors a").count()

    citizen.fill(answers)
    citizen.press("apply.continue")
    citizen.page.wait_for_url("**/check")
    citizen.press("check.file")

    assert refused == len(answers) - known
    citizen.page.wait_for_url("**/receipt")
    assert re.search(r"KEDA-[A-Z]+-\d{4}-\d{6}", citizen.words())


@pytest.mark.parametrize(
    ("service", "language"),
    [
        *((service, language) for service in SHIPPED for language in LANGUAGES),
        *((service, LANGUAGES[0]) for service in ALIKE),
    ],
    ids=lambda one: one if isinstance(one, str) else one.code,
)
def test_service__by_pointer__is_filed(
    installation: Installation, browser: Browser, service: Shipped, language: str
) -> None:
    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(CITIZEN)
    citizen.drop_draft(service.address)
    citizen.go(f"{service.address}/apply")
    citizen.page.locator("main .buttons .button").click()

    for name, answers in service.pages.items():
        citizen.page.wait_for_url(f"**{service.page(name)}*")
        citizen.fill(answers)
        citizen.press("apply.continue")
    citizen.page.wait_for_url("**/check")
    citizen.file_all_the_same()  # whoever holds no status is warned

    assert_filed(citizen)


@by_language
@by_service
def test_service__by_keyboard_alone__is_filed(
    installation: Installation, browser: Browser, service: Shipped, language: str
) -> None:
    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(CITIZEN)
    citizen.drop_draft(service.address)
    citizen.go(f"{service.address}/apply")
    press_tab_until(citizen, "one.matches(wanted)", "main .buttons .button")
    citizen.page.keyboard.press("Enter")

    for name, answers in service.pages.items():
        citizen.page.wait_for_url(f"**{service.page(name)}*")
        type_answers(citizen, answers)
        go_on(citizen)
    citizen.page.wait_for_url("**/check")
    press_tab_until(citizen, "one.textContent.trim() === wanted", TEXTS.get(language, "check.file"))
    citizen.page.keyboard.press("Enter")

    assert_filed(citizen)


@by_service
def test_service__without_a_script__is_filed(
    installation: Installation, browser: Browser, service: Shipped
) -> None:
    citizen = Person(browser, installation.address, language="ka", script=False)
    citizen.sign_in(CITIZEN)
    citizen.drop_draft(service.address)

    for name, answers in service.pages.items():
        citizen.go(service.page(name))
        for key, value in answers.items():
            if not citizen.page.locator(f"main [name='{key}']").count():
                citizen.page.locator(".f-refresh").first.click()
            citizen.fill({key: value})
        citizen.press("apply.continue")
    citizen.press("check.file")

    assert_filed(citizen)


@by_language
@by_service
def test_service__wrong_input__is_refused_in_words_and_nothing_typed_is_lost(
    installation: Installation, browser: Browser, service: Shipped, language: str
) -> None:
    citizen = Person(browser, installation.address, language=language)
    citizen.sign_in(CITIZEN)
    citizen.drop_draft(service.address)

    found = [
        f"{turn.page} {key}: {what}"
        for turn in service.rounds
        for key, what in refused(citizen, service, turn, by_keyboard=language == "ka")
    ]

    assert not found, "\n".join(found)
    assert citizen.complaints == []


def assert_filed(citizen: Person) -> None:
    citizen.page.wait_for_url("**/receipt")
    assert TEXTS.get(citizen.language, "receipt.title") in citizen.words()
    assert re.search(r"KEDA-[A-Z]+-\d{4}-\d{6}", citizen.words())
    assert citizen.complaints == []


def refused(citizen: Person, service: Shipped, one: Round, *, by_keyboard: bool) -> list[tuple[str, str]]:
    """Send a page as the round says; return what is not as it should be, by field."""
    page = citizen.page
    citizen.go(service.page(one.page))
    for name in one.adds:
        page.locator(f"main button[name='__add__{name}']").click()
        page.locator(f"main [name^='{name}.0.']:visible").first.wait_for()
    citizen.fill(one.typed)
    if by_keyboard:
        page.evaluate("document.activeElement.blur()")
        go_on(citizen)
    else:
        citizen.press("apply.continue")
    page.locator(".f-errors").wait_for()
    found = []
    if page.evaluate("document.activeElement.className") != "f-errors":
        found.append(("summary", "has not the focus"))
    summary = page.locator(".f-errors a").all_inner_texts()
    if len(summary) != len(one.errors):
        found.append(("summary", f"holds {summary}"))
    for key, code in one.errors.items():
        words = re.compile(message(code, citizen.language))
        if not words.search(said := page.evaluate(SAID, key)):
            found.append((key, f"is told {said!r} instead of {words.pattern}"))
        if not any(words.search(line) for line in summary):
            found.append((key, f"is not in the summary: {summary}"))
    for key, value in one.typed.items():
        field = page.locator(f"main [name='{key}']").first
        if isinstance(value, str) and field.get_attribute("type") != "radio":
            kept = field.input_value()
            found += [(key, f"lost {value!r}, holds {kept!r}")] if kept != value else []
    return found


def message(code: str, language: str) -> str:
    """Return the words of an error as a pattern; what they are filled with varies."""
    texts = json.loads((Path(forms.__file__).parent / "texts" / f"{language}.json").read_text("utf-8"))
    return re.sub(r"\\\{[a-z]+\\\}", ".+", re.escape(texts[f"errors.{code}"]))
