"""Addresses of databases: every form that libpq reads leads every command to the same database."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from engine.bootstrap import build
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.db.pool import Database
from engine.db.replication import Server
from engine.jobs import app
from engine.settings import Settings, SettingsError
from engine.tenancy import system
from tests import databases
from tests.conftest import CACHED, demo_settings
from tests.setup.commands import mms
from tests.setup.conftest import a_home

pytestmark = pytest.mark.extended

NOW = datetime(2026, 9, 1, tzinfo=UTC)
USER, PASSWORD, NAME = "me@ma:p", "p@ss w:/?#[]'\\%+", "our town"
WHERE = "select current_database()::text"


@dataclass(frozen=True)
class Far:
    """A server behind TCP, with a password and, if asked for, TLS; and a port where nobody answers."""

    cluster: Cluster
    port: int
    closed: int


@pytest.fixture(scope="module")
def far(passable: Path) -> Iterator[Far]:
    with a_home() as home, socket.create_server(("127.0.0.1", 0)) as reserved:
        found = socket.create_server(("127.0.0.1", 0))
        port = found.getsockname()[1]
        found.close()
        settings = {**UNSAFE_SETTINGS, "listen_addresses": "127.0.0.1,::1", "port": str(port)}
        cluster = Cluster(home / "a b+c%", settings=settings)
        cluster.home.mkdir()
        cluster.home.chmod(0o711)
        databases.place(cluster, CACHED, passable)
        with_certificate(cluster)
        cluster.start()
        at = sql.Identifier(USER), sql.Literal(PASSWORD)
        with psycopg.connect(cluster.url("postgres"), port=port, autocommit=True) as owner:
            owner.execute(sql.SQL("create role {} superuser login password {}").format(*at))
            owner.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(NAME), sql.Identifier(databases.MIGRATED)
                )
            )
        closed = reserved.getsockname()[1]
        reserved.close()
        yield Far(cluster, port, closed)


def with_certificate(cluster: Cluster) -> None:
    """Let the server offer TLS, and ask whoever comes by TCP for a password."""
    key, certificate = (cluster.data / name for name in ("server.key", "server.crt"))
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost"
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    key.chmod(0o600)
    for file in (key, certificate):
        os.chown(file, cluster.data.stat().st_uid, cluster.data.stat().st_gid)
    with open(cluster.data / "postgresql.conf", "a") as configuration:
        configuration.write("ssl = on\n")
    (cluster.data / "pg_hba.conf").write_text("local all all trust\nhost all all all scram-sha-256\n")


def addresses(far: Far, services: Path) -> Mapping[str, str]:
    """Return the same database by every form of address."""
    who = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"
    name, port, closed = quote(NAME), far.port, far.closed
    said = PASSWORD.replace("\\", "\\\\").replace("'", "\\'")
    keywords = f"port={port} user='{USER}' password='{said}' dbname='{NAME}'"
    services.write_text(
        f"[town]\nhost=127.0.0.1\nport={port}\nuser={USER}\npassword={PASSWORD}\ndbname={NAME}\n"
    )
    socket_directory = quote(str(far.cluster.socket_directory), safe="")
    return {
        "special characters": f"postgresql://{who}@127.0.0.1:{port}/{name}",
        "of SQLAlchemy": f"postgresql+psycopg://{who}@127.0.0.1:{port}/{name}",
        "postgres": f"postgres://{who}@127.0.0.1:{port}/{name}",
        "IPv6": f"postgresql://{who}@[::1]:{port}/{name}",
        "hosts": f"postgresql://{who}@127.0.0.1:{closed},127.0.0.1:{port}/{name}",
        "hosts, one port": f"postgresql://{who}@127.0.0.2,127.0.0.1/{name}?port={port}",
        "read-write": f"postgresql://{who}@127.0.0.1:{closed},[::1]:{port}/{name}?target_session_attrs=read-write",
        "primary": f"postgresql://{who}@127.0.0.1:{port}/{name}?target_session_attrs=primary",
        "TLS": f"postgresql://{who}@127.0.0.1:{port}/{name}?sslmode=require",
        "socket": f"postgresql://{who}@/{name}?host={socket_directory}&port={port}",
        "keywords": f"host=127.0.0.1 {keywords}",
        "keywords of hosts": f"host=127.0.0.1,127.0.0.1 {keywords.replace(str(port), f'{closed},{port}')}"
        " target_session_attrs=read-write",
        "service": "service=town",
        "service in a URL": "postgresql:///?service=town",
        "options of one's own": f"postgresql://{who}@127.0.0.1:{port}/{name}?options=-c%20geqo%3Doff",
    }


FORMS = tuple(
    [
        "special characters",
        "of SQLAlchemy",
        "postgres",
        "IPv6",
        "hosts",
        "hosts, one port",
        "read-write",
        "primary",
    ]
    + [
        "TLS",
        "socket",
        "keywords",
        "keywords of hosts",
        "service",
        "service in a URL",
        "options of one's own",
    ]
)


@pytest.fixture(params=FORMS)
def address(far: Far, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    services = tmp_path / "services.conf"
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    return addresses(far, services)[request.param]


def asked(database: Database) -> Any:
    try:
        with database.transaction(system(), now=NOW) as tx:
            return tx.scalar(WHERE)
    finally:
        database.close()


def test_address__of_every_form__leads_pages_and_comparisons_there(address: str) -> None:
    assert asked(Database(address)) == NAME
    assert asked(Database(address, runtime_role=None, is_snapshot=True)) == NAME


def test_address__of_every_form__leads_workers_there(address: str, tmp_path: Path) -> None:
    engine = build(demo_settings(address, tmp_path))

    async def named() -> Any:
        procrastinate = app.build(engine)
        async with procrastinate.open_async():
            return await procrastinate.connector.execute_query_one_async(WHERE)

    try:
        assert asyncio.run(named())["current_database"] == NAME
    finally:
        engine.close()


def test_address__of_every_form__leads_commands_there(address: str, tmp_path: Path) -> None:
    said = {"DATABASE_URL": address, "MMS_HOME": str(tmp_path)}

    assert migrate.is_current(address)
    assert mms("migrate", **said) == (0, "up to date\n")
    assert mms("audit", "verify", **said)[0] == 0
    assert mms("reconcile", **said)[1].splitlines()[-1] == "no difference"
    with Server(address) as server:
        assert server.counts()


def test_address__with_options_of_its_own__keeps_them_beside_ours(far: Far, tmp_path: Path) -> None:
    address = addresses(far, tmp_path / "services.conf")["options of one's own"]
    database = Database(address)

    with database.transaction(system(), now=NOW) as tx:
        shown = [tx.scalar(f"show {name}") for name in ("geqo", "jit")]

    database.close()
    assert shown == ["off", "off"]


def test_address__asking_for_tls__is_encrypted(far: Far, tmp_path: Path) -> None:
    database = Database(addresses(far, tmp_path / "services.conf")["TLS"], runtime_role=None)

    with database.transaction(system(), now=NOW) as tx:
        is_encrypted = tx.scalar("select ssl from pg_stat_ssl where pid = pg_backend_pid()")

    database.close()
    assert is_encrypted


@pytest.mark.parametrize("form", FORMS)
def test_settings__address_of_every_form__is_accepted_and_loses_its_password(
    far: Far, tmp_path: Path, form: str
) -> None:
    address = addresses(far, tmp_path / "services.conf")[form]
    environ = {"MMS_MODE": "demo", "MMS_HOME": str(tmp_path), "DATABASE_URL": address}

    settings = Settings.from_environment(environ)

    said = settings.without_secrets()["DATABASE_URL"]
    assert "p@ss" not in said and quote(PASSWORD, safe="") not in said
    assert settings == Settings.from_environment(settings.as_environment())


@pytest.mark.parametrize(
    "address",
    ["sqlite:///mms.db", "postgresql://u:hush%zz@h/db", "postgresql://u:hush@h/db?colour=red", "hush"],
)
def test_settings__no_address_of_postgresql__is_refused_without_its_password(
    tmp_path: Path, address: str
) -> None:
    environ = {"MMS_MODE": "demo", "MMS_HOME": str(tmp_path), "DATABASE_URL": address}

    with pytest.raises(SettingsError, match="DATABASE_URL") as refused:
        Settings.from_environment(environ)

    assert "hush" not in str(refused.value)
