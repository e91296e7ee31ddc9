"""Sessions: how long, where else, and what is sent too late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from engine.identity.sessions import LONGEST, LONGEST_IDLE
from tests.databases import BEGINNING
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, RESIDENCE, Desk
from web.devices import device_of

IDLE = LONGEST_IDLE["card"]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in_again(desk: Desk, browser: Browser, page: Page, number: str = CITIZEN) -> Page:
    person = str(desk.people()[number].person_id)
    return browser.submit(page, form=page.form(f'value="{person}"'), button=("person", person))


def left(browser: Browser) -> int:
    answer = browser.client.get("/session").json
    assert answer is not None
    return int(answer["left"])


def test_time_left__asked_for__does_not_prolong_the_session(desk: Desk) -> None:
    browser = desk.signed_in()
    browser.get("/cases")
    seen = []
    for _ in range(7):
        seen.append(left(browser))
        desk.clock.advance(IDLE / 6)

    assert seen == [(IDLE * sixths / 6).total_seconds() for sixths in (6, 5, 4, 3, 2, 1, 0)]
    assert browser.get("/cases").path.startswith("/sign-in")


def test_time_left__after_staying__is_whole_again(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get("/cases")
    desk.clock.advance(IDLE - timedelta(minutes=2))

    warning = page.html.select_one("[data-session] form")
    assert warning is not None
    browser.submit(page, form=warning)

    assert left(browser) == IDLE.total_seconds()


def test_time_left__late_in_the_day__ends_with_the_day(desk: Desk) -> None:
    browser = desk.signed_in()
    while desk.clock.now() < BEGINNING + LONGEST["card"] - IDLE / 2:
        desk.clock.advance(IDLE * 0.9)
        browser.get("/cases")

    assert (
        left(browser)
        == (BEGINNING + LONGEST["card"] - desk.clock.now()).total_seconds()
        < IDLE.total_seconds()
    )


def test_time_left__of_nobody__is_none(browser: Callable[[], Browser]) -> None:
    one = browser()
    assert left(one) == 0
    one.client.set_cookie("session", "x" * 43)
    assert left(one) == 0
    assert one.get("/").html.select("[data-session]") == []


def too_late(desk: Desk, browser: Browser) -> Page:
    form = browser.get(RESIDENCE)
    desk.clock.advance(2 * IDLE)
    return browser.submit(form, {"actual_address": 'ქუჩა <b> "7"'}, button=("_do", "save"))


def test_form__sent_too_late__waits_and_goes_on_after_signing_in_again(desk: Desk) -> None:
    browser = desk.signed_in()
    page = sign_in_again(desk, browser, too_late(desk, browser))
    assert page.path.startswith("/kept/"), page.path

    browser.submit(page)

    kept = browser.get(RESIDENCE).html.select_one("[name=actual_address]")
    assert kept is not None and (kept.get("value") or kept.get_text().strip()) == 'ქუჩა <b> "7"'


def test_form__sent_too_late__is_shown_to_nobody_else(desk: Desk) -> None:
    browser = desk.signed_in()
    page = sign_in_again(desk, browser, too_late(desk, browser), ANOTHER_CITIZEN)

    assert page.status == 404 and "ქუჩა" not in page.text


def test_form__sent_too_late_after_signing_out__is_not_kept(desk: Desk) -> None:
    browser = desk.signed_in()
    form = browser.get(RESIDENCE)
    token = browser.client.get_cookie("session")
    assert token is not None
    home = browser.get("/")
    browser.submit(home, form=home.html.select_one("header form"))
    browser.client.set_cookie("session", token.value)
    fresh = browser.get("/sign-in").form().select_one("[name=csrf_token]")
    assert fresh is not None

    browser.submit(form, {"csrf_token": str(fresh["value"])}, button=("_do", "save"))

    assert rows(desk, "kept_forms") == 0


def test_form__sent_by_a_script_or_by_nobody__is_not_kept(desk: Desk, browser: Callable[[], Browser]) -> None:
    late = desk.signed_in()
    late.headers = {"Sec-Fetch-Mode": "cors"}
    too_late(desk, late)
    stranger = browser()
    stranger.client.set_cookie("session", "x" * 43)
    token = stranger.get("/sign-in").form().select_one("[name=csrf_token]")
    assert token is not None
    stranger.post(RESIDENCE, {"csrf_token": str(token["value"]), "actual_address": "1"})

    assert rows(desk, "kept_forms") == 0


def test_form__enormous__is_not_kept_and_the_page_leads_back(desk: Desk) -> None:
    browser = desk.signed_in()
    form = browser.get(RESIDENCE)
    desk.clock.advance(2 * IDLE)

    page = browser.submit(form, {"actual_address": "x" * 300_000}, button=("_do", "save"))

    assert page.path.startswith("/sign-in") and "kept" not in page.path
    assert rows(desk, "kept_forms") == 0


def test_form__kept__is_forgotten_when_its_person_says_so(desk: Desk) -> None:
    browser = desk.signed_in()
    page = sign_in_again(desk, browser, too_late(desk, browser))

    browser.submit(page, form=page.form("/drop"))

    assert rows(desk, "kept_forms") == 0
    assert browser.get(page.path).status == 404


def rows(desk: Desk, table: str) -> int:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        found = connection.execute(f"select count(*) from {table}").fetchone()  # type: ignore[arg-type]
    assert found is not None
    return int(found[0])


def test_sessions__of_one_person__are_listed_and_ended_one_by_one(desk: Desk) -> None:
    here, there = desk.signed_in(), desk.signed_in()
    other = desk.signed_in(ANOTHER_CITIZEN)
    page = here.get("/account")
    forms = [form for form in page.html.select("main form") if "/account/sessions/" in str(form["action"])]
    assert len(forms) == 2  # that of the other device, and "everywhere"

    here.submit(page, form=forms[0])

    assert there.get("/cases").path.startswith("/sign-in")
    assert here.get("/cases").path == "/cases" and other.get("/cases").path == "/cases"


def test_sessions__ended_everywhere__are_over_here_too(desk: Desk) -> None:
    here, there, other = desk.signed_in(), desk.signed_in(), desk.signed_in(ANOTHER_CITIZEN)
    page = here.get("/account")

    answer = here.submit(page, form=page.form('action="/account/sessions/end"'))

    assert answer.path == "/"
    assert [b.get("/cases").path.startswith("/sign-in") for b in (here, there, other)] == [True, True, False]


def test_session__of_somebody_else__can_t_be_ended(desk: Desk) -> None:
    victim, attacker = desk.signed_in(), desk.signed_in(ANOTHER_CITIZEN)
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        person = desk.people()[CITIZEN].person_id
        found = connection.execute("select id from sessions where person_id = %s", (person,)).fetchone()
    assert found is not None
    token = attacker.get("/account").form().select_one("[name=csrf_token]")
    assert token is not None

    answer = attacker.post(f"/account/sessions/{found[0]}/end", {"csrf_token": str(token["value"])})

    assert answer.status == 404
    assert victim.get("/cases").path == "/cases"


def test_sign_out__on_a_shared_computer__clears_what_the_browser_kept(desk: Desk) -> None:
    browser = desk.signed_in()
    form = browser.get("/").html.select_one("header form")
    assert form is not None
    token = str(form.select_one("[name=csrf_token]")["value"])  # type: ignore[index]

    answer = browser.client.post("/sign-out", data={"csrf_token": token})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_device__of_a_browser__is_two_words_of_ours(agent: str, device: str) -> None:
    assert device_of(agent) == device
