"""A throw-away PostgreSQL on which scenarios are played.

The catalogue, the demo people and the service are loaded once; each scenario gets a copy, so none
sees what another one wrote.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine import loading
from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.commands import PublishService
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.settings import Settings
from engine.tenancy import system

TEMPLATE = "stage"


@dataclass
class Stage:
    """Where scenarios of one service are played."""

    cluster: Cluster
    home: Path
    played: int = 0

    @contextmanager
    def engine(self, starts_at: datetime) -> Iterator[tuple[Engine, SettableClock]]:
        """Give an engine over a fresh copy, with a clock that stands still until it is moved."""
        self.played += 1
        name = f"scenario_{self.played}"
        self.cluster.create_database(name, template=TEMPLATE)
        clock = SettableClock(starts_at)
        engine = build(_settings(self.cluster.url(name), self.home), clock=clock)
        try:
            yield engine, clock
        finally:
            engine.close()


@contextmanager
def stage(folder: Path, starts_at: datetime) -> Iterator[Stage]:
    """Set the stage for a service folder; everything is gone afterwards."""
    # Not below a directory closed to the account that runs PostgreSQL for root.
    home = Path(tempfile.mkdtemp(prefix="mms-scenario-"))
    home.chmod(0o711)
    cluster = Cluster(home, settings=UNSAFE_SETTINGS)
    try:
        cluster.start()
        cluster.create_database(TEMPLATE)
        migrate.upgrade(cluster.url(TEMPLATE))
        engine = build(_settings(cluster.url(TEMPLATE), home), clock=SettableClock(starts_at))
        try:
            bpmn = folder.parent.parent
            loading.load_data(engine, bpmn if (bpmn / "municipalities").is_dir() else loading.BPMN)
            loading.load_demo_people(engine)
            engine.send(PublishService(folder, "scenario"), actor=system())
        finally:
            engine.close()
        yield Stage(cluster, home)
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


def _settings(url: str, home: Path) -> Settings:
    return Settings(mode="demo", home=home, database_url=url, secret="scenario" * 8, has_own_cluster=False)
