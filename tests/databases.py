"""Database templates: a migrated database and a loaded installation, built once for the same code and data.

Lie below the cache as a data directory of PostgreSQL that is named by the digest of everything that went into
it; each process of tests copies the directory and starts a server over it. Refuses to know what tests do with
their databases.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from engine import loading
from engine.bootstrap import build
from engine.catalogue.check import ValidationCache
from engine.catalogue.check.parallel import validating_ahead
from engine.catalogue.folder import services
from engine.clock import ZONE, SettableClock
from engine.code_digest import code_digest
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.settings import Settings

MIGRATED: Final = "template"
LOADED: Final = "loaded"
# A Tuesday without a holiday near: the day on which the loaded installation begins.
BEGINNING: Final = datetime(2026, 9, 1, 10, 0, tzinfo=ZONE)
_PARTS: Final = ("engine", "feel", "forms", "signing", "bpmn", "demo")


def place(cluster: Cluster, cache: Path, workplace: Path) -> None:
    """Give a cluster without data those with the templates, built in `workplace` if they are new."""
    cluster.place(lambda data: shutil.copytree(_built(cache / "databases", workplace), data))


def demo_settings(database_url: str, home: Path, cache: Path) -> Settings:
    """Return demo settings whose files go below `home`."""
    return Settings(
        mode="demo",
        home=home,
        database_url=database_url,
        secret="s" * 48,
        has_own_cluster=False,
        cache=cache,
    )


def _built(directory: Path, workplace: Path) -> Path:
    """Return the data directory of this code's templates."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = code_digest(*_PARTS)
    with _locked(directory / "lock"):
        if not (directory / name).exists():
            for other in directory.glob("[0-9a-f]*"):
                shutil.rmtree(other)
            unfinished = directory / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            with tempfile.TemporaryDirectory(dir=workplace) as home:
                shutil.copytree(_filled(Path(home), directory.parent), unfinished)
            unfinished.rename(directory / name)
    return directory / name


def _filled(home: Path, cache: Path) -> Path:
    """Return the data directory of a server that was stopped after both templates were made."""
    home.chmod(0o711)
    cluster = Cluster(home, settings=UNSAFE_SETTINGS)
    try:
        cluster.start()
        cluster.create_database(MIGRATED)
        migrate.upgrade(cluster.url(MIGRATED))
        cluster.create_database(LOADED, template=MIGRATED)
        with validating_ahead(services(loading.BPMN), ValidationCache.below(cache)):
            _load(demo_settings(cluster.url(LOADED), home, cache))
    finally:
        cluster.stop()
    return cluster.data


def _load(settings: Settings) -> None:
    """Load the catalogue, the demo people and the services."""
    engine = build(settings, clock=SettableClock(BEGINNING))
    try:
        loading.load_data(engine)
        loading.load_demo_people(engine)
        loading.publish_services(engine)
    finally:
        engine.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with open(path, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
