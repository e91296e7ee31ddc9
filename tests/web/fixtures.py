"""The web application over a real database with the whole catalogue, and people to use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from engine.bootstrap import Engine, build
from engine.catalogue import published
from engine.catalogue.folder import services
from engine.catalogue.published import Published
from engine.clock import SettableClock
from engine.db.cluster import Cluster
from engine.db.pool import Transaction
from engine.installation import loading
from engine.scenarios.signers import Signers
from engine.settings import Settings
from tests.conftest import demo_settings
from tests.databases import BEGINNING, LOADED
from tests.notifications.smtp_server import SmtpServer, listening
from tests.pki.country import Country, country
from tests.pki.ocsp import Manner
from tests.web.apps import app_over
from tests.web.browser import Browser
from tests.web.card_house import CardHouse, write_trust
from tests.web.desk import Desk
from tests.web.mail_server import MailServer

EngineOver = Callable[[Path, SettableClock], AbstractContextManager[Engine]]
_numbers = count(1)
_compiled: dict[int, Published] = {}
_read = published._read


@pytest.fixture(scope="session")
def registries() -> Iterator[str]:
    """The address of the simulated state registers, a program of its own."""
    program = subprocess.Popen(
        [sys.executable, "-m", "demo.registries", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    try:
        yield program.stdout.readline().split(": ", 1)[1].strip()
    finally:
        program.terminate()
        program.wait(10)
        program.stdout.close()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(BEGINNING)


@pytest.fixture
def cards(clock: SettableClock) -> Signers:
    """Cards that sign, by the clock of the test."""
    return Signers(clock, BEGINNING)


@pytest.fixture(scope="session")
def engine_over(cluster: Cluster, registries: str) -> EngineOver:
    """Return what gives an engine over a copy of the loaded database; nobody else sees what is done to it."""

    @contextmanager
    def given(home: Path, clock: SettableClock) -> Iterator[Engine]:
        name = f"web_{next(_numbers)}"
        _copy(cluster, LOADED, name)
        settings = replace(
            _settings(cluster, name, home),
            civil_registry_url=registries,
            guardianship_url=registries,
            company_registry_url=registries,
            notary_chamber_url=registries,
        )
        built = build(settings, clock=clock)
        try:
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(published, "_read", _read_once)
                yield built
        finally:
            built.close()
            _run(cluster, "drop database {} with (force)", name)

    return given


@pytest.fixture
def engine(engine_over: EngineOver, tmp_path: Path, clock: SettableClock, cards: Signers) -> Iterator[Engine]:
    """An engine of the test's own."""
    with engine_over(tmp_path, clock) as built:
        yield replace(built, connections=replace(built.connections, signature_rules=cards.rules))


@pytest.fixture
def app(engine: Engine) -> Flask:
    return app_over(engine)


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    """Return fresh browsers, each with its own cookies."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def desk(engine: Engine, clock: SettableClock, browser: Callable[[], Browser]) -> Desk:
    """People at their desks: sign in, file, let the jobs run."""
    return Desk(engine, clock, browser=browser)


@pytest.fixture(scope="session")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    with country(tmp_path_factory.mktemp("tsa"), at=BEGINNING) as found:
        yield found


@pytest.fixture
def house(engine: Engine, clock: SettableClock, land: Country, tmp_path: Path) -> Iterator[CardHouse]:
    for responder in land.responders.values():
        responder.at, responder.manner = clock.now(), Manner()
    trust = write_trust(tmp_path, land)
    built = build(replace(engine.settings, card_trust=trust), clock=clock)
    yield CardHouse(built, land)
    built.close()


@pytest.fixture
def mail_server(engine: Engine, clock: SettableClock) -> Iterator[MailServer]:
    """An engine that sends its mail to a mailbox over real SMTP."""
    mail = SmtpServer()
    with listening(mail) as port:
        settings = replace(engine.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        built = build(settings, clock=clock)
        yield MailServer(built, mail)
        built.close()


def _settings(cluster: Cluster, database: str, home: Path) -> Settings:
    return demo_settings(cluster.url(database), home)


def _read_once(tx: Transaction, version_id: int) -> Published:
    """Compile a version of the loaded database once for all its copies, in which it has the same number."""
    if version_id > len(services(loading.BPMN)):
        return _read(tx, version_id)  # a test has published it
    if version_id not in _compiled:
        _compiled[version_id] = _read(tx, version_id)
    return _compiled[version_id]


def _copy(cluster: Cluster, source: str, name: str) -> None:
    cluster.create_database(name, template=source)


def _run(cluster: Cluster, statement: str, *names: str) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
