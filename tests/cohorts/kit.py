"""An office with many invented residents, and a batch of the yearly monitoring over them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from engine.bootstrap import Engine, build
from engine.clock import SettableClock, SystemClock
from engine.commands.applications import OpenProceeding
from engine.installation import loading
from engine.queries import observations
from engine.queries.sessions import roles_of
from engine.registers.commands.batches import PlanBatch, StartBatch
from engine.registers.jobs.batches import carry_on, choose_entries
from engine.settings import Settings
from engine.stores import reference
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, MORNING

MONITORING = "high_mountain.monitoring"
GROUND = "The plan of the monitoring."
BEGUN = {"year": 2026, "settlement": "keda-demo-1", "reason": "By hand."}

# Every entry cites a case; of the generated ones all cite the first. One in ten is suspended, one in fifteen
# has ended, one in twenty lives elsewhere, one in twenty-five begins only later, one in thirty has no person.
RESIDENTS = """
with born as (
    insert into people (personal_number, given_name, family_name, birth_date, is_demo)
    select lpad((10000000000 + n)::text, 11, '0'), '{"ka": "დემო", "en": "Demo"}',
           jsonb_build_object('ka', 'მცხოვრები ' || n, 'en', 'Resident ' || n),
           date '1940-01-01' + n * 3, true
    from generate_series(1, %(count)s) n returning id, personal_number
), numbered as (
    select id, personal_number, personal_number::bigint - 10000000000 as n from born
)
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
                              case_id, order_number, state, is_final, recorded_at)
select gen_random_uuid(), 'residents', c.municipality_id, true, b.personal_number,
       case when n %% 30 = 0 then null else b.id end,
       jsonb_build_object('settlement', case when n %% 20 = 1 then 'keda-demo-3' else 'keda-demo-1' end,
           'given_name', 'Demo', 'family_name', 'Resident ' || n,
           'residence_from', (date '2000-01-01' + n::int)::text,
           'order_number', 'KEDA-O-2025-00001', 'decided_on', '2025-03-01'),
       case when n %% 25 = 2 then date '2099-01-01' else date '2025-03-01' end, c.id, null,
       case when n %% 10 = 3 then 'suspended' when n %% 15 = 4 then 'terminated' else 'active' end,
       n %% 10 <> 3 and n %% 15 = 4, now()
from numbered b cross join (select id, municipality_id from cases order by filed_at limit 1) c
"""


@dataclass
class Residents:
    """An engine whose register holds many residents of one municipality."""

    engine: Engine
    url: str

    def staff(self, role: str) -> Actor:
        """Return somebody who holds the role in the municipality."""
        with self.engine.read(system(self.place)) as tx:
            person_id = observations.staff_with(tx, self.place, role, None)
            assert person_id is not None
            return Actor(person_id, roles=roles_of(tx, person_id))

    @property
    def place(self) -> int:
        with self.engine.read(system()) as tx:
            return int(reference.municipality(tx, "keda").id)

    def sql(self, statement: str, **params: Any) -> Any:
        """Execute a statement as the owner of the database; return its rows, if it gives any."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement, params)
            return cursor.fetchall() if cursor.description else None

    def count(self, what: str, **params: Any) -> int:
        return int(self.sql(f"select count(*) from {what}", **params)[0][0])

    def plan(self, condition: str = "", *, unit: str | None = None, by: Actor | None = None) -> UUID:
        """Plan a batch and let its entries be chosen, as a worker would."""
        command = PlanBatch(MONITORING, "keda", GROUND, condition, unit)
        batch_id: UUID = self.engine.send(command, actor=by or self.staff("head_of_service")).batch_id
        choose_entries(self.engine, batch_id, self.place)
        return batch_id

    def steer(self, command: Any) -> None:
        self.engine.send(command, actor=self.staff("head_of_service"))

    def carry_out(self, batch_id: UUID) -> None:
        """Start the batch and work on it until it is over."""
        self.steer(StartBatch(batch_id))
        while self.state(batch_id) == "running":
            carry_on(self.engine, batch_id, self.place)

    def state(self, batch_id: UUID) -> str:
        return str(self.sql("select state from runs where id = %(id)s", id=batch_id)[0][0])

    def outcomes(self, batch_id: UUID) -> dict[str, int]:
        """Return how many entries came to which outcome, those passed over by their reason."""
        rows = self.sql(
            "select coalesce(reason, outcome), count(*) from run_entries where run_id = %(id)s group by 1",
            id=batch_id,
        )
        return {name: int(number) for name, number in rows}


def furnish(settings: Settings, count: int) -> None:
    """Fill a database with places, staff, the services and many residents."""
    engine = build(settings, clock=SettableClock(MORNING))
    try:
        loading.load_data(engine)
        loading.load_demo_people(engine)
        engine.send(PublishService(loading.BPMN / "high_mountain" / "monitoring", "tests"), actor=system())
        office = Residents(engine, settings.owner_url)
        engine.send(OpenProceeding(MONITORING, "keda", CITIZEN, BEGUN), actor=system(office.place))
    finally:
        engine.close()
    with psycopg.connect(settings.owner_url) as connection:
        connection.execute(RESIDENTS, {"count": count})


@contextmanager
def residents(settings: Settings, *, is_now: bool = False) -> Iterator[Residents]:
    """Give an office over a database that `furnish` has filled; `is_now`: with the true time."""
    engine = build(settings, clock=SystemClock() if is_now else SettableClock(MORNING))
    try:
        yield Residents(engine, settings.owner_url)
    finally:
        engine.close()


@contextmanager
def a_worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """Give a worker as operators start it; it is killed in the end, if that has not happened before."""
    environment = {
        **os.environ,
        "MMS_MODE": "demo",
        "MMS_HOME": str(settings.home),
        "MMS_SECRET": settings.secret,
        "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": "",
    }
    command = (sys.executable, "-m", "engine.cli", "worker", "--concurrency", "2")
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def wait_until(is_so: Any, *, seconds: float = 60.0) -> None:
    """Wait until it is so; what never comes is an error of the test, not its result."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
