"""Every address, command and job, tried by everybody, equals the table written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from engine import commands
from engine.bootstrap import Engine
from engine.clock import SettableClock
from engine.interceptors.permission import PERMISSIONS
from engine.queries.sessions import roles_of
from engine.scenarios.signers import Signers
from engine.stores import people
from engine.tenancy import Actor, system
from tests.web.access import table as tables
from tests.web.access.deeds import is_open, made
from tests.web.access.doors import CLOSED, Door, doors, without_traces
from tests.web.access.stage import prepare
from tests.web.apps import app_over
from tests.web.browser import Browser
from tests.web.conftest import BEGINNING
from tests.web.desk import Desk
from web import engine_access
from web.auth import COOKIE

TABLE = tables.read()


@dataclass
class Stage:
    """An installation with one of each thing, and everybody signed in."""

    engine: Engine
    app: Flask
    doors: Mapping[str, Door]
    things: Mapping[str, Any]
    tokens: Mapping[str, str | None]
    actors: Mapping[str, Actor]

    def of(self, name: str) -> dict[str, Any]:
        """Return the things as this door or command is given them."""
        given = dict(TABLE.given.get(name, {}))
        sent = given.pop("sent", {})
        return {**self.things, **{key: self.things[thing] for key, thing in given.items()}, "sent": sent}

    def let_in(self, door: str) -> frozenset[str]:
        """Return who is let in. Raises where something breaks."""
        answers = {
            who: self.doors[door].answer(self.app, self.of(door), token) for who, token in self.tokens.items()
        }
        assert not {one for one in answers.values() if one >= 500 and one != 503}, answers
        return frozenset(who for who, status in answers.items() if status not in CLOSED)

    def may_send(self, command: str) -> frozenset[str]:
        engine = without_traces(self.engine)
        sent = made(getattr(commands, command), self.of(command), self.engine.clock.now())
        return frozenset(who for who, actor in self.actors.items() if is_open(engine, sent, actor))


@pytest.fixture(scope="module")
def stage(engine_over: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    clock = SettableClock(BEGINNING)
    with engine_over(tmp_path_factory.mktemp("access"), clock) as engine:
        rules = Signers(clock, BEGINNING).rules
        engine = replace(engine, connections=replace(engine.connections, signature_rules=rules))
        app = app_over(engine, role="access")
        desk = Desk(engine, clock, browser=lambda: Browser(app.test_client()))
        things = prepare(desk)
        tokens = {who: desk.signed_in(number) if number else None for who, number in TABLE.people.items()}
        with engine.read(system()) as tx:
            ids = {number: people.id_of(tx, number) for number in TABLE.people.values() if number}
            actors = {
                who: Actor(ids[number], number, roles=roles_of(tx, ids[number])) if number else Actor()
                for who, number in TABLE.people.items()
            }
        app.config["WTF_CSRF_ENABLED"] = False
        engine_access.attach(app, without_traces(engine))
        yield Stage(
            engine, app, doors(app), things, {who: _token(one) for who, one in tokens.items()}, actors
        )


def _token(browser: Browser | None) -> str | None:
    cookie = browser and browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else None


def test_doors__of_the_program__are_those_of_the_table(stage: Stage) -> None:
    assert set(stage.doors) == set(TABLE.doors)


@pytest.mark.parametrize("door", TABLE.doors)
def test_door__tried_by_everybody__lets_in_whom_the_table_names(stage: Stage, door: str) -> None:
    assert stage.let_in(door) == TABLE.doors[door]


def test_commands__of_the_program__are_those_of_the_table() -> None:
    assert {command.__name__ for command in PERMISSIONS} == set(TABLE.commands)


@pytest.mark.parametrize("command", TABLE.commands)
def test_command__sent_by_everybody__is_taken_of_whom_the_table_names(stage: Stage, command: str) -> None:
    assert stage.may_send(command) == TABLE.commands[command]
