"""The environment of the runs: one server, one filled database, and copies of it for each run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.commands.reference import LoadMunicipality
from engine.db.cluster import Cluster
from engine.db.roles import ADMINISTRATOR, LOGIN
from engine.installation import loading
from engine.settings import Settings
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.conftest import demo_settings
from tests.engine.kit import MORNING
from tests.simulation.fault_injection.fault_proxy import FaultProxy, fault_proxy

PLACE = "keda"
_numbers = count()


@dataclass(frozen=True)
class Environment:
    """A server with a filled database, and the address of the registry's simulator."""

    cluster: Cluster
    filled: str
    registry: str

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """Give the name of a copy, which is dropped afterwards. A version is cached by this name."""
        name = f"faults_{next(_numbers)}"
        self.cluster.create_database(name, template=template or self.filled)
        try:
            yield name
        finally:
            with psycopg.connect(self.cluster.url("postgres"), autocommit=True) as connection:
                connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def settings(self, name: str, home: Path) -> Settings:
        return replace(demo_settings(self.cluster.url(name), home), civil_registry_url=self.registry)

    @contextmanager
    def engine(self, name: str, home: Path, *, over: FaultProxy | None = None) -> Iterator[Engine]:
        """Give an engine over a database, connected directly or through a proxy."""
        settings = self.settings(name, home)
        if over is not None:
            address = settings.database_url.replace(
                self.cluster.login_url(name), f"postgresql://{LOGIN}@/{name}?host={over.directory}"
            )
            settings = replace(settings, database_url=address)
        engine = build(settings, clock=SettableClock(MORNING))
        try:
            yield engine
        finally:
            engine.close()

    @contextmanager
    def proxy(self) -> Iterator[FaultProxy]:
        with fault_proxy(self.cluster.socket_directory, ADMINISTRATOR) as laid:
            yield laid


@contextmanager
def environment_over(cluster: Cluster, template: str, registry: str) -> Iterator[Environment]:
    """Give an environment whose database has places and people and no service."""
    empty = Environment(cluster, template, registry)
    with empty.database() as filled, tempfile.TemporaryDirectory() as home:
        with empty.engine(filled, Path(home)) as engine:
            loading.load_data(engine)
            data = json.loads((loading.BPMN / "municipalities" / f"{PLACE}.json").read_text())
            engine.send(LoadMunicipality({**data, "modules": ["permits"]}), actor=system())
            loading.load_demo_people(engine)
        yield replace(empty, filled=filled)


def published(environment: Environment, name: str, service: Path, home: Path) -> None:
    """Publish a service in a database."""
    with environment.engine(name, home) as engine:
        engine.send(PublishService(service, "tests"), actor=system())
