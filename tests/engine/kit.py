"""Builders for tests of the engine: a municipality at work on a real database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.commands.applications import FileApplication, FiledCase
from engine.commands.cases import CompleteTask
from engine.commands.messages import PublishMessage
from engine.commands.reference import LoadMunicipality
from engine.installation import loading
from engine.jobs import messages
from engine.jobs.app import perform_job
from engine.queries import observations
from engine.queries.people import demo_people
from engine.queries.sessions import roles_of
from engine.settings import Settings
from engine.stores import people, reference
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system
from tests.databases import BEGINNING
from tests.engine.services import write_service

MORNING = BEGINNING.astimezone(UTC)  # ten o'clock in Tbilisi, a Tuesday
CITIZEN, OTHER_CITIZEN = "00000000101", "00000000103"
PLACES = ("keda", "telavi")


@dataclass
class Office:
    """An engine with two municipalities, their demo staff and one published service."""

    engine: Engine
    clock: SettableClock
    service: str

    def person(self, personal_number: str) -> Actor:
        """Return a demo person with today's roles."""
        with self.engine.read(system()) as tx:
            person_id = people.id_of(tx, personal_number)
            assert person_id is not None
            return Actor(person_id, personal_number, roles=roles_of(tx, person_id))

    def staff(self, role: str, municipality: str = "keda") -> Actor:
        """Return somebody who holds the role in the municipality."""
        place = self.place(municipality)
        with self.engine.read(system(place)) as tx:
            person_id = observations.staff_with(tx, place, role, None)
            assert person_id is not None, f"nobody is {role}"
            return Actor(person_id, roles=roles_of(tx, person_id))

    def place(self, municipality: str = "keda") -> int:
        with self.engine.read(system()) as tx:
            return int(reference.municipality(tx, municipality).id)

    def file(
        self, *, by: str = CITIZEN, municipality: str = "keda", key: UUID | None = None, **answers: Any
    ) -> FiledCase:
        """File an application of the service."""
        command = FileApplication(self.service, municipality, {"note": "a note", **answers})
        filed: FiledCase = self.engine.send(command, actor=self.person(by), key=key)
        return filed

    def task(self, case_id: UUID, element: str = "review") -> Any:
        """Return the open task at the element."""
        with self.engine.read(system(self.place())) as tx:
            return observations.open_task(tx, case_id, element)

    def complete(
        self,
        case_id: UUID,
        element: str = "review",
        *,
        role: str = "specialist",
        key: UUID | None = None,
        **answers: Any,
    ) -> Any:
        """Complete the open task at the element by somebody with the role."""
        task = self.task(case_id, element)
        return self.engine.send(CompleteTask(task.id, answers), actor=self.staff(role), key=key)

    def observe(self, case_id: UUID, municipality: str = "keda") -> observations.Observation:
        with self.engine.read(system(self.place(municipality))) as tx:
            return observations.observe(tx, case_id)

    def incidents(self, case_id: UUID) -> list[Any]:
        """Return the incidents of the case, oldest first."""
        with self.engine.read(system(self.place())) as tx:
            return tx.all("select * from incidents where case_id = :id order by opened_at, id", id=case_id)

    def run_jobs(self, case_id: UUID, *, is_last_attempt: bool = True) -> None:
        """Carry out what is queued for the case, as a worker would."""
        with self.engine.read(system(self.place())) as tx:
            jobs = observations.queued_jobs(tx, case_id)
        for job in jobs:
            perform_job(self.engine, job.id, self.place(), is_last_attempt=is_last_attempt)

    def publish(self, key: str, *, municipality: str = "keda", by: Actor | None = None, **more: Any) -> Any:
        """Publish the message that cases of the diagram `TALKING` wait for."""
        message = {"name": "answer", "payload": b'{"ok": true}', "lifetime": timedelta(days=1), **more}
        command = PublishMessage(municipality, correlation_key=key, **message)
        return self.engine.send(command, actor=by or system(self.place(municipality)))

    def deliver(self) -> None:
        """Bring messages and signals to where they are queued for, as a worker would."""
        with self.engine.read(system()) as tx:
            queued = observations.queued_deliveries(tx)
        for task, args in queued:
            getattr(messages, task)(self.engine, **args)


@contextmanager
def an_office(settings: Settings) -> Iterator[Office]:
    """Give an office over a database that `furnish` has filled."""
    clock = SettableClock(MORNING)
    engine = build(settings, clock=clock)
    try:
        yield Office(engine, clock, "permits.note")
    finally:
        engine.close()


def furnish(settings: Settings, body: str) -> None:
    """Fill a database with places, demo people and the service of the diagram `body`.

    A copy of the template `PEOPLED` has the people and most about the places already.
    """
    engine = build(settings, clock=SettableClock(MORNING))
    try:
        with engine.read(system()) as tx:
            is_peopled = bool(demo_people(tx))
        if not is_peopled:
            loading.load_data(engine)
            loading.load_demo_people(engine)
        for place in PLACES:
            data = json.loads((loading.BPMN / "municipalities" / f"{place}.json").read_text())
            engine.send(LoadMunicipality({**data, "modules": ["permits"]}), actor=system())
        engine.send(PublishService(write_service(settings.home / "bpmn", body=body), "tests"), actor=system())
    finally:
        engine.close()
