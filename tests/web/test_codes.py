"""The pages of signing in with a one-time code, by a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from tests.web.apps import app_over
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN, SERVICE, Desk
from tests.web.mail_server import MailServer
from web.app import create_app

MAIL = "citizen1@demo.invalid"


@pytest.fixture
def app(mail_server: MailServer) -> Flask:
    return app_over(mail_server.engine)


def bound(desk: Desk, mail_server: MailServer) -> Browser:
    """Return the browser of the citizen who has confirmed their address with the card."""
    browser = desk.signed_in()
    confirming = browser.submit(browser.get("/account/contacts/add"), {"contact": MAIL})
    done = browser.submit(confirming, {"code": mail_server.code()}, form=confirming.form('name="code"'))
    assert done.path == "/account" and MAIL in done.text, done.text
    desk.clock.advance(timedelta(minutes=5))
    return browser


def asked(
    browser: Browser, *, number: str = CITIZEN, contact: str = MAIL, path: str = "/sign-in/code"
) -> Page:
    browser.get("/?language=en")
    return browser.submit(browser.get(path), {"personal_number": number, "contact": contact})


def entered(browser: Browser, page: Page, code: str) -> Page:
    return browser.submit(page, {"code": code}, form=page.form('name="code"'))


@pytest.fixture
def by_code(desk: Desk, mail_server: MailServer, browser: Callable[[], Browser]) -> Browser:
    """The browser of a citizen who came by a code."""
    bound(desk, mail_server)
    one = browser()
    done = entered(one, asked(one), mail_server.code())
    assert done.path == "/", done.text
    return one


def test_code__right__signs_in_and_goes_on_where_the_person_wanted_to(
    desk: Desk, mail_server: MailServer, browser: Callable[[], Browser]
) -> None:
    bound(desk, mail_server)
    one = browser()
    one.get("/?language=en")
    wanted = one.get("/cases")
    link = wanted.html.select_one('main a[href^="/sign-in/code"]')
    assert link is not None

    done = entered(one, asked(one, path=str(link["href"])), mail_server.code())

    assert done.path == "/cases"


def test_code__of_an_unknown_person__looks_like_that_of_a_known_one(
    desk: Desk, mail_server: MailServer, browser: Callable[[], Browser]
) -> None:
    bound(desk, mail_server)
    pages = []

    for number in (CITIZEN, "00000009999"):
        one = browser()
        page = asked(one, number=number)
        wrong = entered(one, page, "12345678")
        pages.append([(p.status, p.path, _without_token(p)) for p in (page, wrong)])

    assert pages[0] == pages[1]
    assert "12345678" not in pages[0][1][2] and CITIZEN not in str(pages)


def _without_token(page: Page) -> str:
    html = page.html
    for field in html.select("[name=csrf_token]"):
        field["value"] = ""
    for part in html.select("[data-token]"):
        part["data-token"] = ""
    return str(html)


def test_code__wrong__says_how_often_one_may_still_try(
    desk: Desk, mail_server: MailServer, browser: Callable[[], Browser]
) -> None:
    one = browser()
    page = asked(one)

    answers = [entered(one, page, "12345678") for _ in range(6)]

    assert [answer.status for answer in answers] == [422] * 6
    assert "Tries left: 4" in answers[0].text and "no longer good" in answers[5].text
    field = answers[0].html.select_one("#code")
    assert field is not None and field["aria-invalid"] == "true" and field["autocomplete"] == "one-time-code"


def test_code__asked_for_again_at_once__says_when(desk: Desk, browser: Callable[[], Browser]) -> None:
    one = browser()
    page = asked(one)

    again = one.submit(page, form=page.form("/again"))

    assert again.status == 429 and "10:01" in again.text


@pytest.mark.parametrize("values", [{"contact": "a@b.ge\nBcc: x@y.ge"}, {"contact": "x"}, {"number": "12"}])
def test_request__malformed__is_said_at_the_field(
    browser: Callable[[], Browser], values: dict[str, str]
) -> None:
    page = asked(browser(), **values)

    assert page.status == 422
    assert len(page.html.select("[aria-invalid=true]")) == 1


def test_session_by_code__new__has_another_cookie_and_forgets_the_form_session(
    desk: Desk, mail_server: MailServer, browser: Callable[[], Browser]
) -> None:
    bound(desk, mail_server)
    one = browser()
    one.client.set_cookie("session", "fixed-by-somebody-else-" + "x" * 30)
    page = asked(one)
    token = str(page.form().select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    entered(one, page, mail_server.code())

    cookie = one.client.get_cookie("session")
    assert cookie is not None and "fixed" not in cookie.value and cookie.http_only
    assert one.post("/sign-out", {"csrf_token": token}).status == 400


def test_session_by_code__files_and_follows(by_code: Browser, desk: Desk) -> None:
    receipt = by_code.submit(desk.fill_in_pages(by_code))

    assert receipt.path.endswith("/receipt")
    case = by_code.get(receipt.path.removesuffix("/receipt"))
    assert "one-time code" in case.text


def test_session_by_code__where_the_card_is_needed__is_told_so(by_code: Browser) -> None:
    page = by_code.get("/account/contacts/add")

    assert page.status == 403 and "identity card" in page.text


def test_case__that_needs_the_card__does_not_exist_by_code(
    by_code: Browser, desk: Desk, mail_server: MailServer
) -> None:
    filed = desk.filed()
    with psycopg.connect(mail_server.engine.settings.owner_url) as connection:
        connection.execute("update cases set needs_card = true")

    assert by_code.get(filed.address).status == 404
    assert "You have no cases" in by_code.get("/cases").text
    assert filed.browser.get(filed.address).status == 200


def test_service__for_the_card_only__is_not_filled_in_by_code(
    by_code: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.handlers.drafts.needs_card", lambda version: True)

    page = desk.fill_in_pages(by_code)

    assert page.status == 403 and "identity card" in page.text


def test_draft__of_a_service_for_the_card_only__does_not_exist_by_code(
    by_code: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.handlers.drafts.needs_card", lambda version: True)
    desk.fill_in(desk.signed_in())

    assert "Continue your draft" in desk.signed_in().get("/cases").text
    assert "Continue your draft" not in by_code.get("/cases").text
    assert by_code.get(f"{SERVICE}/draft/delete").path == SERVICE


def test_service__for_the_card_only__is_not_filed_by_code(
    by_code: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.handlers.submissions.needs_card", lambda version: True)

    page = by_code.submit(desk.fill_in_pages(by_code))

    assert page.status == 403 and "identity card" in page.text


def test_contact__removed__closes_that_door(by_code: Browser, desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get("/account")

    browser.submit(page, form=page.form("/end"))

    assert by_code.get("/cases").path.startswith("/sign-in")


def test_desk__operator__binds_after_two_looks(desk: Desk, mail_server: MailServer) -> None:
    clerk = desk.staff("chancellery")
    compare = clerk.submit(
        clerk.get("/desk/contacts"), {"personal_number": "000 000 00104", "contact": "four@demo.invalid"}
    )
    assert "მოქალაქე 4" in compare.text
    confirming = clerk.submit(compare, {"compared": "yes"})

    done = clerk.submit(confirming, {"code": mail_server.code()}, form=confirming.form('name="code"'))

    assert done.path == "/desk/contacts" and "now sign in" in done.text


def test_desk__document_not_compared__sends_nothing(desk: Desk, mail_server: MailServer) -> None:
    clerk = desk.staff("chancellery")
    compare = clerk.submit(
        clerk.get("/desk/contacts"), {"personal_number": "00000000104", "contact": "four@demo.invalid"}
    )

    clerk.submit(compare)

    with psycopg.connect(mail_server.engine.settings.owner_url) as connection:
        assert connection.execute("select count(*) from one_time_codes").fetchone() == (0,)


def test_request__behind_our_proxy__counts_by_what_the_proxy_saw(
    mail_server: MailServer, tmp_path: Path
) -> None:
    behind = replace(mail_server.engine, settings=replace(mail_server.engine.settings, proxies=1))
    client = create_app(behind, TESTING=True, WTF_CSRF_ENABLED=False).test_client()

    for claimed in ("203.0.113.1", "203.0.113.2"):
        client.post(
            "/sign-in/code",
            data={"personal_number": CITIZEN, "contact": f"a{claimed[-1]}@demo.invalid"},
            headers={"X-Forwarded-For": f"{claimed}, 198.51.100.7"},
        )

    with psycopg.connect(mail_server.engine.settings.owner_url) as connection:
        seen = connection.execute(
            "select count(*), count(distinct network_mac) from one_time_codes"
        ).fetchone()
    assert seen == (2, 1)
