"""Public pages are light enough for a slow line, in the heavier of both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.story import SERVICE
from tests.e2e.weight import weigh

MOST = 100 * 1024
PLACE = "/municipalities/keda"
FIRST = ("/", PLACE, SERVICE, "/sign-in")
OTHERS = (
    "/municipalities",
    "/services?q=სტატუსი",
    f"{SERVICE}/eligibility",
    f"{SERVICE}/paper",
    f"{PLACE}/services/general.complaint",
    f"{PLACE}/services/general.complaint/paper",
    "/sign-in/code",
    "/track",
    "/verify",
    "/feedback?page=public.home",
    "/nothing-here",
)


@pytest.mark.parametrize("path", FIRST)
def test_first_page__first_visit__costs_the_line_little(
    installation: Installation, browser: Browser, path: str
) -> None:
    person = Person(browser, installation.address, language="ka")

    weight = weigh(person, path)

    assert len(weight.parts) > 3, weight
    assert weight.total <= MOST, f"\n{weight}"


def test_public_pages__all_others__weigh_no_more(installation: Installation, browser: Browser) -> None:
    """The files that pages share are weighed above; here each page's own share is added to theirs."""
    person = Person(browser, installation.address, language="ka")
    shared = weigh(person, "/").total

    heavy = {path: weigh(person, path, is_first=False).total for path in OTHERS}

    assert {path: size for path, size in heavy.items() if size + shared > MOST} == {}


def test_first_page__second_visit__fetches_nothing_but_pages(
    installation: Installation, browser: Browser
) -> None:
    person = Person(browser, installation.address)
    weigh(person, "/")

    in_this_tab = weigh(person, PLACE, is_first=False)
    person.page = person.context.new_page()  # holds nothing in its memory
    in_another = weigh(person, PLACE, is_first=False)

    assert [address for address in in_this_tab.parts if "/static/built/" in address] == []
    assert [address for address in in_another.parts if "/static/built/" in address] == []
