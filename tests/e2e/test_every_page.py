"""Every page of the web in English, at the usual width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import USUAL
from tests.e2e.tour.inspection import inspect_every_page


@pytest.mark.smoke
def test_pages__all_that_there_are__have_no_barrier_and_fit_a_telephone(
    installation: Installation, browser: Browser
) -> None:
    inspect_every_page(installation, browser, "en", USUAL)
