"""Applying without an account and following the case, by pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.documents.made_files import a_picture
from tests.web.apps import app_over
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN, EVIDENCE, SAVE, SERVICE, Desk
from tests.web.mail_server import MailServer


@pytest.fixture
def app(mail_server: MailServer) -> Flask:
    return app_over(mail_server.engine)


@pytest.fixture
def for_guests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every service be asked for without an account."""
    for module in ("handlers.submissions", "handlers.guests", "queries.services"):
        monkeypatch.setattr(f"engine.{module}.allows_guests", lambda version: True)


def a_guest(browser: Browser, mail_server: MailServer, number: str = CITIZEN) -> Page:
    browser.get("/?language=en")
    wanted = browser.get(f"{SERVICE}/apply")
    link = wanted.html.select_one('main a[href$="/guest"]')
    assert link is not None
    return say_who(browser, mail_server, str(link["href"]), number)


def say_who(browser: Browser, mail_server: MailServer, address: str, number: str = CITIZEN) -> Page:
    """Confirm an address and say who one is, which leads to the application."""
    page = browser.submit(browser.get(address), {"contact": "guest@demo.invalid"})
    who = {
        "given_name": "დემო",
        "family_name": "სტუმარი",
        "personal_number": number,
        "code": mail_server.code(),
    }
    return browser.submit(page, who)


def receipt_of(desk: Desk, browser: Browser) -> tuple[Page, str]:
    receipt = browser.submit(desk.fill_in(browser))
    return receipt, receipt_code(receipt)


def receipt_code(receipt: Page) -> str:
    code = re.search(r"([0-9A-Z]{4}-){4}\S", receipt.text)
    assert receipt.path.endswith("/receipt") and code is not None, receipt.text[:500]
    return code[0]


def tracked(browser: Browser, code: str) -> Page:
    browser.get("/?language=en")
    return browser.submit(browser.get("/track"), {"tracking": code})


def come_back(browser: Browser, mail_server: MailServer, code: str) -> Page:
    """Open the case with its code and a one-time code to the guest's address."""
    page = tracked(browser, code)
    asked = browser.submit(page, form=page.form("/track/code"))
    wrong = browser.submit(asked, {"code": "0000 0000"})
    assert wrong.status == 422 and "Tries left: 4" in wrong.text
    return browser.submit(wrong, {"code": mail_server.code()})


def test_guest__files_by_pages__and_follows_by_the_code_in_another_browser(
    desk: Desk,
    mail_server: MailServer,
    browser: Callable[[], Browser],
    for_guests: None,
) -> None:
    one = browser()
    assert a_guest(one, mail_server).path.startswith(f"{SERVICE}/apply")
    code = receipt_code(one.submit(desk.fill_in_pages(one)))

    page = tracked(browser(), code.lower())

    assert page.status == 200 and "It is the municipality's turn" in page.text
    assert "სტუმარი" not in page.text and CITIZEN not in page.text and "KEDA-HM" not in page.text


def test_guest__copies_of_letters__go_to_the_confirmed_address_and_nowhere_else(
    desk: Desk,
    mail_server: MailServer,
    browser: Callable[[], Browser],
    for_guests: None,
) -> None:
    one = browser()
    a_guest(one, mail_server)
    receipt, _ = receipt_of(desk, one)

    case = one.get(receipt.path.removesuffix("/receipt"))

    assert "guest@demo.invalid" in case.text
    assert case.html.select('main a[href$="/notifications"]') == []


def test_guest__in_a_service_for_accounts__is_not_offered_and_does_not_exist(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    one = browser()

    assert one.get(f"{SERVICE}/apply").html.select('main a[href$="/guest"]') == []
    assert one.get(f"{SERVICE}/guest").status == 404


def test_guest__in_the_account_and_at_other_people_s_things__gets_nowhere(
    desk: Desk,
    mail_server: MailServer,
    browser: Callable[[], Browser],
    for_guests: None,
) -> None:
    theirs = desk.filed().address
    one = browser()
    a_guest(one, mail_server)

    assert one.get(theirs).status == 404
    assert one.get("/account/contacts/add").status == 403
    assert one.get("/inbox").status == 403


def test_track__slip_and_unknown_code__are_told_apart(browser: Callable[[], Browser]) -> None:
    slip, unknown = tracked(browser(), "0000-0000-0000-0000-1"), tracked(browser(), "0000-0000-0000-0000-0")

    assert (slip.status, unknown.status) == (422, 422)
    assert "There is a slip" in slip.text and "No case has this code" in unknown.text


def test_link__by_the_same_number__brings_the_case_to_one_s_own(
    desk: Desk,
    mail_server: MailServer,
    browser: Callable[[], Browser],
    for_guests: None,
) -> None:
    one = browser()
    a_guest(one, mail_server)
    receipt, code = receipt_of(desk, one)
    owner, thief = desk.signed_in(), desk.signed_in("00000000104")

    page = tracked(thief, code)
    refused = thief.submit(page, form=page.form("/track/link"))
    page = tracked(owner, code)
    done = owner.submit(page, form=page.form("/track/link"))

    assert refused.status == 422 and "could not be taken" in refused.text
    assert done.path == receipt.path.removesuffix("/receipt") and done.status == 200
    assert one.get(done.path).status == 404


def test_guest__sends_a_photo__which_the_office_and_the_later_owner_can_open(
    desk: Desk,
    mail_server: MailServer,
    browser: Callable[[], Browser],
    for_guests: None,
) -> None:
    one = browser()
    a_guest(one, mail_server)
    desk.fill_in(one)
    kept = one.submit(one.get(EVIDENCE), button=SAVE, files={"files": (a_picture("PNG"), "house.png")})
    receipt, code = receipt_of(desk, one)
    owner = desk.signed_in()
    page = tracked(owner, code)
    owner.submit(page, form=page.form("/track/link"))
    address = receipt.path.removesuffix("/receipt")

    link = owner.get(address).html.select_one('main a[href*="/documents/"]')
    in_office = desk.staff("specialist").get(f"/inbox{address}").html.select_one('a[href*="/documents/"]')

    assert kept.status == 200 and link is not None and in_office is not None
    assert owner.get(str(link["href"])).response.data == a_picture("PNG")
