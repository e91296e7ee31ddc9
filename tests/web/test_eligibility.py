"""Asking before applying: in words, by the service's own table, without signing in, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from engine.bootstrap import Engine
from tests.web.browser import Browser, Page
from tests.web.desk import SERVICE

ADDRESS = f"{SERVICE}/eligibility"
FITTING: dict[str, Any] = {
    "is_citizen": "yes",
    "settlement": "keda-demo-1",
    "registered": "here",
    "holds": "none",
    "months_last_year": "11",
}


def asked(browser: Callable[[], Browser], language: str = "en", **changes: Any) -> Page:
    one = browser()
    one.get(f"/?language={language}")
    return one.submit(one.get(ADDRESS), {**FITTING, **changes}, form=one.get(ADDRESS).form("settlement"))


def test_check__everything_fits__says_so_and_leads_to_the_application(browser: Callable[[], Browser]) -> None:
    page = asked(browser)

    assert page.status == 200 and "you meet the conditions" in page.text
    assert "not a decision" in page.text
    assert page.html.select_one(f'main a.button[href="{SERVICE}/apply"]')


@pytest.mark.parametrize(
    ("changes", "condition", "change"),
    [
        ({"months_last_year": "5"}, "Lived there long enough no needed: yes", ": 9"),
        ({"is_citizen": "no"}, "Citizen of Georgia no needed: yes", "Citizen of Georgia: yes"),
        (
            {"registered": "elsewhere"},
            "Registered address elsewhere needed: in the settlement of the application",
            "Registered settlement: ",
        ),
        ({"registered": "nowhere"}, "Registered address nowhere", "Registered settlement: "),
        (
            {"is_citizen": "no", "months_last_year": "0"},
            "Lived there long enough no needed: yes",
            "Citizen of Georgia: yes",
        ),
    ],
)
def test_check__a_condition_fails__is_explained_with_the_nearest_change(
    browser: Callable[[], Browser], changes: dict[str, str], condition: str, change: str
) -> None:
    page = asked(browser, **changes)

    assert page.status == 200 and "do not meet the conditions yet" in page.text
    told = page.html.select_one("[aria-labelledby=change]").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert condition in page.text and change in told
    assert "What counts is how it is" in told and "your answers:" not in told
    assert "You may apply anyway" in page.text and "heard" in page.text
    assert not page.html.select(".f-error, .f-errors, [aria-invalid]")


def test_check__in_georgian__is_georgian(browser: Callable[[], Browser]) -> None:
    page = asked(browser, "ka", months_last_year="5")

    assert "პირობები ჯერ არ სრულდება" in page.text and ": 9" in page.text


def test_check__a_question_left_out__is_asked_again_with_values_kept(browser: Callable[[], Browser]) -> None:
    page = asked(browser, months_last_year="")

    assert page.status == 422
    assert page.html.select_one('select[name="settlement"] option[value="keda-demo-1"][selected]')


def test_check__answered__keeps_nothing_here_or_in_the_browser(
    browser: Callable[[], Browser], engine: Engine
) -> None:
    one = browser()

    answer = one.client.post(ADDRESS, data=FITTING)

    assert answer.status_code == 200
    with one.client.session_transaction() as kept:
        assert set(kept) <= {"csrf_token", "browser"}
    with psycopg.connect(engine.settings.owner_url) as connection:
        assert connection.execute(
            "select (select count(*) from drafts) + (select count(*) from cases)"
        ).fetchone() == (0,)


@pytest.mark.parametrize("place", ["abasha", "nowhere"])
def test_check__service_is_not_offered_there__is_not_found(
    browser: Callable[[], Browser], place: str
) -> None:
    assert browser().get(ADDRESS.replace("keda", place)).status == 404


def test_start_page__of_a_service__says_everything_before_anybody_signs_in(
    browser: Callable[[], Browser],
) -> None:
    one = browser()
    one.get("/?language=en")

    page = one.get(SERVICE)

    headings = [heading.get_text() for heading in page.html.select("main h2")]
    assert headings == [
        "At a glance", "Who may apply", "What you need", "What happens after", "If nobody answers in time",
        "How to apply", "Legal basis",
    ]  # fmt: skip
    assert page.html.select_one(f'main a[href="{ADDRESS}"]')
    assert "General Administrative Code" in page.html.select_one("aside details").get_text()  # type: ignore[union-attr]
