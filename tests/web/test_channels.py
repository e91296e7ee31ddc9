"""The pages on which people choose how to hear of letters."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from engine.notifications.channels import StopLinks
from tests.web.browser import Browser
from tests.web.desk import CITIZEN, Desk


def bound(desk: Desk, address: str = "second@demo.invalid") -> int:
    person = desk.people()[CITIZEN].person_id
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        found = connection.execute(
            "insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at)"
            " values (%s, 'email', %s, 'card', %s, now()) returning id",
            (person, address, person),
        ).fetchone()
    assert found is not None
    return int(found[0])


def choices(desk: Desk) -> list[tuple[object, ...]]:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        return connection.execute(
            "select channel, contact_id, language, case_id is not null from notification_choices order by 4"
        ).fetchall()


def test_choice__for_all_and_for_one_case__is_kept_and_shown(desk: Desk) -> None:
    contact, filed = bound(desk), desk.filed()
    browser = filed.browser
    browser.submit(browser.get("/account/notifications"), {"channel": "portal", "language": "ka"})
    page = browser.get(filed.address)
    link = page.html.select_one('a[href$="/notifications"]')
    assert link is not None
    browser.submit(browser.get(str(link["href"])), {"channel": str(contact), "language": "en"})

    assert choices(desk) == [("portal", None, "ka", False), ("email", contact, "en", True)]
    shown = browser.get(str(link["href"])).html.select_one("[name=channel][checked]")
    assert shown is not None and shown["value"] == str(contact)
    browser.submit(browser.get(str(link["href"])), {"channel": "usual"})
    assert choices(desk) == [("portal", None, "ka", False)]


def test_choice__nonsense__is_refused(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get("/account/notifications")

    answers = [
        browser.submit(page, {"channel": channel, "language": language}).status
        for channel, language in (("", "ka"), ("x", "ka"), ("999", "ka"), ("portal", "xx"), ("9" * 30, "ka"))
    ]

    assert answers == [400, 400, 404, 400, 400]


def test_stop_link__opened_by_a_scanner__stops_nothing_and_pressed_by_a_person_does(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    token = StopLinks(desk.engine.settings.secret).token(desk.people()[CITIZEN].person_id)
    one = browser()
    page = one.get(f"/stop/{token}?language=en")
    assert choices(desk) == []

    done = one.submit(page)

    assert "Copies are stopped" in done.text
    assert choices(desk) == [("portal", None, "ka", False)]


def test_stop_link__by_the_button_of_a_mail_program__needs_no_cookie(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    token = StopLinks(desk.engine.settings.secret).token(desk.people()[CITIZEN].person_id)

    answer = browser().client.post(f"/stop/{token}", data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200 and choices(desk) == [("portal", None, "ka", False)]


def test_stop_link__wrong__says_so(browser: Callable[[], Browser]) -> None:
    answer = browser().client.post("/stop/AAAA", data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 422


def test_address__where_nothing_arrives__is_shown(desk: Desk) -> None:
    browser = desk.signed_in()
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(
            "insert into unreachable values (%s, 'citizen1@demo.invalid', now())",
            (desk.people()[CITIZEN].person_id,),
        )

    assert "nothing arrives at citizen1@demo.invalid" in browser.get("/account").text
