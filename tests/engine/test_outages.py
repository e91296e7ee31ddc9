"""When the database goes away or a worker dies, work waits; it is not taken for done or failed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

import psycopg
import pytest

from engine.bootstrap import Engine
from engine.bus import Bus, Envelope, Next
from engine.commands.base import Command
from engine.commands.sessions import EndSession
from engine.db.pool import Transaction
from engine.db.roles import ADMINISTRATOR
from engine.errors import CaseChanged, Unavailable
from engine.jobs import app, worker
from engine.queries import observations
from engine.routes import Dependencies, Route
from engine.tenancy import Actor, system
from tests.databases import as_role
from tests.engine.kit import Office

pytestmark = pytest.mark.extended


class Blinking(Engine):
    """An engine whose database goes away after a read and is back for the next command."""

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Transaction]:
        with super().read(actor) as tx:
            yield tx
        set_open(self, is_open=False)

    def send(self, command: Command, *, actor: Actor, key: UUID | None = None) -> Any:
        set_open(self, is_open=True)
        return super().send(command, actor=actor, key=key)


def test_job__database_away_for_a_moment_of_the_last_attempt__waits_for_another(office: Office) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)
    with office.engine.read(system(office.place())) as tx:
        (job,) = observations.queued_jobs(tx, case_id)
    place, engine = office.place(), office.engine
    blinking = Blinking(engine.settings, engine.connections, engine.clock, engine.bus)
    reopening = after(lambda: set_open(engine, is_open=True))

    with pytest.raises(Unavailable), reopening:
        app.perform_job(blinking, job.id, place, is_last_attempt=True)

    assert office.observe(case_id).waiting == ("tell",)
    office.run_jobs(case_id)
    assert office.observe(case_id).waiting == ()
    assert "incident.opened" not in [event.kind for event in office.observe(case_id).events]


def test_recovery__of_a_dead_worker__takes_up_every_job(office: Office) -> None:
    for _ in range(2):
        office.complete(office.file().case_id, good=False)
    with administrator(office.engine) as connection:
        # What a worker leaves behind that dies while it looks after the dead, with the next such job queued.
        connection.execute("""
            insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args, status)
            values ('cases', 'recover_stalled', 'recover_stalled', '{"timestamp": 0}', 'doing');
            update procrastinate_jobs set status = 'doing', worker_id = null;
            insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args)
            values ('cases', 'recover_stalled', 'recover_stalled', '{"timestamp": 1}');
            update procrastinate_jobs set id = -id where task_name = 'recover_stalled' and status = 'doing'
            """)

    asyncio.run(recover(office.engine))

    with administrator(office.engine) as connection:
        left = connection.execute(
            "select task_name, status::text from procrastinate_jobs order by 1, 2"
        ).fetchall()
    assert left == [
        ("recover_stalled", "failed"),
        ("recover_stalled", "todo"),
        ("run_job", "todo"),
        ("run_job", "todo"),
    ]


def test_job__tried_often_because_workers_died__is_not_given_up_at_the_first_silence(asking: Office) -> None:
    case_id = asking.file().case_id
    with administrator(asking.engine) as connection:
        connection.execute("update procrastinate_jobs set attempts = 9")

    asyncio.run(work_once(asking.engine))

    assert asking.observe(case_id).waiting == ("ask",)


def test_job__left_unanswered_as_often_as_the_diagram_says__goes_to_a_person(asking: Office) -> None:
    case_id = asking.file().case_id
    for _ in range(2):
        with pytest.raises(Unavailable):
            asking.run_jobs(case_id, is_last_attempt=False)

    asking.run_jobs(case_id, is_last_attempt=False)

    assert asking.observe(case_id).waiting == ("review",)


def test_command__case_that_others_move_all_the_time__is_unavailable_and_not_broken() -> None:
    def overtaken(_command: Any, _tx: Transaction) -> None:
        raise CaseChanged

    def inside(envelope: Envelope, following: Next) -> Any:
        envelope.tx = cast(Transaction, object())
        return following(envelope)

    routes = {EndSession: Route(EndSession, overtaken)}
    none = cast(Dependencies, object())
    with pytest.raises(Unavailable):
        Bus(routes, none, [inside]).send(EndSession("x"), actor=system())


def test_worker__database_away_for_a_moment__works_on(office: Office) -> None:
    case_id = office.file().case_id

    async def worked_on() -> bool:
        stop = asyncio.Event()
        working = asyncio.create_task(worker.work(app.build(office.engine), stop, concurrency=1))
        await asyncio.sleep(1)
        set_open(office.engine, is_open=False)
        await asyncio.sleep(1)
        set_open(office.engine, is_open=True)
        await asyncio.to_thread(office.complete, case_id, good=True)
        for _ in range(100):
            if working.done() or (await asyncio.to_thread(office.observe, case_id)).waiting == ():
                break
            await asyncio.sleep(0.2)
        is_at_work = not working.done()
        stop.set()
        await working
        return is_at_work

    assert asyncio.run(worked_on())
    assert office.observe(case_id).waiting == ()


async def work_once(engine: Engine) -> None:
    """Do what is queued now, once."""
    procrastinate = app.build(engine, retry_seconds=3600)
    async with procrastinate.open_async():
        await procrastinate.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


async def recover(engine: Engine) -> None:
    procrastinate = app.build(engine)
    async with procrastinate.open_async():
        await app.recover(procrastinate.job_manager)


@contextmanager
def after(act: Any) -> Iterator[None]:
    try:
        yield
    finally:
        act()


def administrator(engine: Engine, database: str | None = None) -> psycopg.Connection[Any]:
    address = as_role(engine.settings.owner_url, ADMINISTRATOR)
    return psycopg.connect(address, autocommit=True, **({"dbname": database} if database else {}))


def set_open(engine: Engine, *, is_open: bool) -> None:
    """Let the database take connections, or end those there are and take no more."""
    name = psycopg.conninfo.conninfo_to_dict(engine.conninfo)["dbname"]
    with administrator(engine, "postgres") as connection:
        connection.execute(f'alter database "{name}" allow_connections {str(is_open).lower()}')
        if not is_open:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name]
            )
