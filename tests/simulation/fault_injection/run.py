"""`make faults`: generated cases through everything that can go wrong, on a real PostgreSQL.

    python -m tests.simulation.fault_injection.run [--count 200] [--seed 1] [--length 60] [--size 40]

Each run draws a sound diagram, files some cases of it, and executes moves on them while connections break
in the middle of commands, commands and deliveries come twice, and two decide at once. Then every case
goes on to its end, everything stored is reconciled with itself and with the clients' ledger, and a
replay of the acknowledged commands on another database must come to the same. A run that fails is
shrunk: the shortest list of moves that still fails is printed with its seed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.bootstrap import Engine
from engine.catalogue.blocks import diagrams
from engine.catalogue.folder import read_service
from engine.clock import SettableClock
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.jobs import app
from engine.process import Definition
from engine.reconcile import reconcile
from tests.conftest import PREFIX, fastest
from tests.demo.processes import running
from tests.engine.kit import Office
from tests.simulation.fault_injection import compare, injected_bugs, services
from tests.simulation.fault_injection.command_log import (
    CommandLog,
    Entry,
    RecordingEngine,
    deterministic_ids,
    replayed,
)
from tests.simulation.fault_injection.desk import Desk
from tests.simulation.fault_injection.environment import Environment, environment_over, published
from tests.simulation.fault_injection.injected_bugs import InjectedBug
from tests.simulation.fault_injection.plan import Move, plan
from tests.simulation.fault_injection.shrink import shrunk
from tests.simulation.fault_injection.simulation import Simulation
from tests.simulation.runs.random_runs import failures

SIZE, LENGTH = 40, 60


@dataclass
class Outcome:
    """What came of a run: its complaints, and what happened in it."""

    complaints: list[str] = field(default_factory=list)
    commands: Counter[str] = field(default_factory=Counter)
    struck: int = 0
    ended: int = 0


def simulate(
    environment: Environment,
    seed: int,
    moves: Sequence[Move],
    *,
    size: int = SIZE,
    bug: InjectedBug = injected_bugs.NONE,
) -> Outcome:
    """Simulate the moves on the diagram of this seed; whatever is wrong afterwards is in the outcome."""
    outcome = Outcome()
    with (
        tempfile.TemporaryDirectory() as directory,
        environment.database() as name,
        deterministic_ids(),
        bug.injected(),
    ):
        home = Path(directory)
        service = services.write(home / "bpmn", seed, size=size)
        published(environment, name, service, home)
        bug.inject_into(environment.cluster.url(name))
        with environment.database(name) as other:
            log = CommandLog(home / "ledger.jsonl")
            try:
                _simulate_with_faults(
                    environment, name, home, service=service, log=log, moves=moves, seed=seed, outcome=outcome
                )
                _replay(environment, other, home, log.entries)
            except Exception as error:
                outcome.complaints.append(f"{type(error).__name__}: {error}")
            else:
                addresses = (environment.cluster.url(name), environment.cluster.url(other))
                outcome.complaints += compare.differences(*addresses)
            outcome.commands.update(type(entry.command).__name__ for entry in log.entries)
    return outcome


def _simulate_with_faults(
    environment: Environment,
    name: str,
    home: Path,
    *,
    service: Path,
    log: CommandLog,
    moves: Sequence[Move],
    seed: int,
    outcome: Outcome,
) -> None:
    definition = Definition.parse(read_service(service).process, diagrams(read_service(service).files))
    with (
        environment.proxy() as proxy,
        environment.engine(name, home, over=proxy) as far,
        environment.engine(name, home) as near,
    ):
        desk = Desk(Office(near, near.clock, services.CODE))
        simulation = Simulation(
            RecordingEngine.of(far, log),
            desk,
            proxy,
            names=services.messages_of(service),
            fails=dict(failures(definition)),
            seed=seed,
        )
        try:
            for move in moves:
                simulation.execute(move)
            outcome.complaints += _reconciled(near, log.ledger)
            simulation.finish()
        finally:
            simulation.close()
            outcome.struck = proxy.struck
            outcome.ended = len(simulation.cases)
        asyncio.run(_work(simulation.engine))
        outcome.complaints += _reconciled(near, log.ledger)


async def _work(engine: Engine) -> None:
    """Let a real worker do all that is queued: for it most of that is done already."""
    procrastinate = app.build(engine, retry_seconds=3600)
    async with procrastinate.open_async():
        await procrastinate.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


def _reconciled(engine: Engine, ledger: Path) -> list[str]:
    (engine.settings.home / "mail").mkdir(exist_ok=True)
    return [
        f"{check.name}: {difference}"
        for check in reconcile(engine, ledger_file=ledger)
        for difference in check.differences
    ]


def _replay(environment: Environment, name: str, home: Path, entries: list[Entry]) -> None:
    with environment.engine(name, home) as engine:
        assert isinstance(engine.clock, SettableClock)
        replayed(engine, engine.clock, entries)


def failure_report(environment: Environment, seed: int, outcome: Outcome, *, length: int, size: int) -> str:
    """Return what a failed run prints: its seed, and the fewest moves that still fail."""
    moves = shrunk(
        plan(seed, length=length), lambda some: bool(simulate(environment, seed, some, size=size).complaints)
    )
    again = simulate(environment, seed, moves, size=size).complaints or outcome.complaints
    lines = [f"seed {seed}, length {length}, size {size}: {len(moves)} moves are enough"]
    lines += [f"  {move}" for move in moves]
    return "\n".join([*lines, *(f"  -> {complaint[:1500]}" for complaint in again[:8])])


def main() -> int:
    parser = argparse.ArgumentParser(description="Simulates generated cases with injected faults.")
    parser.add_argument("--count", type=int, default=200, help="how many runs")
    parser.add_argument("--seed", type=int, default=1, help="number of the first run")
    parser.add_argument("--length", type=int, default=LENGTH, help="moves of a run")
    parser.add_argument("--size", type=int, default=SIZE, help="elements of a diagram, about")
    options = parser.parse_args()
    began, total, bad = time.monotonic(), Outcome(), 0
    place = fastest(Path(tempfile.gettempdir()))
    with (
        tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=place) as directory,
        running("demo.registries") as registry,
    ):
        Path(directory).chmod(0o711)
        cluster = Cluster(Path(directory), settings=UNSAFE_SETTINGS)
        cluster.start()
        try:
            cluster.create_database("template_faults")
            migrate.upgrade(cluster.owner_url("template_faults"))
            with environment_over(cluster, "template_faults", registry) as found:
                for seed in range(options.seed, options.seed + options.count):
                    outcome = simulate(found, seed, plan(seed, length=options.length), size=options.size)
                    total.commands += outcome.commands
                    total.struck += outcome.struck
                    total.ended += outcome.ended
                    if outcome.complaints:
                        bad += 1
                        print(
                            failure_report(found, seed, outcome, length=options.length, size=options.size),
                            flush=True,
                        )
        finally:
            cluster.stop()
    print(
        f"{options.count} runs, {total.ended} cases, {total.struck} faults, {bad} bad, "
        f"{time.monotonic() - began:.0f} s"
    )
    for name, number in sorted(total.commands.items()):
        print(f"  {number:>7}  {name}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
