"""Beginning of a scenario's case: by an application, the office, the civil registry, or a batch.

An event of the registry and a batch take the ways they take in an installation, and may open no case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.bootstrap import Engine
from engine.commands.applications import FileApplication, OpenProceeding
from engine.commands.base import Command
from engine.registers.commands.batches import PlanBatch, StartBatch
from engine.registers.commands.registry_events import ReportedEvent, TakeRegistryEvents
from engine.registers.jobs import registry_feed
from engine.registers.jobs.batches import carry_on, choose_entries
from engine.registers.store import batches, registry_events
from engine.scenarios.attaching import with_files
from engine.scenarios.coverage import BATCH, Occasion
from engine.stores import people
from engine.tenancy import Actor, system


@dataclass(frozen=True)
class Opening:
    """The beginning of one scenario. `opener` opens the case or plans the batch; None: the applicant."""

    engine: Engine
    service: str
    scenario: Mapping[str, Any]
    municipality_id: int
    applicant: Actor
    opener: Actor | None

    def open(self) -> UUID | None:
        """Return the case; None where the event or the batch opens none."""
        if "event" in self.scenario:
            return self._by_event(self.scenario["event"])
        if BATCH in self.scenario:
            return self._by_batch(self.scenario[BATCH])
        return self._filed()

    def taken(self, case_id: UUID | None) -> frozenset[Occasion]:
        """Return what the case was opened by, or what opened none; empty where somebody filed."""
        is_opened = case_id is not None
        if "event" in self.scenario:
            return frozenset([(self.scenario["event"]["kind"], is_opened)])
        return frozenset([(BATCH, is_opened)] if BATCH in self.scenario else ())

    def _filed(self) -> UUID:
        scenario, place = self.scenario, self.scenario["municipality"]
        actor, answers = self.opener or self.applicant, scenario["application"]
        common = {
            "service": self.service,
            "municipality": place,
            "answers": with_files(self.engine, answers, by=actor, municipality=place if self.opener else ""),
            "language": scenario["language"],
            "channel": scenario["channel"],
        }
        command: Command = FileApplication(**common)
        if self.opener:
            command = OpenProceeding(**common, person=scenario["applicant"])
        case_id: UUID = self.engine.send(command, actor=actor).case_id
        return case_id

    def _by_event(self, event: Mapping[str, Any]) -> UUID | None:
        """Let the registry tell of the applicant, and follow it here as a worker does."""
        with self.engine.read(system()) as tx:
            position = registry_events.position(tx)
        reported = ReportedEvent(
            position + 1,
            event["kind"],
            personal_number=self.scenario["applicant"],
            happened_on=date.fromisoformat(event["happened_on"]),
            content=event.get("content", {}),
        )
        self.engine.send(TakeRegistryEvents(position, (reported,)), actor=system())
        event_id = registry_events.id_of(reported.number)
        return registry_feed.follow(self.engine, event_id, self.municipality_id)

    def _by_batch(self, batch: Mapping[str, Any]) -> UUID | None:
        """Plan a batch and run it to its end; of its cases the applicant's is the scenario's."""
        opener, place = self.opener or self.applicant, self.municipality_id
        plan = PlanBatch(
            self.service, self.scenario["municipality"], batch["ground"], batch.get("condition", "")
        )
        batch_id = self.engine.send(plan, actor=opener).batch_id
        choose_entries(self.engine, batch_id, place)
        self.engine.send(StartBatch(batch_id), actor=opener)
        while self._waits(batch_id):
            carry_on(self.engine, batch_id, place)
        with self.engine.read(system(place)) as tx:
            return batches.case_about(tx, batch_id, people.id_of(tx, self.scenario["applicant"]))

    def _waits(self, batch_id: UUID) -> bool:
        with self.engine.read(system(self.municipality_id)) as tx:
            return bool(batches.waiting(tx, batch_id, limit=1))
