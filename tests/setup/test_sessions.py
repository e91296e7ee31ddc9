"""Sessions of the database: what MMS relies on is the same on a server that somebody else has configured."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from engine.bootstrap import build
from engine.db import limits, migrate
from engine.db.cluster import Cluster
from engine.db.pool import Database
from engine.db.roles import LOGIN, OWNER
from engine.jobs import app
from engine.settings import Settings
from engine.tenancy import system
from tests.databases import as_role

NOW = datetime(2026, 9, 1, tzinfo=UTC)
# What an administrator may well have set for a database that other programs use too.
FOREIGN = {
    "bytea_output": "escape",
    "DateStyle": "SQL, DMY",
    "default_transaction_isolation": "serializable",
    "extra_float_digits": "-3",
    "idle_session_timeout": "1h",
    "IntervalStyle": "sql_standard",
    "jit": "on",
    "row_security": "off",
    "search_path": "elsewhere",
    "standard_conforming_strings": "off",
    "timezone": "America/New_York",
}
WANTED = {
    "bytea_output": "hex",
    "DateStyle": "ISO, MDY",
    "default_transaction_isolation": "read committed",
    "extra_float_digits": "1",
    "idle_session_timeout": "0",
    "IntervalStyle": "postgres",
    "jit": "off",
    "row_security": "on",
    "search_path": "public",
    "standard_conforming_strings": "on",
    "TimeZone": "UTC",
}
# Half a minute is much for a page and nothing for a comparison of everything, or for a migration.
FOREIGN_LIMITS = {
    "statement_timeout": "30s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "30s",
}
SCHEMA = """
select table_schema, table_name, column_name, data_type, column_default from information_schema.columns
where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3
"""
Shown = Mapping[str, str]


@pytest.fixture
def foreign(database_url: str) -> Iterator[str]:
    """The address of a database that somebody else has configured."""
    configure(database_url, FOREIGN | FOREIGN_LIMITS)
    if has_transaction_timeout(database_url):
        configure(database_url, {"transaction_timeout": "30s"})
    yield database_url


def has_transaction_timeout(url: str) -> bool:
    with psycopg.connect(url) as owner:
        return owner.info.server_version >= 170000


def names(*more: str) -> list[str]:
    return [*WANTED, *more]


def of_a_page(url: str, settings: Settings) -> Shown:
    del settings
    database = Database(as_role(url, LOGIN))
    return _of(database)


def of_a_comparison(url: str, settings: Settings) -> Shown:
    del settings
    return _of(Database(as_role(url, OWNER), runtime_role=None, is_snapshot=True))


def _of(database: Database) -> Shown:
    try:
        with database.transaction(system(), now=NOW) as tx:
            return dict(
                tx.all(
                    "select name, setting from pg_settings where name = any (:names)",
                    names=names(*FOREIGN_LIMITS, "transaction_timeout"),
                )
            )
    finally:
        database.close()


def of_the_job_queue(url: str, settings: Settings) -> Shown:
    del url
    engine = build(settings)

    async def asked() -> list[Mapping[str, Any]]:
        procrastinate = app.build(engine)
        async with procrastinate.open_async():
            found = await procrastinate.connector.execute_query_all_async(
                "select name, setting from pg_settings where name = any (%(names)s)",
                names=names(*FOREIGN_LIMITS, "transaction_timeout"),
            )
        return list(found)

    try:
        return {row["name"]: row["setting"] for row in asyncio.run(asked())}
    finally:
        engine.close()


def of_a_migration(url: str, settings: Settings) -> Shown:
    del settings
    with migrate.connected(as_role(url, OWNER)) as connection:
        found = connection.execute(
            sa.text("select name, setting from pg_settings where name = any (:names)"),
            {"names": names(*FOREIGN_LIMITS, "transaction_timeout")},
        )
        return dict(found.all())


@pytest.mark.parametrize("kind", [of_a_page, of_a_comparison, of_the_job_queue, of_a_migration])
def test_session__server_configured_by_somebody_else__has_what_we_rely_on(
    foreign: str, settings: Settings, kind: Callable[[str, Settings], Shown]
) -> None:
    shown = kind(foreign, settings)

    wanted = dict(WANTED)
    if kind is of_a_comparison:
        wanted["default_transaction_isolation"] = "repeatable read"
    assert {name: shown[name] for name in wanted} == wanted


@pytest.mark.parametrize("kind", [of_a_comparison, of_a_migration])
def test_session__that_may_take_its_time__has_no_limit_of_somebody_elses(
    foreign: str, settings: Settings, kind: Callable[[str, Settings], Shown]
) -> None:
    shown = kind(foreign, settings)

    assert (shown["statement_timeout"], shown["idle_in_transaction_session_timeout"]) == ("0", "0")
    assert shown.get("transaction_timeout", "0") == "0"


@pytest.mark.parametrize(("version", "sent"), [(160010, []), (170000, ["set transaction_timeout = 0"])])
def test_limits__of_a_transaction__are_lifted_where_the_server_knows_them(
    version: int, sent: list[str]
) -> None:
    """The server that tests find may be older than the limit, so this one only says its version."""
    executed: list[str] = []
    connection: Any = SimpleNamespace(info=SimpleNamespace(server_version=version), execute=executed.append)

    limits.lift_transaction_timeout(connection)

    assert executed == sent


def test_migrate__server_configured_by_somebody_else__makes_the_same_schema(
    cluster: Cluster, database_url: str
) -> None:
    cluster.create_database("theirs")
    url = cluster.url("theirs")
    configure(url, FOREIGN)

    migrate.upgrade(url)

    assert schema_of(url) == schema_of(database_url)


def schema_of(url: str) -> list[Any]:
    with migrate.connected(url) as connection:
        return list(connection.execute(sa.text(SCHEMA)))


def configure(url: str, settings: Mapping[str, str]) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        for name, value in settings.items():
            owner.execute(
                sql.SQL("alter database {} set {} = {}").format(
                    sql.Identifier(owner.info.dbname), sql.Identifier(name), sql.Literal(value)
                )
            )
