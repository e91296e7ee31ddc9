"""Files of guests: sent, filed and handed over with the case; a virus among them is on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import psycopg
from werkzeug.test import TestResponse

from engine.bootstrap import build
from engine.reconcile import reconcile
from tests.documents.made_files import EICAR, a_picture
from tests.documents.scanner import a_clamd
from tests.web.apps import app_over
from tests.web.browser import Browser
from tests.web.desk import CITIZEN, CONTINUE, EVIDENCE, Desk, answers_on
from tests.web.mail_server import MailServer
from tests.web.test_guests import a_guest, app, for_guests, receipt_of, tracked

__all__ = ("app", "for_guests")


def test_guest__sends_files_with_and_without_a_script__they_are_filed_and_go_with_the_case(
    desk: Desk, mail_server: MailServer, browser: Callable[[], Browser], for_guests: None
) -> None:
    # Given a guest who sends one photo by script and one with the form
    guest = browser()
    a_guest(guest, mail_server)
    digest = by_script(guest, a_picture("PNG")).get_json()["document"]
    sent = {**answers_on(EVIDENCE), "files": digest}
    guest.submit(guest.get(EVIDENCE), sent, button=CONTINUE, files={"files": (a_picture("JPEG"), "b.jpg")})

    # When the application is filed, and its person takes it over
    _, code = receipt_of(desk, guest)
    owner = desk.signed_in()
    page = tracked(owner, code)
    case = owner.submit(page, form=page.form("/track/link"))

    # Then both files are those of the case, and the guest's no longer
    links = {str(link["href"]) for link in case.html.select('a[href*="/documents/"]')}
    uploads = sorted(link for link in links if re.search("/documents/[0-9a-f]{64}$", link))
    assert any(digest in link for link in uploads)
    assert len(uploads) == 2 and [owner.client.get(link).status_code for link in uploads] == [200, 200]
    assert guest.client.get(uploads[0]).status_code == 404
    assert all(check.is_good for check in reconcile(mail_server.engine))


def test_guest__checks_their_answers__reads_the_number_that_they_said(
    desk: Desk, mail_server: MailServer, browser: Callable[[], Browser], for_guests: None
) -> None:
    guest = browser()
    a_guest(guest, mail_server)

    check = desk.fill_in(guest)

    assert check.path.endswith("/check")
    assert [cell.get_text() for cell in check.html.select("dd.figure")] == [CITIZEN]


def test_guest__sends_a_virus__is_told_and_it_is_on_record(mail_server: MailServer, for_guests: None) -> None:
    with a_clamd() as address:
        engine = build(replace(mail_server.engine.settings, clamd=address), clock=mail_server.engine.clock)
        guest = Browser(app_over(engine, "scanning").test_client())
        a_guest(guest, mail_server)
        refused = by_script(guest, EICAR)
        engine.close()

    assert (refused.status_code, bool(refused.get_json()["error"])) == (422, True)
    with psycopg.connect(mail_server.engine.settings.owner_url) as connection:
        noted = connection.execute("select kind from stream_events where stream = 'uploads'").fetchall()
    assert noted == [("upload.infected",)]


def by_script(browser: Browser, content: bytes) -> TestResponse:
    token = str(browser.get(EVIDENCE).form().select_one('input[name="csrf_token"]')["value"])
    data = {"csrf_token": token, "file": (BytesIO(content), "a.png")}
    return browser.client.post("/uploads", data=data)
