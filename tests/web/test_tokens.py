"""Tokens: made and ended on pages, dead with the office, and never for more than they name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from engine.bootstrap import Engine
from engine.commands.tokens import EndToken
from engine.errors import NotFound
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, made_token, of_citizen, of_office, person, token_rows

PAGE = "/account/tokens"


def made_on_page(desk: Desk, browser: Any, **changes: Any) -> Any:
    typed = {"name": "book-keeping", "office": "own", "scope": ["cases:read"], **changes}
    return browser.submit(browser.get(PAGE), typed)


def test_token__made_on_the_page__is_shown_once_and_works(app: Flask, desk: Desk) -> None:
    browser = desk.signed_in()

    page = made_on_page(desk, browser)
    shown = page.html.select_one("code.secret")

    assert shown is not None and shown.get_text().startswith("mms_")
    assert Program(app, shown.get_text()).get("/cases").status_code == 200
    again = browser.get(PAGE)
    assert "book-keeping" in again.text and "mms_" not in again.text and "last used 01.09.2026" in again.text


def test_page__sent_twice__makes_one_token(desk: Desk) -> None:
    browser = desk.signed_in()
    form = browser.get(PAGE)
    typed = {"name": "one", "office": "own", "scope": ["cases:read"]}

    browser.submit(form, typed)
    second = browser.submit(form, typed)

    assert second.status == 422 and "has been made already" in second.text
    assert len(second.html.select("#mine ~ ul > li")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Give the token a name"),
        ({"scope": []}, "Choose at least one thing"),
        ({"last_day": "2031-01-01"}, "at most 366 days ahead"),
        ({"last_day": "soon"}, "Enter a last day"),
        ({"office": "mayor/keda"}, "You do not hold this office"),
    ],
)
def test_token__that_can_t_be__is_refused_with_what_to_do(
    desk: Desk, changes: dict[str, Any], words: str
) -> None:
    page = made_on_page(desk, desk.signed_in(), **changes)

    assert page.status == 422 and words in page.text


def test_token__ended_by_its_person__is_dead(app: Flask, engine: Engine, desk: Desk) -> None:
    browser = desk.signed_in()
    program = of_citizen(app, engine, CITIZEN)
    before = program.get("/cases").status_code

    page = browser.get(PAGE)
    browser.submit(page, form=page.form("/end"))
    after = program.get("/cases")

    assert (before, after.status_code, after.json["code"]) == (200, 401, "api.token_dead")
    assert after.headers["WWW-Authenticate"] == "Bearer"


def test_token__of_an_office_that_ends__is_dead_at_once(app: Flask, engine: Engine) -> None:
    program = of_office(app, engine, "specialist")
    before = program.get("/tasks").status_code

    with psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute("update role_grants set valid_until = '2026-09-01'")
    after = program.get("/tasks")

    assert (before, after.status_code, after.json["code"]) == (200, 401, "api.token_dead")


def test_token__after_its_last_day__is_dead(app: Flask, engine: Engine, desk: Desk) -> None:
    program = of_citizen(app, engine, CITIZEN, days=3)
    desk.clock.advance(timedelta(days=3))
    last = program.get("/cases").status_code
    desk.clock.advance(timedelta(days=1))

    assert (last, program.get("/cases").status_code) == (200, 401)


def test_token__in_the_database__is_no_secret(engine: Engine) -> None:
    secret = made_token(engine, person(engine, CITIZEN))

    with psycopg.connect(engine.settings.owner_url) as connection:
        rows = str(connection.execute("select * from access_tokens").fetchall())
        events = str(
            connection.execute("select body from stream_events where kind = 'token.made'").fetchall()
        )

    assert secret not in rows and secret.removeprefix("mms_") not in rows
    assert "cases:read" in events and secret not in events


def test_token__of_somebody_else__does_not_exist(engine: Engine) -> None:
    mine, other = person(engine, CITIZEN), person(engine, "00000000105")
    token_id = uuid4()
    made_token(engine, mine, token_id=token_id)

    with pytest.raises(NotFound):
        engine.send(EndToken(token_id), actor=other)

    assert [token_row.token_id for token_row in token_rows(engine, mine)] == [token_id]
    assert token_rows(engine, other) == ()


def test_administrator__sees_and_ends_the_tokens_of_own_offices_alone(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    program = of_office(app, engine, "specialist")
    of_office(app, engine, "specialist", "telavi")
    own = of_citizen(app, engine, CITIZEN)
    admin = desk.staff("municipal_admin")

    page = admin.get("/admin/municipalities/keda/tokens")
    ends = page.html.select("ul.documents form")
    admin.submit(page, form=ends[0])

    assert len(ends) == 1
    assert program.get("/tasks").status_code == 401
    assert own.get("/cases").status_code == 200
    assert admin.get("/admin/municipalities/telavi/tokens").status == 403


def test_cookie__of_a_signed_in_person__opens_nothing(app: Flask, desk: Desk) -> None:
    browser = desk.signed_in()

    answer = browser.client.get("/api/v1/cases")

    assert (answer.status_code, answer.json["code"]) == (401, "api.token_needed")
    assert "Set-Cookie" not in answer.headers and "Access-Control-Allow-Origin" not in answer.headers


def test_requests__beyond_the_limit__are_told_when_to_come_again(app: Flask, engine: Engine) -> None:
    program = of_citizen(app, engine, CITIZEN)
    with psycopg.connect(engine.settings.owner_url) as connection:
        program.get("/drafts")
        connection.execute("update address_counts set number = 6000 where kind = 'api'")
        connection.commit()

    answer = program.get("/drafts")

    assert (answer.status_code, answer.json["code"]) == (429, "rate_limit.exceeded")
    assert int(answer.headers["Retry-After"]) > 0
