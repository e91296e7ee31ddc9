"""Every page of the web in Georgian, on a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import NARROW
from tests.e2e.tour.inspection import inspect_pages
from tests.e2e.tour.whole import AROUND_A_CASE, BEHIND_IT, Half


@pytest.mark.parametrize("half", [AROUND_A_CASE, BEHIND_IT], ids=["around_a_case", "behind_it"])
def test_pages__in_georgian_on_a_telephone__have_no_barrier_and_fit_it(
    half: Half, installation: Installation, browser: Browser
) -> None:
    inspect_pages(half, installation, browser, "ka", NARROW)
