"""Transactions: what they leave behind, and connections that died while nobody used them."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import psycopg
import pytest

from engine.db import connections
from engine.db.pool import Database, in_driver_style
from engine.db.roles import LOGIN
from engine.errors import NotFound, Unavailable
from engine.tenancy import Actor, system
from tests.databases import as_role

NOW = datetime(2026, 9, 1, tzinfo=UTC)
ADD = "insert into centers (number, names) values (:number, '{}')"
COUNT = "select count(*) from centers where number = :number"


@pytest.fixture
def database(database_url: str):  # type: ignore[no-untyped-def]
    found = Database(as_role(database_url, LOGIN), size=2)
    yield found
    found.close()


def count(database: Database, number: int) -> int:
    with database.transaction(system(), now=NOW) as tx:
        return int(tx.scalar(COUNT, number=number))


def test_transaction__refused_in_the_middle__leaves_nothing_and_the_connection_serves_on(
    database: Database,
) -> None:
    with pytest.raises(NotFound), database.transaction(system(), now=NOW) as tx:
        tx.run(ADD, number=901)
        session = tx.scalar("select pg_backend_pid()")
        raise NotFound

    with database.transaction(system(), now=NOW) as tx:
        assert tx.scalar(COUNT, number=901) == 0
        assert tx.scalar("select pg_backend_pid()") == session


def test_transaction__over_a_kept_connection__knows_nothing_of_whoever_used_it_before(
    database: Database,
) -> None:
    with database.transaction(Actor(person_id=7), now=NOW) as tx:
        assert tx.scalar("select my_person()") == 7

    with database.transaction(Actor(), now=NOW) as tx:
        assert tx.scalar("select my_person()") is None


def test_transaction__kept_connections_have_died__takes_another(
    database: Database, database_url: str
) -> None:
    with database.transaction(system(), now=NOW) as first, database.transaction(system(), now=NOW) as second:
        sessions = [tx.scalar("select pg_backend_pid()") for tx in (first, second)]
    with psycopg.connect(database_url, autocommit=True) as owner:
        for session in sessions:
            owner.execute("select pg_terminate_backend(%s, 5000)", [session])

    assert count(database, 902) == 0


def test_transaction__connection_dies_in_the_middle__is_unavailable_and_left_nothing(
    database: Database, database_url: str
) -> None:
    with pytest.raises(Unavailable), database.transaction(system(), now=NOW) as tx:
        tx.run(ADD, number=903)
        session = tx.scalar("select pg_backend_pid()")
        with psycopg.connect(database_url, autocommit=True) as owner:
            owner.execute("select pg_terminate_backend(%s, 5000)", [session])
        tx.scalar(COUNT, number=903)

    assert count(database, 903) == 0


def test_transaction__every_connection_in_use__is_unavailable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SECONDS_TO_WAIT", 0.05)

    with database.transaction(system(), now=NOW) as first, database.transaction(system(), now=NOW) as second:
        first.run(ADD, number=904)
        second.run(ADD, number=905)
        with pytest.raises(Unavailable):
            count(database, 904)

    assert count(database, 905) == 1


def test_transaction__without_a_statement__takes_no_connection(database: Database) -> None:
    with database.transaction(system(), now=NOW):
        pass

    assert not database._connections._idle


def test_connections__after_a_fork__are_the_parents_alone(database: Database) -> None:
    count(database, 906)

    child = os.fork()
    if child == 0:
        try:
            count(database, 906)
            database.close()
            os._exit(0)
        except BaseException:
            os._exit(1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert count(database, 906) == 0


def test_statement__parameters_casts_and_percent_signs__are_told_apart() -> None:
    text = "select :a::int, x::text like '50%' from t where b = :b_1"

    assert in_driver_style(text) == "select %(a)s::int, x::text like '50%%' from t where b = %(b_1)s"
