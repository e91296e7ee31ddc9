"""The open work of a case, read over a connection without faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.queries import observations
from engine.stores import people
from engine.tenancy import Actor, system
from tests.engine.kit import Office

WAITING = """
select 'task' as kind, id, token, null as name, null as at, 'open' as state
from tasks where case_id = :id and state = 0
union all select 'timer', id, token, null, due_at, 'open' from timers
    where case_id = :id and token is not null
union all select 'job', id, token, operation, null, state from jobs
    where case_id = :id and state in ('queued', 'incident')
union all select kind, null, token, name, null, 'open' from messages_awaited where case_id = :id
order by kind, token
"""
INCIDENT = "select id from incidents where subject = :id and state = 'open'"
QUEUED = """
select id from procrastinate_jobs where task_name = 'run_job' and status = 'todo' and args->>'job_id' = :id
"""
UNDELIVERED = """
select m.id from messages_awaited w join cases c on c.id = w.case_id
join messages m on m.name = w.name and m.correlation_key = c.number
    and m.state = 'kept' and m.expires_at >= :now
where w.case_id = :id and w.kind = 'message' and not exists (
    select from procrastinate_jobs j
    where j.task_name = 'deliver_message' and j.args->>'message_id' = m.id::text)
"""
DUE = "select id from payments where case_id = :id and state = 'due' order by number"
OF_CLOCKS = "select id, due_at as at from timers where case_id = :id and token is null order by due_at, id"
VERSION = "select version, closed_at from cases where id = :id"
CLERKS = ("00000002002", "00000002008")
SUPERVISOR = "head_of_service"


@dataclass(frozen=True)
class Option:
    """One thing that a case waits for."""

    kind: str
    id: UUID | None
    token: str
    name: str | None
    at: Any
    state: str


class Desk:
    """An office seen over connections that nothing happens to."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.place = office.place()
        self.system = system(self.place)
        self.clerks = tuple(office.person(number) for number in CLERKS)
        self.supervisor = office.staff(SUPERVISOR)
        self._citizens: dict[str, Actor] = {}

    def citizen(self, number: str) -> Actor:
        return self._citizens.setdefault(number, self.office.person(number))

    def waiting(self, case_id: UUID) -> list[Option]:
        """Return everything that the case waits for, in a stable order."""
        return [Option(*row) for row in self._all(WAITING, id=case_id)]

    def payments(self, case_id: UUID) -> list[Any]:
        """Return what a case asks to be paid, the oldest first."""
        return self._all(DUE, id=case_id)

    def of_clocks(self, case_id: UUID) -> list[Any]:
        """Return the reminders and the last days of a case's clocks, the next first."""
        return [row for row in self._all(OF_CLOCKS, id=case_id) if row.at is not None]

    def version(self, case_id: UUID) -> int:
        return int(self._all(VERSION, id=case_id)[0].version)

    def is_closed(self, case_id: UUID) -> bool:
        return self._all(VERSION, id=case_id)[0].closed_at is not None

    def incident(self, subject: UUID) -> UUID:
        """Return the open incident."""
        found: UUID = self._all(INCIDENT, id=subject)[0].id
        return found

    def names(self, actor: Actor) -> Any:
        """Return what a person is called, in each language."""
        assert actor.person_id is not None
        with self.office.engine.read(self.system) as tx:
            return people.names(tx, {actor.person_id})[actor.person_id]

    def is_queued(self, job_id: UUID) -> bool:
        """Tell whether a worker will find the job."""
        return bool(self._all(QUEUED, id=str(job_id)))

    def has_undelivered(self, case_id: UUID) -> bool:
        """Tell whether a message is kept for which the case waits, and no worker will bring it."""
        return bool(self._all(UNDELIVERED, id=case_id, now=self.office.engine.clock.now()))

    def deliveries(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the messages and signals that are queued for a case."""
        with self.office.engine.read(self.system) as tx:
            return observations.queued_deliveries(tx)

    def _all(self, sql: str, **params: Any) -> list[Any]:
        with self.office.engine.read(self.system) as tx:
            return tx.all(sql, **params)
