"""Letters come in the language that their applicant chose, and can be read in both."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from engine.jobs.mail import send_letter
from engine.scenarios.signers import Signers
from tests.notifications.mails import read
from tests.web.desk import CITIZEN, Desk, Filed
from tests.web.mail_server import MailServer
from tests.web.signing_client import SigningClient
from tests.web.test_appeals import complain

MAYOR = "00000002007"
SUBJECTS = {"ka": "თქვენი განცხადება მიღებულია", "en": "Your application has been received"}


def choose(desk: Desk, language: str) -> None:
    """Choose a language for letters, with an e-mail address for the copies."""
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        person = desk.people()[CITIZEN].person_id
        (contact,) = connection.execute(
            "insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at)"
            " values (%s, 'email', 'second@demo.invalid', 'card', %s, now()) returning id",
            (person, person),
        ).fetchone()  # type: ignore[misc]
    browser = desk.signed_in()
    page = browser.get("/account/notifications")
    browser.submit(page, {"channel": str(contact), "language": language})


def filed_by(desk: Desk, language: str) -> Filed:
    """File in a language, with copies by e-mail; the browser shows English pages afterwards."""
    filed = desk.filed(language=language, notify_by="email", runs_jobs=False)
    filed.browser.get("/?language=en")
    return filed


def letters(desk: Desk) -> list[tuple[object, ...]]:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        return connection.execute("select language, subject, id from letters").fetchall()


@pytest.mark.parametrize("chosen", ["ka", "en"])
def test_letter__language_chosen__counts_in_it_whatever_the_pages_were(desk: Desk, chosen: str) -> None:
    choose(desk, chosen)
    filed_by(desk, "en" if chosen == "ka" else "ka")

    assert [row[:2] for row in letters(desk)] == [(chosen, SUBJECTS[chosen])]


def test_letter__nothing_chosen__counts_in_the_language_of_the_application(desk: Desk) -> None:
    filed_by(desk, "ka")

    assert [row[:2] for row in letters(desk)] == [("ka", SUBJECTS["ka"])]


def test_letter__in_the_portal__is_there_in_both_languages(desk: Desk) -> None:
    filed = filed_by(desk, "ka")

    page = filed.browser.get(filed.address).html
    shown = page.select_one("details.letter > .letter-body")
    other = page.select_one("details.letter details .letter-body[lang=ka]")

    assert page.select_one("details.letter summary strong").get_text() == SUBJECTS["en"]
    assert shown is not None and "lang" not in shown.attrs and "Georgian" not in shown.get_text()
    assert other is not None and "განცხადება" in other.get_text()
    assert SUBJECTS["ka"] not in page.select_one(".timeline").get_text()


def test_copy__of_a_letter__is_in_the_language_chosen_since(desk: Desk, mail_server: MailServer) -> None:
    filed_by(desk, "ka")
    desk.clock.advance(timedelta(minutes=1))
    choose(desk, "en")
    (letter,) = letters(desk)
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        (place,) = connection.execute("select municipality_id from letters").fetchone()  # type: ignore[misc]

    send_letter(mail_server.engine, letter[2], place)

    assert read(mail_server.mail.accepted[-1])["Subject"] == SUBJECTS["en"]


def test_act__on_english_pages__has_its_english_title(desk: Desk, cards: Signers) -> None:
    case_id = complain(desk, None).case_id
    steps = (
        ("lawyer", {"admissible": "yes"}),
        ("lawyer", {"next": "draft", "finding": "well_founded", "explanation": "დემო დ"}),
        ("lawyer", {"outcome": "grant", "facts": "დემო ა", "reasoning": "დემო ბ", "instruction": "დემო გ"}),
        ("head_of_service", {"visa": "approve"}),
        ("mayor", {"verdict": "agree"}),
    )
    for role, answers in steps:
        browser = desk.staff(role)
        listed = browser.get("/inbox?tab=unassigned")
        page = browser.submit(browser.submit(listed, form=listed.form("/claim")), answers)
        if role == "mayor":
            SigningClient(browser, page).sign(cards.card(MAYOR))
        desk.run_jobs()

    applicant, clerk = (
        desk.signed_in().get(f"/cases/{case_id}"),
        desk.staff("lawyer").get(f"/inbox/cases/{case_id}"),
    )
    for page in (applicant, clerk):
        titles = [link.get_text() for link in page.html.select(".documents a")]
        assert "Order allowing a complaint" in titles
        assert "ბრძანება" not in page.html.select_one(".timeline").get_text()  # type: ignore[union-attr]
    in_georgian = desk.signed_in(language="ka").get(f"/cases/{case_id}")
    assert "ბრძანება საჩივრის დაკმაყოფილების შესახებ" in in_georgian.html.select_one(".documents").get_text()  # type: ignore[union-attr]
