"""A database with all services, filled once for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.db.cluster import Cluster
from engine.settings import Settings
from tests.conftest import demo_settings
from tests.simulation.month.environment import furnish
from tests.simulation.month.run import BEGINS_AT

FILLED, AT_WORK = "month", "month_at_work"


@pytest.fixture(scope="session")
def filled(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    cluster.create_database(FILLED, template=template)
    furnish(demo_settings(cluster.url(FILLED), tmp_path_factory.mktemp("month")), BEGINS_AT)
    return FILLED


@pytest.fixture
def settings(cluster: Cluster, filled: str, tmp_path: Path) -> Iterator[Settings]:
    cluster.create_database(AT_WORK, template=filled)
    yield demo_settings(cluster.url(AT_WORK), tmp_path)
    cluster.drop_database(AT_WORK)
