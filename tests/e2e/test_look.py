"""The inspector of pages finds what it is there to find."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person

BARRIERS = """<!doctype html><html lang="en"><title>t</title><main><h1>h</h1>
<p style="color: #bbb; background: white">pale</p><img src="/static/icon.svg"></main></html>"""
WIDE = """<!doctype html><html lang="en"><title>t</title><main><h1>h</h1>
<div style="width: 400px">wide</div></main></html>"""


def test_look__page_with_barriers__names_each(installation: Installation, browser: Browser) -> None:
    person, inspector = Person(browser, installation.address), Inspector()
    person.page.set_content(BARRIERS)

    inspector.look(person, "bad")

    found = {word for problem in inspector.problems for word in problem.split()}
    assert found >= {"color-contrast", "image-alt"}


def test_look__page_wider_than_a_telephone__is_named(installation: Installation, browser: Browser) -> None:
    person, inspector = Person(browser, installation.address), Inspector()
    person.page.set_content(WIDE)

    inspector.look(person, "wide")

    assert any("100% at 320 px" in problem and "div" in problem for problem in inspector.problems)
