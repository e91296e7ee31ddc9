"""What a municipality lacks: told to administrator and head, and to whoever would have applied in vain."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from engine.bootstrap import Engine
from engine.clock import local_date
from engine.offices.readiness.rules import MENDED
from tests.web.browser import Browser
from tests.web.desk import Desk

PLACE = "/municipalities/telavi/services"
GRANT, AID = f"{PLACE}/high_mountain.grant", f"{PLACE}/social.apply"
READINESS = "/admin/municipalities/telavi/readiness"
ADMIN, HEAD = "municipal_admin", "head_of_service"
ACT = "Resolution No. 9"


def empty(engine: Engine, *tables: str) -> None:
    """Let Telavi have no list of this kind, as an installation begins without one."""
    here = "(select id from municipalities where code = 'telavi')"
    with psycopg.connect(engine.settings.owner_url) as connection:
        for table in tables:
            connection.execute(f"delete from {table} where municipality_id = {here}")


def texts(browser: Browser, address: str) -> str:
    return " ".join(browser.get(address).text.split())


@pytest.mark.parametrize(
    ("address", "table", "why"),
    [
        (GRANT, "settlements", "the list of these settlements has not been entered"),
        (AID, "programmes", "no programme of this municipality is in force"),
    ],
)
def test_service__whose_list_is_empty__says_why_and_where_to_go_instead(
    desk: Desk, engine: Engine, address: str, table: str, why: str
) -> None:
    browser = desk.signed_in()
    assert browser.get(address).html.select_one(f'main a[href="{address}/apply"]')

    empty(engine, table)
    page = browser.get(address)

    assert page.status == 200
    assert why in " ".join(page.text.split())
    assert "at the city hall of Telavi" in page.text
    assert "Saniore" in page.html.select_one("#closed").find_parent("section").get_text()  # type: ignore[union-attr]
    assert not page.html.select_one(f'main a[href="{address}/apply"]')
    assert page.html.select_one(f'main a[href="{address}/paper"]')


def test_application__whose_list_is_empty__leads_back_to_the_page_that_says_why(
    desk: Desk, engine: Engine
) -> None:
    empty(engine, "settlements")
    browser = desk.signed_in()

    for page in ("/apply", "/apply/application_residence", "/eligibility"):
        answer = browser.client.get(GRANT + page)
        assert (answer.status_code, answer.headers["Location"]) == (303, GRANT)


def test_service__elsewhere__is_open_meanwhile(desk: Desk, engine: Engine) -> None:
    empty(engine, "settlements")

    page = desk.signed_in().get("/municipalities/keda/services/high_mountain.grant")

    assert page.html.select_one('main a[href$="/apply"]')
    assert not page.html.select_one("#closed")


def test_readiness__of_a_module_that_lacks_something__names_the_pages_that_mend_it(
    desk: Desk, engine: Engine
) -> None:
    empty(engine, "settlements")
    with psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute(
            """delete from role_grants where role = 'lawyer'
            and municipality_id = (select id from municipalities where code = 'telavi')"""
        )

    page = desk.staff(ADMIN, "telavi").get(READINESS)
    section = page.html.select_one("#module-high_mountain").find_parent("section")  # type: ignore[union-attr]

    assert section is not None
    words = section.get_text(" ")
    assert "It is switched on, and something is missing" in words
    assert "The list of high-mountain settlements is empty." in words
    assert 'on the page "High-mountain settlements"' in words and "mms load-data" not in words
    assert "Nobody holds the office of: lawyer." in words
    assert section.select_one('a[href="/admin/municipalities/telavi/staff"]')


def test_what_goes_missing__is_shown_where_administrator_and_head_begin(desk: Desk, engine: Engine) -> None:
    begins = ((ADMIN, "/admin"), (HEAD, "/inbox/board"))
    before = [texts(desk.staff(role, "telavi"), page) for role, page in begins]

    empty(engine, "settlements")

    for (role, page), earlier in zip(begins, before, strict=True):
        assert "switched on and lack" not in earlier
        shown = desk.staff(role, "telavi").get(page)
        assert "1 module is switched on and lacks something" in " ".join(shown.text.split())
        assert shown.html.select_one(f'main a[href="{READINESS}"]')


def test_switch__of_a_module_that_lacks_something__is_refused_with_these_words(
    desk: Desk, engine: Engine
) -> None:
    admin, page = desk.staff(ADMIN, "telavi"), "/admin/municipalities/telavi/services"
    typed = {"what": "high_mountain", "act": ACT, "first_on": local_date(desk.clock.now()).isoformat()}
    admin.submit(admin.get(page), {**typed, "is_on": "no"})
    empty(engine, "settlements")

    refused = admin.submit(admin.get(page), {**typed, "is_on": "yes"})

    assert refused.status == 422
    assert "The list of high-mountain settlements is empty." in refused.text
    assert admin.get(f"{PLACE}/high_mountain.grant").status == 404


def test_sign_in__in_another_municipality__shows_its_invented_people(
    browser: Callable[[], Browser],
) -> None:
    anybody = browser()
    anybody.get("/?language=en")

    first, there = anybody.get("/sign-in"), anybody.get("/sign-in?in=adigeni")

    assert "Mayor (Adigeni)" not in first.text and "Mayor (Keda)" in first.text
    assert "Mayor (Adigeni)" in there.text and "Citizen (Adigeni)" in there.text
    assert "Mayor (Keda)" not in there.text
    assert "Mayor (Keda)" in anybody.get("/sign-in?in=nowhere%00").text


def test_pages__that_mend_what_is_missing__are_there(desk: Desk) -> None:
    pages = desk.stranger().client.application.url_map.bind("localhost")
    for point, mended in MENDED.items():
        address = mended.command_in("keda")
        assert bool(mended.page) <= bool(address), point
        if address.startswith("/"):
            endpoint, _ = pages.match(address)
            assert endpoint == f"admin.{mended.page}", point
