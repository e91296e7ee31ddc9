"""Saying whether a page was useful and how a service was: anybody may, nobody is noted, heads read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from engine.bootstrap import Engine
from tests.web.browser import Browser, Page
from tests.web.desk import SERVICE, Desk


def said(one: Browser, address: str = SERVICE, **values: Any) -> Page:
    page = one.get(address)
    link = page.html.select_one('footer a[href^="/feedback"]')
    assert link is not None
    return one.submit(one.get(str(link["href"])), {"rating": "1", "comment": "Too long", **values})


def kept(engine: Engine) -> list[dict[str, Any]]:
    with psycopg.connect(engine.settings.owner_url, row_factory=psycopg.rows.dict_row) as connection:
        return connection.execute("select * from feedback").fetchall()


def english(browser: Callable[[], Browser]) -> Browser:
    one = browser()
    one.get("/?language=en")
    return one


def test_page__said_of_by_anybody__is_kept_without_who_or_hour(
    browser: Callable[[], Browser], engine: Engine
) -> None:
    page = said(english(browser))

    assert "Thank you" in page.text
    rows = kept(engine)
    assert [(row["kind"], row["page"], row["service_code"], row["rating"]) for row in rows] == [
        ("page", "public.service", "high_mountain.grant", 1)
    ]
    assert set(rows[0]) == {
        "id", "kind", "page", "service_code", "municipality_id", "rating", "comment", "language", "given_on",
    }  # fmt: skip


def test_service__that_is_over__can_be_rated_from_its_case(desk: Desk, engine: Engine) -> None:
    filed = desk.filed()
    filed.browser.submit(filed.browser.get(f"{filed.address}/withdraw"))
    link = filed.browser.get(filed.address).html.select_one('main a[href*="kind=service"]')
    assert link is not None

    filed.browser.submit(filed.browser.get(str(link["href"])), {"rating": "4"})

    assert [(row["kind"], row["rating"]) for row in kept(engine)] == [("service", 4)]


def test_head__reads_counts_and_comments__of_the_own_municipality(
    browser: Callable[[], Browser], desk: Desk
) -> None:
    said(english(browser))
    said(english(browser), rating="5", comment="")

    own, other = (desk.staff("head_of_service", place).get("/inbox/feedback") for place in ("keda", "telavi"))

    cells = [cell.get_text(strip=True) for cell in own.html.select("tbody td")]
    assert cells == ["2", "1", "3"] and "Too long" in own.text
    assert "Nobody has said anything yet" in other.text


def test_list__for_somebody_who_does_not_head__is_forbidden(desk: Desk) -> None:
    assert desk.staff("specialist").get("/inbox/feedback").status == 403


@pytest.mark.parametrize("values", [{"rating": ""}, {"rating": "9"}, {"comment": "a" * 1001}])
def test_feedback__nothing_chosen_or_too_long__is_asked_again(
    browser: Callable[[], Browser], engine: Engine, values: dict[str, str]
) -> None:
    page = said(english(browser), **values)

    assert page.status == 422 and "Choose one answer" in page.text
    assert kept(engine) == []


@pytest.mark.parametrize("query", ["", "?page=nothing", "?page=%00", "?page=../etc"])
def test_feedback__of_no_page__is_a_bad_request(browser: Callable[[], Browser], query: str) -> None:
    assert browser().get(f"/feedback{query}").status == 400


def test_feedback__as_often_as_the_setting_says__is_the_most_of_an_address(
    browser: Callable[[], Browser], engine: Engine
) -> None:
    one, most = english(browser), engine.settings.rate_limits.feedback
    one.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    for _ in range(most):
        said(one)

    page = said(one)

    assert page.status == 429 and page.response.headers["Retry-After"]
    assert len(kept(engine)) == most
