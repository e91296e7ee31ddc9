"""What the office does on a case by commands instead of a browser: pages that other end-to-end tests show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.bootstrap import Engine
from engine.commands.applications import FileApplication
from engine.commands.assignment import ClaimTask
from engine.commands.cases import CompleteTask
from engine.queries import observations
from engine.queries.sessions import roles_of
from engine.stores import people, reference
from engine.tenancy import Actor, system
from tests.e2e.installation import Installation
from tests.e2e.present import as_of_now
from tests.e2e.story import PLAIN_ANSWERS, SIGNED, steps
from tests.e2e.tour.visit import engine_of
from tests.e2e.waiting import until

Step = tuple[str, str, Mapping[str, Any]]  # who takes it, its element, what is answered
SENT = """
select g.code, g.sealed from signings g join letters l on l.case_id = g.case_id and l.document = g.sealed
where g.case_id = :case_id limit 1
"""


INCIDENTS = "select kind, code, params from incidents where case_id = :case_id and state = 'open'"
FOLLOWING = """
select id, number from cases where service_code = :service and document -> 'application' ->> :field = :value
"""


@dataclass(frozen=True)
class Waiting:
    """A case whose order waits to be signed."""

    case_id: UUID
    number: str


def order_to_sign(installation: Installation, applicant: str) -> Waiting:
    """Let somebody apply, and the office work on it until the mayor has to decide."""
    with engine_of(installation) as engine:
        command = FileApplication("high_mountain.grant", "keda", PLAIN_ANSWERS)
        filed = engine.send(command, actor=actor(engine, applicant))
        _work(engine, filed.case_id, (step for step in steps() if step[1] != SIGNED))
        _task(engine, filed.case_id, SIGNED)
        return Waiting(filed.case_id, filed.number)


def work(installation: Installation, case_id: UUID, taken: Iterable[Step]) -> None:
    """Let the office take these steps of a case, each as soon as it is there."""
    with engine_of(installation) as engine:
        _work(engine, case_id, taken)


def _work(engine: Engine, case_id: UUID, taken: Iterable[Step]) -> None:
    for who, element, answers in taken:
        task, person = _task(engine, case_id, element), actor(engine, who)
        engine.send(ClaimTask(task.id), actor=person)
        engine.send(CompleteTask(task.id, as_of_now(answers)), actor=person)


def outcome(installation: Installation, case: Waiting) -> str | None:
    """Return how the case was decided, if it was."""
    with engine_of(installation) as engine, engine.read(system(_place(engine))) as tx:
        return observations.observe(tx, case.case_id).outcome


@dataclass(frozen=True)
class Issued:
    """An act as it left the house."""

    code: str
    file: bytes


def issued(installation: Installation, case: Waiting) -> Issued:
    """Return the act once the letter with it is sent; the seal is on it by then."""
    with engine_of(installation) as engine:
        keda = system(_place(engine))

        def sent() -> Any:
            with engine.read(keda) as tx:
                return tx.one(SENT, case_id=case.case_id)

        row = until(sent, "no letter cites a sealed act")
        return Issued(row.code, engine.connections.files.get(bytes(row.sealed).hex()))


def waited(installation: Installation, sql: str, **params: Any) -> Any:
    """Return the one row of a query about Keda once it is there."""
    with engine_of(installation) as engine:
        with engine.read(system()) as tx:
            keda = system(reference.municipality(tx, "keda").id)

        def row() -> Any:
            with engine.read(keda) as tx:
                return tx.one(sql, **params)

        return until(row, f"nothing came for {params}")


def standing(installation: Installation, number: str) -> str:
    """Tell where the case of this number stands, for a failure."""
    with engine_of(installation) as engine:
        with engine.read(system(_place(engine))) as tx:
            case_id = tx.scalar("select id from cases where number = :number", number=number)
        return f"{number}: {_now(engine, case_id)}"


def actor(engine: Engine, personal_number: str) -> Actor:
    """Return a person with the offices that they hold."""
    with engine.read(system()) as tx:
        person_id = people.id_of(tx, personal_number)
        assert person_id is not None
        return Actor(person_id, personal_number, roles=roles_of(tx, person_id))


def _task(engine: Engine, case_id: UUID, element: str) -> Any:
    keda = system(_place(engine))

    def opened() -> Any:
        with engine.read(keda) as tx:
            return observations.open_task(tx, case_id, element)

    return until(opened, lambda: f"{element} did not come, but {_now(engine, case_id)}")


def _now(engine: Engine, case_id: UUID) -> str:
    """Tell where a case is, for a failure: open tasks, queued jobs and incidents."""
    with engine.read(system(_place(engine))) as tx:
        here = [(row.element, row.role) for row in observations.open_tasks(tx, case_id)]
        queued = [(row.operation, row.created_at) for row in observations.queued_jobs(tx, case_id)]
        incidents = [(row.kind, row.code, row.params) for row in tx.all(INCIDENTS, case_id=case_id)]
    return f"{here=} {queued=} {incidents=}"


def _place(engine: Engine) -> int:
    with engine.read(system()) as tx:
        return int(reference.municipality(tx, "keda").id)
