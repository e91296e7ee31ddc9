"""Headers, limits and forged forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from urllib.parse import unquote_to_bytes

import pytest

from engine.bootstrap import Engine, build
from tests.web.browser import Browser
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, RESIDENCE, SERVICE, Desk
from web.app import create_app
from web.bodies import MAX_REQUEST


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing-here", "/static/icon.svg"])
def test_headers__any_answer__is_protected(browser: Callable[[], Browser], path: str) -> None:
    headers = browser().get(path).response.headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages__any__hold_no_inline_script_or_style(desk: Desk) -> None:
    browser = desk.signed_in()

    pages = [browser.get(path) for path in ("/", SERVICE, f"{SERVICE}/apply", RESIDENCE, "/cases")]

    for page in pages:
        assert not page.html.select("[style], style, [onclick], [onsubmit], script:not([src])"), page.path


def test_caching__page_with_personal_data__is_forbidden(desk: Desk) -> None:
    assert desk.signed_in().get("/cases").response.headers["Cache-Control"] == "no-store"


def test_session_cookie__after_sign_in__is_out_of_reach_of_scripts(desk: Desk) -> None:
    cookie = desk.signed_in_by_page().client.get_cookie("session")

    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    assert len(cookie.value) >= 40


def test_post__without_token__is_refused_in_words(desk: Desk) -> None:
    browser = desk.signed_in()

    page = browser.post(RESIDENCE, {"actual_address": "x"})

    assert page.status == 400
    assert "opened in another session" in page.text


def test_post__token_of_another_browser__is_refused(desk: Desk, browser: Callable[[], Browser]) -> None:
    stranger = browser()
    token = stranger.get("/sign-in").form().select_one("[name=csrf_token]")
    assert token is not None

    page = desk.signed_in().post("/sign-out", {"csrf_token": str(token["value"])})

    assert page.status == 400


def test_post__token_and_form_session_of_another_account__are_refused(desk: Desk) -> None:
    attacker, victim = desk.signed_in(ANOTHER_CITIZEN), desk.signed_in()
    token = attacker.get("/account").form().select_one("[name=csrf_token]")
    planted = attacker.client.get_cookie("form")
    assert token is not None and planted is not None
    victim.client.set_cookie("form", planted.value)

    assert victim.post("/sign-out", {"csrf_token": str(token["value"])}).status == 400


@pytest.mark.parametrize("who", ["nobody", "somebody"])
def test_post__token_and_form_session_of_nobody__are_refused_of_somebody(
    desk: Desk, browser: Callable[[], Browser], who: str
) -> None:
    attacker, victim = browser(), browser() if who == "nobody" else desk.signed_in()
    token = attacker.get("/sign-in").form().select_one("[name=csrf_token]")
    planted = attacker.client.get_cookie("form")
    assert token is not None and planted is not None
    victim.client.set_cookie("form", planted.value)

    status = victim.post("/sign-in/code", {"csrf_token": str(token["value"])}).status

    assert (status == 400) is (who == "somebody")


@pytest.mark.parametrize("again", [CITIZEN, ANOTHER_CITIZEN])
def test_form__open_while_somebody_signs_in_in_another_window__is_good_for_the_same_person(
    desk: Desk, again: str
) -> None:
    person = desk.signed_in_by_page()
    form = person.get(RESIDENCE)
    person.client.delete_cookie("session")
    desk.sign_in_by_page(person, again)

    page = person.submit(form, {"actual_address": "ქუჩა 7"}, button=("_do", "save"))

    assert page.status == (200 if again == CITIZEN else 400)
    kept = person.get(RESIDENCE).html.select_one("[name=actual_address]")
    assert ("ქუჩა 7" in str(kept)) is (again == CITIZEN)


def test_upload__larger_than_the_limit__is_refused_in_words(desk: Desk) -> None:
    browser = desk.signed_in()
    announced = {"CONTENT_LENGTH": str(MAX_REQUEST + 1), "CONTENT_TYPE": "multipart/form-data; boundary=x"}

    answer = browser.client.post(RESIDENCE, environ_overrides=announced)

    assert answer.status_code == 413
    assert "26 MB" in answer.text


def test_language_switch__address_of_another_host__stays_here(browser: Callable[[], Browser]) -> None:
    answer = browser().client.get("//elsewhere.example/?language=en")

    assert answer.status_code in (303, 308, 404)
    assert "elsewhere" not in (answer.location or "").split("/")[0:3]


@pytest.mark.parametrize(
    "path",
    ["/%0d%0aX", "/%0aSet-Cookie:%20a=b", "/%00", "/a%3Fb", "/%5C%5Celsewhere.example", "/ქედა"],
)
def test_language_switch__address_with_letters_of_its_own__goes_on_to_the_same(
    browser: Callable[[], Browser], path: str
) -> None:
    answer = browser().client.get(f"{path}?language=en")

    assert answer.status_code == 303
    assert unquote_to_bytes(answer.headers["Location"]) == unquote_to_bytes(path)
    assert answer.headers["Location"].isascii() and answer.headers["Location"].isprintable()
    assert "?" not in answer.headers["Location"]


def test_fault__unexpected__shows_a_page_and_logs_no_values(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(engine)
    secret = "".join(["0"] * 8 + ["101"])
    public_home = app.view_functions["public.home"]

    @wraps(public_home)
    def broken() -> str:
        raise ValueError(secret)

    app.view_functions["public.home"] = broken

    answer = app.test_client().get("/?x=1")

    assert answer.status_code == 500
    assert "ValueError" in caplog.text
    assert secret not in caplog.text and secret not in answer.text


def test_styles__database_is_away__are_still_served(engine: Engine) -> None:
    dead = build(replace(engine.settings, database_url="postgresql://nobody@127.0.0.1:9/nowhere"))
    client = create_app(dead).test_client()
    client.set_cookie("session", "x" * 43)

    answer = client.get("/static/icon.svg", buffered=True)
    dead.close()

    assert answer.status_code == 200


def test_cookies__installation_with_an_encrypted_address__never_travel_in_the_open(engine: Engine) -> None:
    secured = replace(engine, settings=replace(engine.settings, public_url="https://services.example"))
    client = create_app(secured).test_client()

    answer = client.get("/sign-in?language=en")

    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies and all("Secure" in cookie and "Path=/" in cookie for cookie in cookies)
    assert all(cookie.startswith("__Host-") and "Domain" not in cookie for cookie in cookies)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
