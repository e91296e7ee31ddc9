"""A throwaway PostgreSQL on which scenarios are run.

The catalogue and the demo people are loaded once for all services (`engine/db/prefilled.py`), a service once
for its scenarios; each scenario gets a copy, so none sees what another one wrote.
"""

from __future__ import annotations

import hashlib
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any, Final

from engine.bootstrap import Engine, build
from engine.clock import ZONE, SettableClock
from engine.code_digest import code_digest, is_private
from engine.db import migrate, prefilled
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.installation import loading
from engine.settings import Settings, cache_directory
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system

TEMPLATE: Final = "prepared"
# What is loaded was known before the first of all scenarios begins.
BEFORE_EVERYTHING: Final = datetime(2000, 1, 1, tzinfo=ZONE)
PARTS: Final = ("engine", "feel", "forms", "signing", "demo")


@dataclass
class ThrowawayDatabase:
    """The throwaway database of the scenarios of one service."""

    cluster: Cluster
    home: Path
    runs: int = 0
    prepared: dict[tuple[str, ...], str] = field(default_factory=dict)

    @contextmanager
    def engine(
        self, starts_at: datetime, before: tuple[str, ...] = ()
    ) -> Iterator[tuple[Engine, SettableClock]]:
        """Give an engine over a fresh copy, with a clock that stands still until it is moved.

        `before` names what was prepared in the database which is copied.
        """
        with self._engine_over(starts_at, before, is_kept=False) as (_, engine, clock):
            yield engine, clock

    @contextmanager
    def preparing(
        self, name: tuple[str, ...], starts_at: datetime, *, after: tuple[str, ...] = ()
    ) -> Iterator[tuple[Engine, SettableClock]]:
        """Give an engine in which happens what others begin with by this name; it may go on from another."""
        with self._engine_over(starts_at, after, is_kept=True) as (database, engine, clock):
            yield engine, clock
        self.prepared[name] = database

    def forget(self, name: tuple[str, ...]) -> None:
        """Remove what was prepared under a name."""
        if database := self.prepared.pop(name, None):
            self.cluster.drop_database(database)

    @contextmanager
    def _engine_over(
        self, starts_at: datetime, after: tuple[str, ...], *, is_kept: bool
    ) -> Iterator[tuple[str, Engine, SettableClock]]:
        self.runs += 1
        name = f"scenario_{self.runs}"
        self.cluster.create_database(name, template=self.prepared.get(after, TEMPLATE))
        clock = SettableClock(starts_at)
        engine = build(_settings(self.cluster.login_url(name), self.home), clock=clock)
        try:
            yield name, engine, clock
        finally:
            engine.close()
            if not is_kept:
                self.cluster.drop_database(name)


@contextmanager
def throwaway_database(
    folder: Path, starts_at: datetime, others: tuple[Path, ...] = ()
) -> Iterator[ThrowawayDatabase]:
    """Start a throwaway database of a service folder and other services; it is removed at the end."""
    # Not below a directory closed to the account that runs PostgreSQL for root.
    home = Path(tempfile.mkdtemp(prefix="mms-scenario-"))
    home.chmod(0o711)
    cluster = Cluster(home, settings=UNSAFE_SETTINGS)
    before = _end_by_leaving()
    bpmn = folder.parent.parent
    try:
        _place(cluster, bpmn if (bpmn / "municipalities").is_dir() else loading.BPMN)
        cluster.start()
        with _engine(cluster, home, starts_at) as engine:
            for service in (folder, *others):
                engine.send(PublishService(service, "scenario"), actor=system())
        yield ThrowawayDatabase(cluster, home)
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _place(cluster: Cluster, bpmn: Path) -> None:
    """Give a cluster the database that all services begin with."""

    def fill(home: Path) -> Path:
        filled = Cluster(home, settings=UNSAFE_SETTINGS)
        try:
            filled.start()
            filled.create_database(TEMPLATE)
            migrate.upgrade(filled.owner_url(TEMPLATE))
            with _engine(filled, home, BEFORE_EVERYTHING) as engine:
                loading.load_data(engine, bpmn)
                loading.load_demo_people(engine)
        finally:
            filled.stop()
        return filled.data

    directory = cache_directory() / "databases"
    # What others can write to is not to be believed.
    if not is_private(directory):
        directory = cluster.home / "databases"
    name = hashlib.sha256(f"{code_digest(*PARTS)} {loading.data_digest(bpmn)}".encode()).hexdigest()
    prefilled.place(cluster, directory / "scenarios", name=name, workplace=cluster.home, fill=fill)


@contextmanager
def _engine(cluster: Cluster, home: Path, now: datetime) -> Iterator[Engine]:
    engine = build(_settings(cluster.login_url(TEMPLATE), home), clock=SettableClock(now))
    try:
        yield engine
    finally:
        engine.close()


def _end_by_leaving() -> Any:
    """Let whoever ends this program end its database with it; return what SIGTERM did before.

    Beside the main thread nobody is told of signals, and nothing is changed.
    """
    if current_thread() is not main_thread():
        return None
    return signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def _settings(url: str, home: Path) -> Settings:
    return Settings(
        mode="demo",
        home=home,
        database_url=url,
        secret="scenario" * 8,
        has_own_cluster=False,
        cache=cache_directory(),
    )
