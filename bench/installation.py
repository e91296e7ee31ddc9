"""An installation to measure: embedded PostgreSQL that writes with fsync, and the service of bench/service.

The people who act hold every role of the service in one municipality, so that one of them can take a case
from its filing to its end. What is measured sends commands through `engine.send` and nothing else.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import psycopg

from engine.bootstrap import Engine, build
from engine.clock import Clock
from engine.commands.reference import LoadMunicipality
from engine.db import migrate
from engine.db.cluster import Cluster
from engine.installation import loading
from engine.queries.sessions import roles_of
from engine.settings import Settings
from engine.stores import people, reference
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, RoleGrant, system

SERVICE: Final = "bench.permit"
PLACES: Final = ("keda", "telavi", "gori", "oni")
ROLES: Final = ("specialist", "lawyer", "head_of_service", "mayor")
CITIZENS: Final = ("00000000101", "00000000103")
# What a small server would have; nothing here gives up the promise that what is committed stays.
SETTINGS: Final[Mapping[str, str]] = {
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "track_io_timing": "off",
}


@dataclass(frozen=True)
class Place:
    """A municipality and the people who act there."""

    code: str
    id: int
    clerk: Actor


@dataclass(frozen=True)
class Installation:
    """A database with the service published, and its people."""

    cluster: Cluster
    settings: Settings
    places: tuple[Place, ...]
    citizen: Actor

    def open(self, clock: Clock | None = None) -> Engine:
        """Return an engine of this process's own."""
        return build(self.settings, clock=clock)

    def administrator(self) -> psycopg.Connection[Any]:
        """Connect as the administrator of the server, for filling, counting and checkpoints."""
        return psycopg.connect(self.cluster.url(), autocommit=True)


@contextmanager
def installation() -> Iterator[Installation]:
    """Give an installation that is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="mms-bench-"))
    home.chmod(0o711)
    cluster = Cluster(home, settings=SETTINGS)
    try:
        cluster.start()
        cluster.create_database()
        migrate.upgrade(cluster.owner_url())
        settings = Settings(
            mode="demo",
            home=home,
            database_url=cluster.login_url(),
            database_owner_url=cluster.owner_url(),
            secret="bench" * 10,
        )
        # Workers get a copy, and a start under way can't be copied.
        yield _furnished(Cluster(home, settings=SETTINGS), settings)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.directory, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def _furnished(cluster: Cluster, settings: Settings) -> Installation:
    engine = build(settings)
    try:
        loading.load_data(engine)
        loading.load_demo_people(engine)
        for code in PLACES:
            data = json.loads((loading.BPMN / "municipalities" / f"{code}.json").read_text())
            engine.send(LoadMunicipality({**data, "modules": ["bench"]}), actor=system())
        engine.send(PublishService(_service(settings.home / "bpmn"), "bench"), actor=system())
        with engine.read(system()) as tx:
            ids = [people.id_of(tx, number) for number in CITIZENS]
            assert None not in ids
            citizen = Actor(ids[0], CITIZENS[0], roles=())
            known = Actor(ids[1], CITIZENS[1], roles=roles_of(tx, ids[1] or 0))
            places = tuple(_place(known, code, reference.municipality(tx, code).id) for code in PLACES)
        return Installation(cluster, settings, places, citizen)
    finally:
        engine.close()


def _place(person: Actor, code: str, municipality_id: int) -> Place:
    grants = tuple(RoleGrant(role, municipality_id, code) for role in ROLES)
    return Place(code, municipality_id, replace(person, roles=grants))


def _service(bpmn: Path) -> Path:
    """Put the service's folder below a catalogue, as `mms publish` would find it."""
    shutil.copytree(loading.BPMN / "schemas", bpmn / "schemas")
    shutil.copytree(Path(__file__).parent / "service", bpmn / "bench")
    return bpmn / "bench" / "permit"
