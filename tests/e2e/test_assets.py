"""An office of the municipality: entered and corrected; let by auction, listed by the council, and sold."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.assets_work import Story
from tests.e2e.installation import Installation
from tests.e2e.look import NARROW, Inspector


@pytest.mark.smoke
def test_office__entered_and_corrected__stands_so_in_the_register(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector(widths=(NARROW,))
    story = Story(installation, browser, inspector.look)

    story.correct(story.enter())

    assert inspector.problems == []
    assert story.complaints == []


def test_office__let_listed_sold_and_watched__stands_so_in_the_register(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector(widths=(NARROW,))
    story = Story(installation, browser, inspector.look)

    story.pass_through(story.enter_by_table())

    assert inspector.problems == []
    assert story.complaints == []
