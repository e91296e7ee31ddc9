"""Time limits of the database: not taken for a database that is away, each with words of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from engine.bootstrap import Engine, build
from engine.clock import SystemClock
from engine.db import limits, migrate
from engine.db.cluster import Cluster
from engine.db.pool import Database
from engine.db.roles import ADMINISTRATOR
from engine.errors import DATABASE_AWAY, DatabaseReadOnly, IdleTimeout, LockTimeout, StatementTimeout
from engine.installation.health import health
from engine.jobs import app, worker
from engine.jobs.timers import poll
from engine.payments import paying as payments
from engine.queries import observations
from engine.settings import Settings
from engine.tenancy import system
from tests.databases import as_role
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import LAPSING
from tests.payments.test_payments import asked, begin
from tests.payments.treasury import RunningTreasury
from tests.setup.commands import mms

LOCKED = "select from cases where id = %s for update"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Office], Engine]]:
    """What gives an office an engine that waits for a lock but a moment."""
    with ExitStack() as built:

        def engine_of(office: Office) -> Engine:
            monkeypatch.setitem(limits.SERVER, "lock_timeout", "50ms")
            return built.enter_context(closing(build(office.engine.settings, clock=office.clock)))

        yield engine_of


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    yield database
    database.close()


@contextmanager
def held(office: Office, statement: str, *values: Any) -> Iterator[None]:
    """Hold locks as a session does that stands still in the middle of a transaction."""
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute(statement, values)
        yield
        connection.rollback()


@contextmanager
def transaction(database: Database) -> Iterator[Any]:
    with database.transaction(system(), now=SystemClock().now()) as tx:
        yield tx


def kinds(office: Office, case_id: UUID) -> list[str]:
    return [event.kind for event in office.observe(case_id).events]


def test_transaction__statement_that_takes_too_long__is_a_statement_timeout(database: Database) -> None:
    with pytest.raises(StatementTimeout) as told, transaction(database) as tx:
        tx.run("set local statement_timeout = '20ms'")
        tx.scalar("select pg_sleep(60)")

    assert told.value.error_code == "database.statement_timeout"


def test_transaction__session_ended_because_it_stood_idle__is_an_idle_timeout(
    database: Database, settings: Settings
) -> None:
    with pytest.raises(IdleTimeout), transaction(database) as tx:
        session = tx.scalar("select pg_backend_pid()")
        tx.run("set local idle_in_transaction_session_timeout = '20ms'")
        with psycopg.connect(settings.owner_url, autocommit=True) as owner:
            while owner.execute("select 1 from pg_stat_activity where pid = %s", [session]).fetchone():
                pass
        tx.scalar("select 1")


def test_transaction__row_that_others_hold__is_a_lock_timeout(
    office: Office, hasty: Callable[[Office], Engine]
) -> None:
    case_id = office.file().case_id
    office.engine = hasty(office)

    with held(office, LOCKED, case_id), pytest.raises(LockTimeout):
        office.complete(case_id, good=False)

    office.complete(case_id, good=False)


def test_transaction__server_that_takes_no_changes__passes_and_is_not_kept(
    database: Database, settings: Settings
) -> None:
    add = "insert into centers (number, names) values (901, '{}')"
    administrator = as_role(settings.owner_url, ADMINISTRATOR)
    with psycopg.connect(administrator, autocommit=True) as owner:
        setting = f"alter database {owner.info.dbname} set default_transaction_read_only"
        owner.execute(f"{setting} = on")
        with pytest.raises(DatabaseReadOnly), transaction(database) as tx:
            tx.run(add)
        owner.execute(f"{setting} = off")

    with transaction(database) as tx:
        assert tx.run(add) == 1


def test_job__own_database_at_a_limit_at_the_last_attempt__waits_for_another(
    office: Office, hasty: Callable[[Office], Engine]
) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)
    with office.engine.read(system(office.place())) as tx:
        (job,) = observations.queued_jobs(tx, case_id)
    engine = hasty(office)

    with held(office, LOCKED, case_id), pytest.raises(LockTimeout):
        app.perform_job(engine, job.id, office.place(), is_last_attempt=True)

    assert office.observe(case_id).waiting == ("tell",)
    assert office.incidents(case_id) == []


def test_poll__case_that_somebody_holds__holds_up_no_other(
    open_office: OpenOffice, hasty: Callable[[Office], Engine]
) -> None:
    with open_office(LAPSING) as lapsing:
        held_case, free_case = (lapsing.file(key=uuid4()).case_id for _ in range(2))
        lapsing.clock.advance(timedelta(days=9))
        lapsing.engine = hasty(lapsing)

        with held(lapsing, LOCKED, held_case):
            fired = poll(lapsing.engine)

        assert fired == 1
        assert "timer.fired" in kinds(lapsing, free_case)
        assert "timer.fired" not in kinds(lapsing, held_case)


def test_payment__own_database_at_a_limit__is_not_the_treasurys_silence(
    paying: Office, treasury: RunningTreasury, hasty: Callable[[Office], Engine]
) -> None:
    case_id, payment_id = asked(paying)
    page = begin(paying, payment_id)
    treasury.simulate_outcome(page, "paid")
    engine, known = hasty(paying), paying.engine.connections.treasury
    engine = replace(engine, connections=replace(engine.connections, treasury=known))

    with held(paying, LOCKED, case_id), pytest.raises(LockTimeout):
        payments.ask_about(engine, UUID(page.rpartition("/")[2]))


def test_health__database_at_a_limit__says_that_it_answers(
    office: Office, hasty: Callable[[Office], Engine]
) -> None:
    engine = hasty(office)

    with held(office, "lock table procrastinate_workers in access exclusive mode"):
        first = next(iter(health(engine)))

    assert (first.state, "does not answer" in first.text) == ("degraded", False)
    assert "database.lock_timeout" in first.text


def test_worker__database_at_a_limit__says_so_and_works_on(
    office: Office, hasty: Callable[[Office], Engine], caplog: pytest.LogCaptureFixture
) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)
    engine = hasty(office)

    def told() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.name == worker.__name__]

    async def worked() -> None:
        stop = asyncio.Event()
        working = asyncio.create_task(worker.work(app.build(engine), stop, concurrency=1))
        with held(office, "lock table procrastinate_jobs in access exclusive mode"):
            while not caplog.messages:
                await asyncio.sleep(0.05)
        while (await asyncio.to_thread(office.observe, case_id)).waiting:
            await asyncio.sleep(0.05)
        stop.set()
        await working

    with caplog.at_level(logging.WARNING, logger=worker.__name__):
        asyncio.run(worked())

    assert told() == ["the worker waits: database.lock_timeout"]


def test_migrate__table_that_somebody_holds__is_said_in_words(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", "50ms")
    cluster.create_database("held")
    url = cluster.url("held")
    migrate.upgrade(url, "0001")

    with psycopg.connect(url) as connection:
        connection.execute("lock table alembic_version in access exclusive mode")
        code, said = mms("migrate", DATABASE_URL=url, MMS_HOME=str(tmp_path))

    cluster.drop_database("held")
    assert code == 1
    assert said.startswith("Error: ")
    assert "mms migrate" in said


def test_codes__of_time_limits__are_not_that_of_a_database_that_is_away() -> None:
    assert DATABASE_AWAY not in {StatementTimeout.code, LockTimeout.code, IdleTimeout.code}
