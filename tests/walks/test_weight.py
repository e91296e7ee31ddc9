"""The pages that people meet first are light enough for a slow line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.walks.installation import Installation
from tests.walks.person import Person
from tests.walks.story import SERVICE
from tests.walks.weight import weigh
from web.i18n import LANGUAGES

MOST = 100 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/municipalities/keda", SERVICE, f"{SERVICE}/eligibility", "/sign-in"])
def test_first_page__first_visit__costs_the_line_little(
    installation: Installation, browser: Browser, path: str, language: str
) -> None:
    person = Person(browser, installation.address, language=language)

    weight = weigh(person, path)

    assert len(weight.parts) > 3, weight
    assert weight.total <= MOST, f"\n{weight}"


def test_first_page__second_visit__fetches_nothing_but_pages(
    installation: Installation, browser: Browser
) -> None:
    person = Person(browser, installation.address)
    weigh(person, "/")

    again = weigh(person, "/municipalities/keda", is_first=False)

    assert [address for address in again.parts if "/static/built/" in address] == []
