"""A form in a real browser with JavaScript switched off: the Enter key, the buttons, the lines of a text."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from forms import HtmlAnswers, parse_html, render
from tests.browsers import HEADLESS
from tests.forms.builders import a_form, component

CHROMIUM = shutil.which(HEADLESS)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

FORM = a_form(
    component("dynamiclist", "rows", components=[component(key="name"), component("textarea", "story")]),
    component("checkbox", "more"),
    component(key="hidden", conditional={"hide": "=not(more)"}),
)


@pytest.fixture
def sent() -> list[HtmlAnswers]:
    """What the server received, in order."""
    return []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, sent: list[HtmlAnswers]) -> Iterator[Page]:
    @Request.application
    def server(request: Request) -> Response:
        answers = parse_html(FORM, request.form)
        if request.method == "POST":
            sent.append(answers)
        fields = render(FORM, answers if sent else {}, language="en")
        form = f'<form method="post" novalidate>{fields}<button>Go</button></form>'
        return Response(f"<!doctype html><title>F</title>{form}", mimetype="text/html")

    with make_server("127.0.0.1", 0, server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        context = browser.new_context(java_script_enabled=False)
        shown = context.new_page()
        shown.goto(f"http://127.0.0.1:{running.server_port}/")
        yield shown
        context.close()
        running.shutdown()
        thread.join()


def last(sent: list[HtmlAnswers]) -> tuple[dict[str, Any], str | None]:
    return dict(sent[-1]), sent[-1].pressed and sent[-1].pressed.action


def test_enter_key__in_a_row__sends_the_form_and_presses_no_button_in_it(
    page: Page, sent: list[HtmlAnswers]
) -> None:
    page.fill("#f-rows-0-name", "one")

    page.press("#f-rows-0-name", "Enter")

    assert last(sent) == ({"rows": [{"name": "one", "story": ""}], "more": False}, None)


def test_row_buttons__without_javascript__add_and_remove_and_keep_what_was_typed(
    page: Page, sent: list[HtmlAnswers]
) -> None:
    page.fill("#f-rows-0-name", "one")
    page.fill("#f-rows-0-story", "\n\na\nb\n")

    page.click("button[name=__add__rows]")
    story = page.input_value("#f-rows-0-story")
    page.fill("#f-rows-1-name", "two")
    page.click('button[name="__remove__rows.0"]')

    assert story == "\n\na\nb\n"
    assert last(sent)[1] == "remove"
    assert page.input_value("#f-rows-0-name") == "two"
    assert page.locator("#f-rows-1-name").count() == 0


def test_refresh_button__without_javascript__shows_the_next_question(
    page: Page, sent: list[HtmlAnswers]
) -> None:
    assert page.locator("#f-hidden").count() == 0

    page.check("#f-more")
    page.click("button[name=__refresh__]")

    assert last(sent)[1] == "refresh"
    assert page.locator("#f-hidden").count() == 1
    assert page.is_checked("#f-more")
