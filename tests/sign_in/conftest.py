"""An engine with demo people, a mailbox over real SMTP and a telephone company over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from engine.bootstrap import build
from engine.clock import SettableClock
from engine.db.cluster import Cluster
from tests.conftest import demo_settings
from tests.databases import PEOPLED
from tests.demo.processes import running
from tests.engine.kit import MORNING, Office, furnish
from tests.engine.services import PLAIN
from tests.notifications.smtp_server import SmtpServer, listening
from tests.sign_in.house import House

FURNISHED = "furnished_for_sign_in"
_numbers = count(1)


@pytest.fixture(scope="session")
def registries() -> Iterator[str]:
    with running("demo.registries") as address:
        yield address


@pytest.fixture(scope="session")
def telephone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a gateway for short messages, and where it keeps them."""
    directory = tmp_path_factory.mktemp("sms")
    with running("demo.sms", "--dir", str(directory)) as address:
        yield address, directory


@pytest.fixture(scope="session")
def furnished_house(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with people and a service of two steps."""
    cluster.create_database(FURNISHED, template=PEOPLED)
    furnish(demo_settings(cluster.url(FURNISHED), tmp_path_factory.mktemp("service")), PLAIN)
    return FURNISHED


@pytest.fixture
def house(
    cluster: Cluster, furnished_house: str, registries: str, telephone: tuple[str, Path], tmp_path: Path
) -> Iterator[House]:
    mail, (phone, sms) = SmtpServer(), telephone
    for message in sms.iterdir():
        message.unlink()
    name, clock = f"house_{next(_numbers)}", SettableClock(MORNING)
    cluster.create_database(name, template=furnished_house)
    with listening(mail) as port:
        settings = replace(
            demo_settings(cluster.url(name), tmp_path),
            smtp_url=f"smtp://127.0.0.1:{port}",
            sms_url=phone,
            civil_registry_url=registries,
            company_registry_url=registries,
        )
        engine = build(settings, clock=clock)
        try:
            office = Office(engine, clock, "permits.note")
            yield House(engine, clock, office=office, mail=mail, sms=sms)
        finally:
            engine.close()
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
