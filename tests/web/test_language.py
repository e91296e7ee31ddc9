"""The language can be switched on every page, and the page stays where it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.browser import Browser, Page
from tests.web.desk import SERVICE, Desk

PUBLIC = (
    "/", "/municipalities", "/municipalities/keda", "/services?q=status&in=keda", SERVICE,
    f"{SERVICE}/paper", f"{SERVICE}/eligibility", "/verify", "/verify/2222222222222222", "/verify?code=abc",
    "/sign-in", "/nothing",
)  # fmt: skip
OWN = ("/cases?show=open", "{case}", "{case}/receipt", "{case}/withdraw", "/my-data",
       "/my-data/reads?before=x", "/my-data/correction", "/inbox")  # fmt: skip
OFFICE = ("/inbox", "/inbox?tab=unassigned", "/inbox/messages", "/inbox{case}")


def switched(browser: Browser, page: Page) -> Page:
    link = page.html.select_one('header a[hreflang="ka"]')
    assert link is not None, f"no switch on {page.path}"
    return browser.get(str(link["href"]))


def assert_stays(browser: Browser, address: str) -> None:
    page = browser.get(address)
    other = switched(browser, page)
    assert other.path.rstrip("?") == page.path, address
    assert other.status == page.status
    assert other.html.html is not None and other.html.html["lang"] == "ka"
    browser.get("/?language=en")


@pytest.mark.parametrize("address", PUBLIC)
def test_switch__page_for_everybody__keeps_the_place(browser: Callable[[], Browser], address: str) -> None:
    one = browser()
    one.get("/?language=en")

    assert_stays(one, address)


def test_switch__own_pages__keep_the_place(desk: Desk) -> None:
    filed = desk.filed()

    for address in OWN:
        assert_stays(filed.browser, address.format(case=filed.address))


def test_switch__pages_of_the_office__keep_the_place(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.staff("head_of_service")

    for address in OFFICE:
        assert_stays(clerk, address.format(case=filed.address))
