"""The database that the tests are given."""

from __future__ import annotations

import psycopg
import pytest

from engine.db import migrate
from engine.db.cluster import Cluster
from engine.db.pool import Database


def test_database__asked_for__has_every_migration(database_url: str) -> None:
    assert migrate.is_current(database_url)


@pytest.mark.parametrize("round", [1, 2])
def test_database__written_by_another_test__is_fresh(database_url: str, round: int) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("create table left_behind ()")


def test_database__used_by_a_test_that_is_over__is_gone(cluster: Cluster, database_url: str) -> None:
    mine = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]

    with psycopg.connect(cluster.url("postgres")) as connection:
        names = {row[0] for row in connection.execute("select datname from pg_database")}

    assert {name for name in names if name.startswith("test_")} == {mine}


def test_conninfo__any_path_and_password__are_read_by_libpq_as_they_were_meant() -> None:
    url = "postgresql://me:p%40ss%20word@/mms?host=%2Fsrv%2Fa%20b%2Bc%2Frun&connect_timeout=3"

    read = psycopg.conninfo.conninfo_to_dict(Database(url).conninfo)

    assert read == {
        "user": "me",
        "password": "p@ss word",
        "dbname": "mms",
        "host": "/srv/a b+c/run",
        "connect_timeout": "3",
    }
