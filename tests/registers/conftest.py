"""A municipality whose register of residents holds a hundred of them, each found by their name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from engine.db import entry_words
from engine.db.cluster import Cluster
from tests.cohorts.kit import Residents, furnish, residents
from tests.conftest import demo_settings

COUNT = 100
# The seventh and eighth have names of their own; the thirteenth's suspension ends soon.
NAMED = """
update people set given_name = '{"ka": "ნინო", "en": "Nino"}',
    family_name = '{"ka": "წყაროიძე", "en": "Tskaroidze"}'
    where personal_number = '10000000007';
update people set given_name = '{"ka": "ნოდარ", "en": "Nodar"}',
    family_name = '{"ka": "ყიფიანი", "en": "Kipiani"}'
    where personal_number = '10000000008';
update register_entries set fields = fields || '{"planned_to": "2026-09-05"}', ground = 'study'
    where key = '10000000013';
update register_entries set order_number = 'KEDA-O-2025-00077' where key = '10000000009';
"""


@pytest.fixture(scope="session")
def filled_register(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the residents, as a migration has filled in by what they are found."""
    name = "kept_register"
    cluster.create_database(name, template=template)
    furnish(demo_settings(cluster.url(name), tmp_path_factory.mktemp("kept_register")), COUNT)
    with psycopg.connect(cluster.url(name), autocommit=True) as connection:
        connection.execute(NAMED.encode())
    settings = demo_settings(cluster.url(name), tmp_path_factory.mktemp("kept_register_filled"))
    engine = sa.create_engine(settings.owner_url, poolclass=sa.NullPool)
    with engine.begin() as connection_of_alchemy:
        entry_words.fill(connection_of_alchemy)
    engine.dispose()
    return name


@pytest.fixture
def register_office(cluster: Cluster, filled_register: str, tmp_path: Path) -> Iterator[Residents]:
    """An office over a copy of that database."""
    name = f"{filled_register}_at_work"
    cluster.create_database(name, template=filled_register)
    with residents(demo_settings(cluster.url(name), tmp_path)) as built:
        yield built
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
