"""Forms with errors answer with a redirect: what is loaded again or gone back to sends nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from engine.stores import error_pages
from tests.web.browser import NAVIGATION, Browser, Page, fields_of
from tests.web.desk import ANOTHER_CITIZEN, RESIDENCE, Desk


def sent(browser: Browser, page: Page, **headers: str) -> TestResponse:
    """Send the form of a page with a mistake in it, and follow nowhere."""
    data = fields_of(page.form())
    data.setlist("actual_address", ["x" * 3000])
    data.add("_do", "continue")
    return browser.client.post(page.path, data=data, headers=NAVIGATION | headers)


@pytest.fixture
def person(desk: Desk) -> Browser:
    return desk.signed_in()


def test_errors__of_a_form__are_shown_at_an_address_of_their_own(person: Browser) -> None:
    answer = sent(person, person.get(RESIDENCE))

    assert answer.status_code == 303
    first, again = person.get(answer.location), person.get(answer.location)
    assert first.status == again.status == 422
    typed = first.html.select_one("[name=actual_address]")
    assert "x" * 3000 in str(typed) and first.response.data == again.response.data
    assert first.html.select_one("[aria-invalid=true]") is not None


def test_errors__corrected_on_that_page__are_accepted(person: Browser) -> None:
    shown = person.get(sent(person, person.get(RESIDENCE)).location)

    page = person.submit(shown, {"actual_address": "ქუჩა 7"}, button=("_do", "save"))

    assert page.status == 200 and b"_again" not in page.response.request.query_string


def test_errors__sent_by_a_script__are_the_answer(person: Browser) -> None:
    assert sent(person, person.get(RESIDENCE), **{"Sec-Fetch-Mode": "cors"}).status_code == 422


def test_page_of_errors__in_another_browser_or_of_another_person__leads_to_the_form(
    desk: Desk, person: Browser
) -> None:
    address = sent(person, person.get(RESIDENCE)).location
    stranger, window = desk.signed_in(ANOTHER_CITIZEN), desk.signed_in()
    planted = person.client.get_cookie("form")
    assert planted is not None
    stranger.client.set_cookie("form", planted.value)

    for browser in (stranger, window):
        page = browser.get(address)
        assert page.path == RESIDENCE and page.html.select_one("[aria-invalid=true]") is None


@pytest.mark.parametrize("named", ["nothing", "00000000-0000-0000-0000-000000000000"])
def test_page_of_errors__that_is_not_there__leads_to_the_form(person: Browser, named: str) -> None:
    assert person.get(f"{RESIDENCE}?from=check&_again={named}").path == f"{RESIDENCE}?from=check"


@pytest.mark.parametrize("minutes", [59, 61])
def test_page_of_errors__after_an_hour__is_gone(desk: Desk, person: Browser, minutes: int) -> None:
    address = sent(person, person.get(RESIDENCE)).location
    for _ in range(minutes):
        desk.clock.advance(timedelta(minutes=1))
        person.get("/cases")

    assert person.get(address).status == (422 if minutes < 60 else 200)


def test_page_of_errors__after_signing_out__is_gone(desk: Desk, person: Browser) -> None:
    address = sent(person, person.get(RESIDENCE)).location
    home = person.get("/")
    person.submit(home, form=home.html.select_one("header form"))
    desk.sign_in_by_page(person)

    assert person.get(address).status == 200


def test_errors__where_too_many_are_kept__are_the_answer(
    person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_pages, "MOST", 1)

    assert sent(person, person.get(RESIDENCE)).status_code == 303
    assert sent(person, person.get(RESIDENCE)).status_code == 422
