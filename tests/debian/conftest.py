"""Tests that say something on Debian's PostgreSQL alone (`make debian`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.db.cluster import Cluster
from tests import clusters
from tests.conftest import demo_settings
from tests.databases import BEGINNING, LOADED


@pytest.fixture(autouse=True)
def on_stock_postgres() -> None:
    """Fail where the run is not about a stock cluster: skipped tests would look like passed ones."""
    assert clusters.is_stock(), f"run `make debian`, or set {clusters.VARIABLE}={clusters.STOCK}"


@pytest.fixture
def engine(cluster: Cluster, tmp_path: Path) -> Iterator[Engine]:
    """An engine over a copy of the loaded database."""
    cluster.create_database("stock", template=LOADED)
    built = build(demo_settings(cluster.url("stock"), tmp_path), clock=SettableClock(BEGINNING))
    yield built
    built.close()
    cluster.drop_database("stock")
