"""Database templates: a migrated database and loaded installations, built once for the same code and data.

Lie below the cache as a data directory of PostgreSQL that is named by the digest of everything that went into
it; each process of tests copies the directory and starts a server over it. Refuses to know what tests do with
their databases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from engine.bootstrap import Engine, build
from engine.catalogue.check import ValidationCache
from engine.catalogue.check.parallel import validating_ahead
from engine.catalogue.folder import services
from engine.clock import ZONE, SettableClock, SystemClock, local_date
from engine.code_digest import code_digest
from engine.db import migrate, prefilled, roles
from engine.db.cluster import Cluster
from engine.installation import loading
from engine.installation.serve import load
from engine.settings import Settings
from tests import clusters

MIGRATED: Final = "template"
PEOPLED: Final = "peopled"  # with the catalogue's reference data and the demo people
LOADED: Final = "loaded"  # with all services besides
# A Tuesday without a holiday near: the day on which the loaded installations begin.
BEGINNING: Final = datetime(2026, 9, 1, 10, 0, tzinfo=ZONE)
Fill = Callable[[Cluster, Path, Path], None]
_PARTS: Final = ("engine", "feel", "forms", "signing", "bpmn", "demo")


def place(cluster: Cluster, cache: Path, workplace: Path) -> None:
    """Give a cluster without data those with the templates, built in `workplace` if they are new."""
    _place(cluster, cache, workplace, name=code_digest(*_PARTS), fill=_fill)


def place_installation(home: Path, cache: Path) -> None:
    """Give a home without data the database of a demonstration, as `mms run` loads it today."""
    today = local_date(SystemClock().now())
    _place(Cluster(home), cache, home.parent, name=f"{code_digest(*_PARTS)}-{today}", fill=_fill_installation)


def demo_settings(database_url: str, home: Path, cache: Path) -> Settings:
    """Return demo settings whose files go below `home`.

    However the address of a prepared database names who connects: the engine is its login, and tests
    look into it as the owner of the schema. An address of another kind is taken as it is.
    """
    login, owner = (as_role(database_url, role) for role in (roles.LOGIN, roles.OWNER))
    return Settings(
        mode="demo",
        home=home,
        database_url=login,
        secret="s" * 48,
        has_own_cluster=False,
        database_owner_url=owner if owner != login else None,
        cache=cache,
    )


def as_role(address: str, role: str) -> str:
    """Return an address of a cluster of ours for another of its roles; any other address as it is."""
    for known in (roles.ADMINISTRATOR, roles.OWNER, roles.LOGIN):
        address = address.replace(f"//{known}@", f"//{role}@")
    return address


def _place(cluster: Cluster, cache: Path, workplace: Path, *, name: str, fill: Fill) -> None:
    """Copy the data directory of this name; where there is none it is built, and others of its kind go."""
    directory = cache / "databases" / (fill.__name__.strip("_") + clusters.kind())
    filled = partial(_filled, cache=cache, fill=fill)
    prefilled.place(cluster, directory, name=name, workplace=workplace, fill=filled)


def _filled(home: Path, cache: Path, fill: Fill) -> Path:
    """Return the data directory of a server that was filled and stopped."""
    cluster = clusters.new_cluster(home)
    try:
        cluster.start()
        with validating_ahead(services(loading.BPMN), ValidationCache.below(cache)):
            fill(cluster, home, cache)
    finally:
        cluster.stop()
    return cluster.data


def _fill(cluster: Cluster, home: Path, cache: Path) -> None:
    """Make the templates, each of the one before."""
    cluster.create_database(MIGRATED)
    migrate.upgrade(cluster.owner_url(MIGRATED))
    cluster.create_database(PEOPLED, template=MIGRATED)
    with _engine(demo_settings(cluster.url(PEOPLED), home, cache)) as engine:
        loading.load_data(engine)
        loading.load_demo_people(engine)
    cluster.create_database(LOADED, template=PEOPLED)
    with _engine(demo_settings(cluster.url(LOADED), home, cache)) as engine:
        loading.publish_services(engine)


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = build(settings, clock=SettableClock(BEGINNING))
    try:
        yield engine
    finally:
        engine.close()


def _fill_installation(cluster: Cluster, home: Path, cache: Path) -> None:
    """Load what `mms run` loads."""
    cluster.create_database()
    migrate.upgrade(cluster.owner_url())
    engine = build(demo_settings(cluster.url(), home, cache))
    try:
        load(engine)
    finally:
        engine.close()
