"""The installation with OpenID providers that the tests of signing in there share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.bootstrap import build
from engine.clock import SettableClock
from tests.databases import BEGINNING
from tests.web.fixtures import EngineOver
from tests.web.openid_house import OpenIdHouse, SaidProvider, said_provider, write_providers


@pytest.fixture(scope="module")
def openid_installation(
    engine_over: EngineOver, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenIdHouse]:
    """One installation for all tests of a file."""
    clock, home = SettableClock(BEGINNING), tmp_path_factory.mktemp("openid")
    with said_provider(clock) as provider, engine_over(home, clock) as plain:
        settings = replace(plain.settings, openid=write_providers(home, provider.address))
        built = build(settings, clock=clock)
        yield OpenIdHouse(built, provider)
        built.close()


@pytest.fixture
def openid(openid_installation: OpenIdHouse) -> OpenIdHouse:
    """The installation with nobody signed in and nobody known to a provider, which is well again."""
    made = openid_installation
    made.clock.advance(timedelta(hours=2))  # past what is kept of the provider
    well = SaidProvider(made.clock, made.provider.address, made.provider.keys[:1])
    vars(made.provider).update(vars(well))
    made.sql("delete from sessions")
    made.sql("delete from openid_identities")
    made.sql("delete from openid_sign_outs")
    return OpenIdHouse(made.engine, made.provider)
