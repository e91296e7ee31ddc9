"""Whatever ends a connection to the database, who asked hears `Unavailable`, in seconds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from engine.clock import SystemClock
from engine.db import limits
from engine.db.pool import Database
from engine.errors import Unavailable
from engine.settings import Settings
from engine.tenancy import system
from tests.engine.kit import Office

SECONDS = 12


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    yield database
    database.close()


def test_transaction__session_ended_because_it_stood_idle__is_unavailable(database: Database) -> None:
    with pytest.raises(Unavailable), transaction(database) as tx:
        tx.run("set local idle_in_transaction_session_timeout = '50ms'")
        time.sleep(0.3)
        tx.scalar("select 1")


def test_transaction__server_that_freezes__is_unavailable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.5)

    with pytest.raises(Unavailable), transaction(database) as tx:
        frozen = tx.scalar("select pg_backend_pid()")
        with paused(frozen):
            tx.scalar("select 1")

    with transaction(database) as tx:
        assert tx.scalar("select pg_backend_pid()") != frozen


def test_transaction__idle_session_that_froze__gets_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.5)
    with transaction(database) as tx:
        frozen = tx.scalar("select pg_backend_pid()")

    with paused(frozen), transaction(database) as tx:
        assert tx.scalar("select pg_backend_pid()") != frozen


def test_transaction__row_locked_by_a_session_that_stands_still__is_unavailable(office: Office) -> None:
    case_id = office.file().case_id
    with owner(office.engine.settings) as connection, connection.transaction():
        connection.execute("select from cases where id = %s for update", [case_id])
        began = time.monotonic()

        with pytest.raises(Unavailable):
            office.complete(case_id, good=False)

    assert time.monotonic() - began < SECONDS
    office.complete(case_id, good=False)


def test_snapshot__has_no_limits(settings: Settings) -> None:
    database = Database(settings.owner_url, is_snapshot=True, runtime_role=None)

    with transaction(database) as tx:
        shown = [tx.scalar(f"show {name}") for name in ("statement_timeout", "lock_timeout")]

    database.close()
    assert shown == ["0", "0"]


@contextmanager
def transaction(database: Database) -> Iterator[Any]:
    with database.transaction(system(), now=SystemClock().now()) as tx:
        yield tx


@contextmanager
def paused(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def owner(settings: Settings) -> psycopg.Connection[Any]:
    return psycopg.connect(settings.owner_url, autocommit=True)
