"""Every address, command and job, tried by everybody, equals the table written by hand."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from engine import commands, offers
from engine.bootstrap import Engine
from engine.cases import sight
from engine.clock import SettableClock, local_date
from engine.commands import SetSwitch
from engine.errors import Broken, Rejected, Unavailable
from engine.interceptors.permission import PERMISSIONS, Sender
from engine.jobs import app as jobs
from engine.jobs import consumers
from engine.queries.sessions import roles_of
from engine.scenarios.signers import Signers
from engine.stores import people, reference
from engine.tenancy import Actor, system
from tests.web.access import table as tables
from tests.web.access.deeds import is_open, made
from tests.web.access.doors import CLOSED, Door, doors, without_traces
from tests.web.access.stage import prepare
from tests.web.apps import app_over
from tests.web.browser import Browser
from tests.web.conftest import BEGINNING
from tests.web.desk import Desk
from web import access, engine_access
from web.auth import COOKIE

TABLE = tables.read()
UNWELL = ("GET health.well",)  # it says truly that no worker runs here
# Jobs whose things are on the stage; the others' are kept apart by the same policies.
JOBS_WITH_THINGS = (("tell_change", "change_id"), ("choose_run_entries", "run_id"))


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
        assert door in UNWELL or max(answers.values()) < 500, answers
        return frozenset(who for who, status in answers.items() if status not in CLOSED)

    def reached(self) -> frozenset[str]:
        """Return the doors and commands at which somebody who is let in finds what they name."""
        found = set()
        for name, door in self.doors.items():
            who = next(iter(sorted(TABLE.doors[name])), None)
            if who is not None and door.answer(self.app, self.of(name), self.tokens[who]) not in CLOSED:
                found.add(name)
        engine = without_traces(self.engine)
        for name, audience in TABLE.commands.items():
            who = next(iter(sorted(audience)), None)
            sent = made(getattr(commands, name), self.of(name), self.engine.clock.now())
            if who is not None and is_open(engine, sent, self.actors[who]):
                found.add(name)
        return frozenset(found)

    def done_by(self, job: str, thing: str, municipality: str) -> list[str]:
        """Return the commands that came through when the job was given the thing as of the municipality."""
        passed: list[str] = []
        task = jobs.build(without_traces(self.engine, passed)).tasks[job]
        with self.engine.read(system()) as tx:
            place = reference.municipality(tx, municipality).id
        first = next(iter(inspect.signature(task.func).parameters))
        with suppress(Rejected, Broken, Unavailable):
            task.func(**{first: str(self.things[thing])}, municipality_id=place)
        return passed

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


def test_jobs__of_the_program__are_those_of_the_table(stage: Stage) -> None:
    tasks = jobs.build(stage.engine).tasks
    own = {name for name in tasks if "builtin" not in name}

    assert own == set(TABLE.jobs)
    for name in own:
        is_of_one = "municipality_id" in inspect.signature(tasks[name].func).parameters
        assert (TABLE.jobs[name] == "of_one_municipality") is is_of_one, name


@pytest.mark.parametrize(("job", "thing"), JOBS_WITH_THINGS)
def test_job__with_a_thing_of_another_municipality__does_nothing(stage: Stage, job: str, thing: str) -> None:
    assert stage.done_by(job, thing, "telavi") == []
    assert stage.done_by(job, thing, "keda") != []


def test_service__switched_off__closes_what_the_table_says(stage: Stage) -> None:
    before = stage.reached()
    today = local_date(stage.engine.clock.now())
    stage.engine.send(
        SetSwitch("keda", "high_mountain", False, "Resolution No. 7", today),
        actor=stage.actors["administrator"],
    )

    assert before - stage.reached() == TABLE.closed_without_service


def test_hole__in_the_rule_of_a_page__is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    view, wider = stage.app.view_functions["inbox.announcements"], access.Rule(access.Audience.STAFF)
    monkeypatch.setattr(view, access.ATTRIBUTE, wider)

    assert stage.let_in("GET inbox.announcements") != TABLE.doors["GET inbox.announcements"]


def test_hole__in_the_rights_of_a_command__is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PERMISSIONS, commands.PublishService, Sender.STAFF)  # type: ignore[misc]

    assert stage.may_send("PublishService") != TABLE.commands["PublishService"]


def test_hole__between_municipalities__is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actor, "municipalities", property(lambda actor: tuple(range(1, 65))))

    assert stage.let_in("GET inbox.case") != TABLE.doors["GET inbox.case"]


def test_hole__within_a_municipality__is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "may_see", lambda tx, row: True)

    assert stage.let_in("GET inbox.case") != TABLE.doors["GET inbox.case"]


def test_hole__in_a_job__is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with stage.engine.read(system()) as tx:
        keda = reference.municipality(tx, "keda").id
    monkeypatch.setattr(consumers, "system", lambda place: system(keda))

    assert stage.done_by("tell_change", "change_id", "telavi") != []


def test_hole__in_a_switch__is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = stage.doors["GET public.service"]
    assert shown.answer(stage.app, stage.of(shown.name), None) == 404  # since the test before
    monkeypatch.setattr(offers.switches, "is_offered", lambda *given, **named: True)

    assert shown.answer(stage.app, stage.of(shown.name), None) == 200
