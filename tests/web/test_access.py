"""Every page says who may open it, and nobody else gets in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from werkzeug.routing import Rule as Route

from tests.web.browser import Browser
from tests.web.desk import RESIDENCE, Desk
from web import access
from web.access import Audience, UndeclaredAccess, rule_of


def _addresses(app: Flask, *, besides: Audience) -> list[tuple[str, str]]:
    routes = [
        route for route in app.url_map.iter_rules() if rule_of(app, route.endpoint).audience is not besides
    ]
    return [(method, _filled(route)) for route in routes for method in sorted(_methods(route))]


def _methods(route: Route) -> set[str]:
    return set(route.methods or ()) & {"GET", "POST"}


def _filled(route: Route) -> str:
    values = {
        "case_id": uuid4(),
        "contact_id": 7,
        "session_id": uuid4(),
        "form_id": uuid4(),
        "order_id": uuid4(),
        "payment_id": uuid4(),
        "entry_id": uuid4(),
        "language": "ka",
        "task_id": uuid4(),
        "incident_id": uuid4(),
        "code": "keda",
        "name": "gac.decision",
        "unit_code": "keda-demo",
        "service": "high_mountain.grant",
        "register": "residents",
        "digest": "a" * 64,
        "page_id": "application_residence",
    }
    _, path = route.build({name: values.get(name, uuid4()) for name in route.arguments}) or ("", "")
    return str(path)


def test_routes__all__have_a_rule(app: Flask) -> None:
    endpoints = {route.endpoint for route in app.url_map.iter_rules()}

    rules = {endpoint: rule_of(app, endpoint) for endpoint in endpoints}

    assert len(rules) == len(endpoints) > 15


def test_start__view_without_rule__is_refused(app: Flask) -> None:
    bare = Flask("bare")
    bare.add_url_rule("/secret", "secret", lambda: "secret")

    with pytest.raises(UndeclaredAccess, match="secret"):
        access.init(bare)


def test_anonymous__every_page_not_public__is_sent_to_sign_in(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    addresses = _addresses(app, besides=Audience.PUBLIC)
    assert len(addresses) > 12

    answers = {(method, path): client.open(path, method=method) for method, path in addresses}

    assert {(a.status_code, a.location.split("?")[0]) for a in answers.values()} == {(303, "/sign-in")}


def test_citizen__every_staff_page__is_forbidden(app: Flask, desk: Desk) -> None:
    browser = desk.signed_in()
    app.config["WTF_CSRF_ENABLED"] = False
    staff = [(m, p) for m, p in _addresses(app, besides=Audience.PUBLIC) if p.startswith(("/inbox", "/desk"))]
    assert len(staff) >= 7

    answers = [browser.client.open(path, method=method) for method, path in staff]

    assert {answer.status_code for answer in answers} == {403}


def test_session__unknown_token__is_nobody(browser: Callable[[], Browser]) -> None:
    one = browser()
    one.client.set_cookie("session", "x" * 43)

    page = one.get("/cases")

    assert page.path.startswith("/sign-in")


def test_sign_out__then_back__needs_signing_in(desk: Desk) -> None:
    browser = desk.signed_in()
    kept = browser.client.get_cookie("session")
    assert kept is not None

    page = browser.get("/")
    browser.submit(page, form=page.html.select_one("header form"))
    browser.client.set_cookie("session", kept.value)

    assert browser.get("/cases").path.startswith("/sign-in")


def test_sign_in__while_signed_in__ends_the_old_session(desk: Desk) -> None:
    browser = desk.signed_in_by_page()
    first = browser.client.get_cookie("session")
    assert first is not None

    again = browser.get("/sign-in")
    person = str(desk.people()["00000000105"].person_id)
    browser.submit(again, form=again.form(f'value="{person}"'), button=("person", person))

    second = browser.client.get_cookie("session")
    assert second is not None and second.value != first.value
    browser.client.set_cookie("session", first.value)
    assert browser.get("/cases").path.startswith("/sign-in")


@pytest.mark.parametrize(
    "target",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "\t//x",
    ],
)
def test_sign_in__next_leads_elsewhere__goes_home(
    desk: Desk, browser: Callable[[], Browser], target: str
) -> None:
    one = browser()
    page = one.get("/sign-in")
    person = str(desk.people()["00000000101"].person_id)
    form = page.form(f'value="{person}"')

    answer = one.submit(page, {"next": target}, form=form, button=("person", person))

    assert answer.path == "/"


def test_sign_in__after_being_sent_there__returns_to_the_page(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    one = browser()
    page = one.get("/cases")
    person = str(desk.people()["00000000101"].person_id)

    answer = one.submit(page, form=page.form(f'value="{person}"'), button=("person", person))

    assert answer.path == "/cases"


def test_session__idle_for_an_hour__has_ended(desk: Desk) -> None:
    browser = desk.signed_in()
    desk.clock.advance(timedelta(minutes=59))
    assert browser.get("/cases").path == "/cases"

    desk.clock.advance(timedelta(minutes=61))

    assert browser.get("/cases").path.startswith("/sign-in")


def test_session__used_all_day__ends_after_a_working_day(desk: Desk) -> None:
    browser = desk.signed_in()

    for _ in range(11):
        desk.clock.advance(timedelta(minutes=55))
        page = browser.get("/cases")

    assert page.path.startswith("/sign-in")


def test_session__ended_while_a_form_was_open__leads_back_to_what_was_sent(desk: Desk) -> None:
    browser = desk.signed_in()
    form = browser.get(RESIDENCE)
    desk.clock.advance(timedelta(hours=2))

    page = browser.submit(form, button=("_do", "save"))

    target = page.form('name="next"').select_one("[name=next]")
    assert target is not None and str(target["value"]).startswith("/kept/")


def test_roles__taken_away__close_the_pages_at_once(desk: Desk) -> None:
    browser = desk.staff("specialist")
    assert browser.get("/inbox").status == 200

    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute("update role_grants set valid_until = '2026-09-01'")

    assert browser.get("/inbox").status == 403


def test_addresses__of_all_views__are_no_view_s_twice(app: Flask) -> None:
    offered = {"GET", "POST"}
    taken = [
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in offered & (rule.methods or set())
    ]

    assert sorted({address for address in taken if taken.count(address) > 1}) == []
