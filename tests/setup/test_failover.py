"""Behind an address of two servers, before and after a failover: every command finds the one that leads."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from engine.backup.programs import base_backup
from engine.bootstrap import Engine, build
from engine.clock import SystemClock
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.db.pool import Database
from engine.db.roles import ADMINISTRATOR, LOGIN, OWNER
from engine.errors import Unavailable
from engine.jobs import app
from engine.tenancy import system
from tests import databases
from tests.conftest import CACHED, demo_settings
from tests.setup.commands import mms
from tests.setup.conftest import a_home

pytestmark = pytest.mark.extended

ADD = "insert into centers (number, names) values (:number, '{}')"
COUNT = "select count(*) from centers where number = :number"


@dataclass(frozen=True)
class Pair:
    """A primary and the standby that follows it."""

    primary: Cluster
    standby: Cluster

    def address(self, attributes: str) -> str:
        """Return the address of both, the standby first: whoever takes the first that answers meets it."""
        found = (self.standby, self.primary)
        hosts = ",".join(quote(str(cluster.socket_directory), safe="") for cluster in found)
        return f"postgresql://{LOGIN}@/{databases.PEOPLED}?host={hosts}&target_session_attrs={attributes}"

    def fail_over(self) -> None:
        """Kill the primary and promote the standby."""
        assert self.primary.pid is not None
        os.kill(self.primary.pid, signal.SIGKILL)
        with psycopg.connect(self.standby.url("postgres"), autocommit=True) as connection:
            connection.execute("select pg_promote()")


@pytest.fixture
def pair(passable: Path) -> Iterator[Pair]:
    with a_home() as first, a_home() as second:
        durable = {name: value for name, value in UNSAFE_SETTINGS.items() if name != "synchronous_commit"}
        primary = Cluster(first, settings=durable)
        databases.place(primary, CACHED, passable)
        primary.start()
        standby = Cluster(second, settings=durable)

        def follow(data: Path) -> None:
            base_backup(primary.url("postgres"), data)
            (data / "standby.signal").touch()
            address = f"user={ADMINISTRATOR} host={primary.socket_directory}"
            with open(data / "postgresql.auto.conf", "a") as configuration:
                configuration.write(f"primary_conninfo = '{address}'\n")

        standby.place(follow)
        standby.start()
        yield Pair(primary, standby)


def engine_behind(address: str, home: Path) -> Engine:
    return build(demo_settings(address, home))


def add(engine: Engine, number: int) -> None:
    """Add a row, as often as somebody would press again."""
    for _ in range(50):
        try:
            with engine.connections.database.transaction(system(), now=engine.clock.now()) as tx:
                tx.run(ADD, number=number)
            return
        except Unavailable:
            continue
    raise AssertionError("nobody takes changes")


def wait_until_followed(pair: Pair) -> None:
    with (
        psycopg.connect(pair.primary.url("postgres"), autocommit=True) as primary,
        psycopg.connect(pair.standby.url("postgres"), autocommit=True) as standby,
    ):
        wanted = primary.execute("select pg_current_wal_lsn()").fetchone()
        while standby.execute("select pg_last_wal_replay_lsn() < %s", wanted).fetchone() == (True,):
            pass


def deferred(engine: Engine) -> int:
    async def asked() -> Any:
        procrastinate = app.build(engine)
        async with procrastinate.open_async():
            return await procrastinate.configure_task("recover_stalled").defer_async(timestamp=0)

    return int(asyncio.run(asked()))


@pytest.mark.parametrize("attributes", ["read-write", "primary"])
def test_failover__standby_takes_over__every_command_goes_on(
    pair: Pair, tmp_path: Path, attributes: str
) -> None:
    address = pair.address(attributes)
    owner = databases.as_role(address, OWNER)
    said = {"DATABASE_URL": address, "DATABASE_OWNER_URL": owner, "MMS_HOME": str(tmp_path)}
    engine = engine_behind(address, tmp_path)

    add(engine, 901)
    before = [mms(*words, **said) for words in (("reconcile",), ("audit", "verify"), ("migrate",))]
    wait_until_followed(pair)
    pair.fail_over()
    add(engine, 902)
    after = [mms(*words, **said) for words in (("reconcile",), ("audit", "verify"), ("migrate",))]

    with engine.read(system()) as tx:
        kept = [tx.scalar(COUNT, number=number) for number in (901, 902)]
    job = deferred(engine)
    engine.close()
    assert [code for code, _ in (*before, *after)] == [0] * 6, (before, after)
    assert kept == [1, 1]
    assert job > 0
    assert migrate.is_current(address)


def test_connection__kept_to_a_server_that_follows_now__is_left_for_the_one_that_leads(
    pair: Pair, tmp_path: Path
) -> None:
    database = Database(pair.address("any"))

    with pytest.raises(Unavailable), database.transaction(system(), now=SystemClock().now()) as tx:
        tx.run(ADD, number=903)
    pair.fail_over()
    with database.transaction(system(), now=SystemClock().now()) as tx:
        tx.run(ADD, number=903)

    database.close()
