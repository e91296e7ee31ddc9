"""Databases with many residents, filled once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from engine.db.cluster import Cluster
from engine.settings import Settings
from tests.cohorts.kit import Residents, furnish, residents
from tests.conftest import demo_settings

COUNT = 100


@pytest.fixture(scope="session")
def filled(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with `COUNT` residents."""
    cluster.create_database("residents", template=template)
    furnish(demo_settings(cluster.url("residents"), tmp_path_factory.mktemp("residents")), COUNT)
    return "residents"


@pytest.fixture
def settings(cluster: Cluster, filled: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings over a copy of that database."""
    name = "residents_at_work"
    cluster.create_database(name, template=filled)
    yield demo_settings(cluster.url(name), tmp_path)
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def office(settings: Settings) -> Iterator[Residents]:
    with residents(settings) as built:
        yield built
