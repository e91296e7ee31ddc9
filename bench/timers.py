"""Due timers among many that are not, fired by the real poll, in turns with completions."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from bench import filling, workload
from bench.installation import Installation
from bench.workers import Desk
from engine.jobs import timers

COMPLETIONS_A_TURN: Final = 500
REMAINING: Final = "select count(*) from timers where due_at <= now()"
REMINDED: Final = """
select count(*) from cases where number like 'due-%' and document->>'reminded' is not null
"""


@dataclass(frozen=True)
class Timers:
    """How many fired of how many, and how fast beside completions."""

    due: int
    waiting: int
    fired_per_second: float
    completions_per_second: float

    @property
    def ratio(self) -> float:
        return self.fired_per_second / self.completions_per_second


def measure(installation: Installation, *, due: int, waiting: int) -> Timers:
    """Fire all that are due; between two batches, complete tasks."""
    engine = installation.open()
    try:
        model = workload.file(engine, installation.citizen, installation.places[0], 60_000_000)
        filling.fill(installation, model.id, parts=waiting - due, timers=True)
        workload.complete(engine, model)
        filling.due_copies(installation, model.id, due)
        desk = Desk(installation, engine, 61)
        fired = completed = 0
        firing = completing = 0.0
        while fired < due:
            desk.prepare(COMPLETIONS_A_TURN)
            began = time.perf_counter()
            done = timers.poll(engine)
            firing += time.perf_counter() - began
            if not done:
                raise RuntimeError(f"{due - fired} timers are due and don't fire")
            fired += done
            began = time.perf_counter()
            completed += sum(desk.complete() for _ in range(COMPLETIONS_A_TURN))
            completing += time.perf_counter() - began
        _check(installation, due)
    finally:
        engine.close()
    return Timers(due, waiting, fired / firing, completed / completing)


def _check(installation: Installation, due: int) -> None:
    with installation.administrator() as connection:
        remaining, reminded = (connection.execute(sql).fetchone() for sql in (REMAINING, REMINDED))
    if remaining != (0,) or reminded != (due,):
        raise RuntimeError(f"{remaining} timers still due, {reminded} cases of {due} went on")
