"""Past decisions answered anew by the table of a draft, turn by turn as a worker does."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bench import filling, workload
from bench.installation import SERVICE, Installation
from engine.bootstrap import Engine
from engine.queries.sessions import roles_of
from engine.stores import people
from engine.studio.commands.replays import AskReplay
from engine.studio.commands.service_drafts import BeginServiceDraft
from engine.studio.jobs import replays as job
from engine.studio.queries import replays
from engine.tenancy import Actor, system

ANALYST: Final = "00000009001"
MEGABYTE: Final = 1024


@dataclass(frozen=True)
class Replays:
    """How many decisions were answered, how fast, and how much memory it took beyond what there was."""

    decisions: int
    per_second: float
    longest_turn: float
    megabytes: float


def measure(installation: Installation, *, decisions: int) -> Replays:
    """Copy a case that was decided once, and ask what the table would have decided in all."""
    engine = installation.open()
    try:
        model = workload.file(engine, installation.citizen, installation.places[0], 70_000_000)
        while model.open:
            workload.complete(engine, model)
        filling.decided_copies(installation, model.id, decisions)
        analyst = _analyst(engine)
        draft_id: UUID = engine.send(BeginServiceDraft(SERVICE), actor=analyst)
        asked = engine.send(AskReplay(draft_id, 60, "then"), actor=analyst)
        before, turns = _resident(), []
        while _state(engine, analyst, draft_id) == "running":
            began = time.perf_counter()
            job.go_on(engine, asked.replay_id)
            turns.append(time.perf_counter() - began)
        with engine.read(analyst) as tx:
            found = replays.of_draft(tx, draft_id)
        assert found is not None
        (one,) = found.decisions
        if one.same.number is None or one.same.number < decisions:
            raise RuntimeError(f"of {decisions} decisions {one.same.number} are the same")
        return Replays(decisions, one.same.number / sum(turns), max(turns), _resident() - before)
    finally:
        engine.close()


def _analyst(engine: Engine) -> Actor:
    with engine.read(system()) as tx:
        person = people.id_of(tx, ANALYST)
        assert person is not None
        return Actor(person, ANALYST, roles=roles_of(tx, person))


def _state(engine: Engine, analyst: Actor, draft_id: UUID) -> str:
    with engine.read(analyst) as tx:
        found = replays.of_draft(tx, draft_id)
    assert found is not None
    return found.state


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
