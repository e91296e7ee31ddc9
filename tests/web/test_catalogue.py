"""Finding a service: two steps from home, by life event, by words in either script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.browser import Browser
from tests.web.desk import SERVICE
from web.public.catalogue import MOST_PLACES

NAME = "Status of a permanent resident of a high-mountain settlement"


def english(browser: Callable[[], Browser]) -> Browser:
    one = browser()
    one.get("/?language=en")
    return one


def test_home__new_visitor__chooses_the_municipality_and_then_the_service(
    browser: Callable[[], Browser],
) -> None:
    one = english(browser)

    home = one.get("/")
    here = one.get(str(home.html.select_one('main a[href="/municipalities/keda"]')["href"]))  # type: ignore[index]

    assert here.html.select_one(f'main a[href="{SERVICE}"]')
    assert "When money is short" in here.text


def test_home__municipality_chosen_before__shows_its_services_at_once(
    browser: Callable[[], Browser],
) -> None:
    one = english(browser)
    one.get("/municipalities/keda")

    home = one.get("/")

    assert home.html.select_one(f'main a[href="{SERVICE}"]')
    assert home.html.select_one('main a[href="/municipalities"]')


@pytest.mark.parametrize("code", ["tbilisi", "nowhere", "../etc", "a" * 500, "keda'--", "ქედა"])
def test_home__remembered_place_offers_nothing_or_is_nonsense__asks_anew(
    browser: Callable[[], Browser], code: str
) -> None:
    one = english(browser)
    one.client.set_cookie("municipality", code)

    home = one.get("/")

    assert home.status == 200 and "Choose the municipality" in home.text


def test_municipality__nothing_switched_on__says_so_and_leads_on(browser: Callable[[], Browser]) -> None:
    page = english(browser).get("/municipalities/tbilisi")

    assert "has not switched on any service" in page.text
    assert page.html.select_one('main a[href="/municipalities"]')
    assert page.response.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize(
    "question",
    ["სტატუსი", "statusi", "statussi", "სტატუსს", "magalmtiani", "maghalmtiani statusi", "mountain",
     "mountian", "pension", "danamati", "ელექტროენერგია", "electricity", "მაღალმთიანს მინდა სტატუსი"],
)  # fmt: skip
def test_search__as_people_type__finds_the_service(browser: Callable[[], Browser], question: str) -> None:
    one = english(browser)

    page = one.get(f"/services?q={question}")

    assert NAME in page.text, page.text


@pytest.mark.parametrize(
    "question", ["zzzzzz", "ღღღ", "%00", "%ff", "' or 1=1 --", "<script>alert(1)</script>", "𒀀"]
)
def test_search__nothing_fits__gives_advice(browser: Callable[[], Browser], question: str) -> None:
    page = english(browser).get(f"/services?q={question}")

    assert page.status == 200 and NAME not in page.text
    assert "No such service was found" in page.text or "0 services" in page.text
    assert "<script>alert" not in page.response.get_data(as_text=True)


def test_search__empty__asks_only(browser: Callable[[], Browser]) -> None:
    page = english(browser).get("/services?q=+")

    assert page.status == 200 and "found" not in page.text.lower().split("search for")[-1]


def test_search__where_it_is_not_offered__names_places_where_it_is(browser: Callable[[], Browser]) -> None:
    page = english(browser).get("/services?q=statusi&in=abasha")

    assert "offered elsewhere" in page.text
    assert len(page.html.select('main a[href$="/services/high_mountain.grant"]')) == MOST_PLACES
    assert page.html.select_one('main a[href="/municipalities"]')


def test_search__language_switched__keeps_the_question(browser: Callable[[], Browser]) -> None:
    page = english(browser).get("/services?q=statusi&language=ka")

    assert page.html.select_one('input[name="q"]')["value"] == "statusi"  # type: ignore[index]
    assert page.html.html["lang"] == "ka"  # type: ignore[index]


def test_start_page__law__leads_to_the_act(browser: Callable[[], Browser]) -> None:
    page = english(browser).get(SERVICE)

    assert page.html.select_one('main a[href="https://matsne.gov.ge/ka/document/view/2924386"]')
    for said in (
        "Free of charge",
        "1 month",
        "by law this counts as a refusal",
        "article 3",
        "community centre",
    ):
        assert said in page.text


def test_paper_form__has_every_question_and_no_field(browser: Callable[[], Browser]) -> None:
    page = english(browser).get(f"{SERVICE}/paper")

    assert page.status == 200
    assert page.html.select("main input, main select, main textarea") == []
    for said in ("Personal number", "Signature", "Months", "high-mountain settlement"):
        assert said in page.text, page.text
