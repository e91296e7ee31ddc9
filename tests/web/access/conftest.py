"""The fixtures of the access table: an installation with one of each thing, and everybody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.clock import SettableClock
from engine.identity.rate_limits import RateLimits
from engine.queries.sessions import roles_of
from engine.scenarios.signers import Signers
from engine.stores import people
from engine.tenancy import Actor, system
from tests.databases import BEGINNING
from tests.web.access import programs as tokens_of
from tests.web.access.api_endpoints import api_endpoints
from tests.web.access.endpoints import endpoints, without_traces
from tests.web.access.fixtures import prepare
from tests.web.access.trying import TABLE, Fixtures, secrets
from tests.web.apps import app_over
from tests.web.browser import Browser
from tests.web.desk import Desk
from web import engine_access
from web.auth import COOKIE

MUCH = 10**6


@pytest.fixture(scope="module")
def fixtures(engine_over: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fixtures]:
    clock = SettableClock(BEGINNING)
    with engine_over(tmp_path_factory.mktemp("access"), clock) as engine:
        rules = Signers(clock, BEGINNING).rules
        limits = RateLimits(api=MUCH, filing=MUCH, uploads=MUCH, verify=MUCH)
        connections = replace(engine.connections, signature_rules=rules)
        settings = replace(engine.settings, rate_limits=limits)
        engine = replace(engine, connections=connections, settings=settings)
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
        things |= tokens_of.kept(engine, actors)
        actors["service_account"] = things["service_account"]
        secret = secrets(tokens_of.secret_maker(engine, actors))
        kept = {who: _token(token) for who, token in tokens.items()}
        uses = tokens_of.uses(engine, secret, (*TABLE.people, *TABLE.service_accounts))
        yield Fixtures(engine, app, endpoints(app), api_endpoints(app), things, kept, secret, uses, actors)


def _token(browser: Browser | None) -> str | None:
    cookie = browser and browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else None
