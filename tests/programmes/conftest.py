"""An office with the services of aid as they are shipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.installation import loading
from engine.scenarios.signers import Signers
from engine.settings import Settings
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.kit import an_office
from tests.programmes.kit import SERVICE, Programmes


@pytest.fixture
def office(settings: Settings) -> Iterator[Programmes]:
    with an_office(settings) as plain:
        loading.load_data(plain.engine)
        loading.load_demo_people(plain.engine)
        for name in ("apply", "programme"):
            command = PublishService(loading.BPMN / "social" / name, "tests")
            plain.engine.send(command, actor=system())
        signers = Signers(plain.clock, plain.clock.now())
        known = replace(plain.engine.connections, signature_rules=signers.rules)
        yield Programmes(replace(plain.engine, connections=known), plain.clock, SERVICE, signers)
