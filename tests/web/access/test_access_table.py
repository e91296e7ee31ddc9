"""Every address, command and job, tried by everybody, equals the table written by hand."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from engine.cases import sight
from engine.catalogue import offers
from engine.clock import local_date
from engine.command_registry import ROUTES
from engine.commands.switches import SetSwitch
from engine.jobs import app as jobs
from engine.registers.jobs import subscribers
from engine.registers.queries import batches
from engine.routes import Sender
from engine.stores import reference
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system
from tests.web.access.api_endpoints import SCOPE_MISSING
from tests.web.access.endpoints import CLOSED
from tests.web.access.trying import TABLE, Fixtures
from web import access
from web.api.callers import Rule, Who
from web.api.operations import RULES


def switched_off(fixtures: Fixtures, module: str) -> None:
    today = local_date(fixtures.engine.clock.now())
    off = SetSwitch("keda", module, is_on=False, act="Resolution No. 7", valid_from=today)
    fixtures.engine.send(off, actor=fixtures.actors["administrator"])


def test_endpoints__of_the_application__are_those_of_the_table(fixtures: Fixtures) -> None:
    assert set(fixtures.endpoints) == set(TABLE.endpoints)


@pytest.mark.parametrize("endpoint", TABLE.endpoints)
def test_endpoint__tried_by_everybody__lets_in_whom_the_table_names(
    fixtures: Fixtures, endpoint: str
) -> None:
    assert fixtures.let_in(endpoint) == TABLE.endpoints[endpoint]


def test_api__of_the_program__is_that_of_the_table(fixtures: Fixtures) -> None:
    assert set(fixtures.api) == set(TABLE.api)


@pytest.mark.parametrize("endpoint", TABLE.api)
def test_api__asked_by_everybody__answers_whom_the_table_names(fixtures: Fixtures, endpoint: str) -> None:
    assert fixtures.let_in_by_token(endpoint) == TABLE.api[endpoint]


@pytest.mark.parametrize("endpoint", [name for name in TABLE.api if TABLE.scopes[name] and TABLE.api[name]])
def test_api__asked_with_another_scope__is_closed(fixtures: Fixtures, endpoint: str) -> None:
    who, scope = min(TABLE.api[endpoint]), TABLE.scopes[endpoint]
    other = "files:read" if scope != "files:read" else "cases:read"

    assert fixtures.asked(endpoint, who, scope).status_code not in CLOSED
    assert fixtures.asked(endpoint, who, other).json["code"] == SCOPE_MISSING


def test_commands__of_the_application__are_those_of_the_table() -> None:
    assert {command.__name__ for command in ROUTES} == set(TABLE.commands)


@pytest.mark.parametrize("command", TABLE.commands)
def test_command__sent_by_everybody__is_taken_of_whom_the_table_names(
    fixtures: Fixtures, command: str
) -> None:
    assert fixtures.may_send(command) == TABLE.commands[command]


def test_jobs__of_the_application__are_those_of_the_table(fixtures: Fixtures) -> None:
    tasks = jobs.build(fixtures.engine).tasks
    own = {name for name in tasks if "builtin" not in name}

    assert own == set(TABLE.jobs)
    for name in own:
        is_of_one = "municipality_id" in inspect.signature(tasks[name].func).parameters
        assert (TABLE.jobs[name] == "of_one_municipality") is is_of_one, name
        assert (name in TABLE.job_things or name in TABLE.jobs_apart) is is_of_one, name


@pytest.mark.parametrize("job", TABLE.job_things)
def test_job__with_a_thing_of_another_municipality__does_nothing(fixtures: Fixtures, job: str) -> None:
    assert fixtures.done_by(job, "telavi") == []
    assert fixtures.done_by(job, "keda") != []


def test_service__switched_off__closes_what_the_table_says(fixtures: Fixtures) -> None:
    lets_in = {**TABLE.endpoints, **TABLE.api, **TABLE.commands}
    before = frozenset(name for name, people in lets_in.items() if people)  # as the tests above have found
    switched_off(fixtures, "high_mountain")

    assert before - fixtures.reached(before) == TABLE.closed_without_service


@pytest.mark.parametrize("module", TABLE.modules)
def test_module__switched_off__closes_its_services(fixtures: Fixtures, module: str) -> None:
    of_it = replace(fixtures, things={**fixtures.things, **TABLE.modules[module]})
    names = [name for kind in TABLE.modules[module] for name in TABLE.closed_with_its_module[kind]]
    before = of_it.reached(names)
    switched_off(fixtures, module)

    assert before == frozenset(names)
    assert of_it.reached(names) == frozenset()


def test_hole__in_the_rule_of_a_page__is_seen(fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch) -> None:
    view, wider = fixtures.app.view_functions["inbox.announcements"], access.Rule(access.Audience.STAFF)
    monkeypatch.setattr(view, access.ATTRIBUTE, wider)

    assert fixtures.let_in("GET inbox.announcements") != TABLE.endpoints["GET inbox.announcements"]


def test_hole__in_the_rights_of_a_command__is_seen(
    fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch
) -> None:
    wider = replace(ROUTES[PublishService], sender=Sender.STAFF)
    monkeypatch.setitem(ROUTES, PublishService, wider)  # type: ignore[misc]

    assert fixtures.may_send("PublishService") != TABLE.commands["PublishService"]


def test_hole__between_municipalities__is_seen(fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actor, "municipalities", property(lambda actor: tuple(range(1, 65))))

    assert fixtures.let_in("GET inbox.case") != TABLE.endpoints["GET inbox.case"]


def test_hole__within_a_municipality__is_seen(fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "may_see", lambda tx, row: True)

    assert fixtures.let_in("GET inbox.case") != TABLE.endpoints["GET inbox.case"]


def test_hole__in_a_job__is_seen(fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch) -> None:
    with fixtures.engine.read(system()) as tx:
        keda = reference.municipality(tx, "keda").id
    monkeypatch.setattr(subscribers, "system", lambda place: system(keda))

    assert fixtures.done_by("tell_change", "telavi") != []


def test_hole__in_a_switch__is_seen(fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = fixtures.endpoints["GET public.service"]
    assert shown.answer(fixtures.app, fixtures.of(shown.name), None) == 404  # since the test before
    monkeypatch.setattr(offers.switches, "is_offered", lambda *given, **named: True)

    assert shown.answer(fixtures.app, fixtures.of(shown.name), None) == 200


def test_hole__in_a_scope__is_seen(fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "api.list_tasks", replace(RULES["api.list_tasks"], scope=""))

    assert fixtures.asked("GET api.list_tasks", "specialist", "files:read").status_code == 200


def test_hole__in_a_right_of_the_api__is_seen(fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "api.list_batches", Rule(Who.OFFICE, "cases:read"))
    monkeypatch.setattr(batches, "listed", lambda tx: ())

    assert fixtures.let_in_by_token("GET api.list_batches") != TABLE.api["GET api.list_batches"]


def test_hole__between_municipalities_in_the_api__is_seen(
    fixtures: Fixtures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Actor, "municipalities", property(lambda actor: tuple(range(1, 65))))

    assert fixtures.let_in_by_token("GET api.get_case") != TABLE.api["GET api.get_case"]
