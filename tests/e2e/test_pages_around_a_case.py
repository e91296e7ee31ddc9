"""The pages of applicants and of the office, in English, at the usual width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import USUAL
from tests.e2e.tour.inspection import inspect_pages
from tests.e2e.tour.whole import AROUND_A_CASE


@pytest.mark.smoke
def test_pages__around_a_case__have_no_barrier_and_fit_a_telephone(
    installation: Installation, browser: Browser, is_smoke: bool
) -> None:
    inspect_pages(AROUND_A_CASE, installation, browser, "en", USUAL, is_brief=is_smoke)
