"""The language can be switched on every page, and the page stays where it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from engine.bootstrap import Engine
from tests.web.browser import Browser, Page
from tests.web.desk import SERVICE, Desk
from tests.web.programs import of_office

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


def test_municipality__that_offers_georgian_only__speaks_georgian_and_says_why(desk: Desk) -> None:
    filed, admin = desk.filed(), desk.staff("municipal_admin")
    page, looked_at = (admin.get("/admin/municipalities/keda/languages") for _ in range(2))
    done = admin.submit(page, {"language_en": [], "act": "Order No. 5"})
    late = admin.submit(looked_at, {"act": "Order No. 6"})

    pages = ("/municipalities/keda", SERVICE, f"{SERVICE}/apply", f"{SERVICE}/eligibility", filed.address)
    of_keda = [filed.browser.get(address) for address in pages]
    others = [
        *(filed.browser.get(address) for address in ("/", "/cases", "/municipalities/telavi")),
        desk.staff("head_of_service").get(f"/inbox{filed.address}"),
    ]

    assert "It is saved." in done.text and "in force" in done.text
    assert late.status == 422 and "changed this meanwhile" in late.text
    for shown in of_keda:
        assert shown.status == 200 and shown.html.html is not None and shown.html.html["lang"] == "ka"
        notice = shown.html.select_one("main .notice[lang=en]")
        assert notice is not None and "Keda offers its services in Georgian only" in notice.get_text()
        assert shown.html.select_one("header a[hreflang]") is None
        switch = shown.html.select_one(".account [lang=en]")
        assert switch is not None and switch.get_text() == "English: not offered here"
    for shown in others:
        assert shown.html.html is not None and shown.html.html["lang"] == "en"
        assert "in Georgian only" not in shown.text


def test_api__languages_of_a_municipality__are_set_and_answered_in(app: Flask, engine: Engine) -> None:
    admin, address = (
        of_office(app, engine, "municipal_admin"),
        "/administration/municipalities/keda/languages",
    )
    (seen,) = admin.get(address).json["items"]
    body = {"languages": ["ka"], "act": "Order No. 5", "first_on": "2026-09-01", "seen": seen["entry_id"]}

    said = [admin.get(SERVICE).headers["Content-Language"]]
    done = admin.post(address, body)
    said += [admin.get(SERVICE).headers["Content-Language"]]
    late = admin.post(address, {**body, "languages": ["ka", "en"]})
    (keda,) = [
        municipality
        for municipality in admin.get("/municipalities").json["items"]
        if municipality["code"] == "keda"
    ]

    assert (seen["languages"], seen["act"]) == (["ka", "en"], None)
    assert (said, keda["languages"]) == (["en", "ka"], ["ka"])
    assert (done.status_code, late.json["code"]) == (204, "administering.changed_meanwhile")
