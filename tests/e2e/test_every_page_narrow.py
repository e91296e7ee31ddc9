"""Every page of the web in Georgian, on a telephone; a file of its own, for a process of its own."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import NARROW
from tests.e2e.tour.inspection import inspect_every_page


def test_pages__in_georgian_on_a_telephone__have_no_barrier_and_fit_it(
    installation: Installation, browser: Browser
) -> None:
    inspect_every_page(installation, browser, "ka", NARROW)
