"""A time limit of the database as a page and as an answer of the API: its own words, its own status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from flask import Flask

from engine.bootstrap import Engine, build
from engine.db import limits
from tests.web.desk import Desk
from tests.web.programs import of_office
from web.engine_access import attach


@pytest.fixture
def hasty(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine that waits for a lock but a moment."""
    monkeypatch.setitem(limits.SERVER, "lock_timeout", "50ms")
    built = build(engine.settings, clock=engine.clock)
    yield built
    built.close()


@contextmanager
def tasks_held(engine: Engine) -> Iterator[None]:
    with psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute("lock table tasks in access exclusive mode")
        yield
        connection.rollback()


@pytest.mark.parametrize(("language", "said"), [("en", "was not done"), ("ka", "არ შესრულდა")])
def test_page__database_at_a_limit__says_so_and_what_to_do(
    app: Flask, desk: Desk, hasty: Engine, language: str, said: str
) -> None:
    browser = desk.staff("specialist")
    browser.get(f"/?language={language}")
    attach(app, hasty)

    with tasks_held(hasty):
        page = browser.get("/inbox")

    assert page.status == 504
    assert said in page.text


def test_answer__database_at_a_limit__is_a_problem_of_its_own(
    app: Flask, engine: Engine, hasty: Engine
) -> None:
    clerk = of_office(app, engine, "specialist")
    attach(app, hasty)

    with tasks_held(engine):
        answer = clerk.get("/tasks?list=all")

    assert (answer.status_code, answer.json["code"]) == (504, "database.lock_timeout")
