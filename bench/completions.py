"""Completions a second beside what PostgreSQL itself does, in rounds: pgbench, ours, pgbench again."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bench import floor, machine, workload
from bench.installation import Installation
from bench.workers import Work, Worker, staff

WORKERS: Final = (1, 2, 4)
SPREAD: Final = 0.2  # beyond it a round says more about the machine than about us
FASTEST: Final = 2_500  # completions a second and worker for which cases are filed ahead, at most


@dataclass(frozen=True)
class Round:
    """One round with a number of workers."""

    workers: int
    l1: tuple[float, float]  # before and after ours
    l5: float
    rate: float
    p50: float
    p95: float
    client: float  # processor milliseconds of a completion
    server: float
    resident: int  # kilobytes
    backend: int

    @property
    def to_l1(self) -> float:
        return self.rate / statistics.mean(self.l1)

    @property
    def to_l5(self) -> float:
        return self.rate / self.l5

    @property
    def is_unsteady(self) -> bool:
        return max(self.l1) / min(self.l1) - 1 > SPREAD


@dataclass(frozen=True)
class PerCase:
    """What a whole case takes, from its filing to its end."""

    table_bytes: float
    wal_bytes: float


def measure(installation: Installation, *, rounds: int, seconds: float) -> Iterator[Round]:
    """Measure rounds with 1, 2 and 4 workers each."""
    with staff(installation, max(WORKERS)) as workers:
        _together(workers, "prepare", 1)
        _together(workers, "work", min(seconds, 2))  # versions, plans and caches, as in a node that runs
        rate = 200.0
        for _ in range(rounds):
            for count in WORKERS:
                found = _round(installation, workers[:count], seconds=seconds, expected=rate)
                rate = max(rate, min(FASTEST, 1.5 * found.rate / count))
                yield found


def _round(installation: Installation, workers: list[Worker], *, seconds: float, expected: float) -> Round:
    count = len(workers)
    _together(workers, "prepare", expected * seconds)
    first = floor.run(installation, "L1", clients=count, seconds=seconds)
    l5 = floor.run(installation, "L5", clients=count, seconds=seconds)
    before = machine.server_seconds(installation)
    done = [work for work in _together(workers, "work", seconds) if work is not None]
    server = machine.server_seconds(installation) - before
    second = floor.run(installation, "L1", clients=count, seconds=seconds)
    latencies = sorted(latency for work in done for latency in work.latencies)
    completions = len(latencies)
    return Round(
        workers=count,
        l1=(first.per_second, second.per_second),
        l5=l5.per_second,
        rate=sum(len(work.latencies) / work.elapsed for work in done),
        p50=latencies[completions // 2] * 1e3,
        p95=latencies[completions * 95 // 100] * 1e3,
        client=sum(work.processor for work in done) / completions * 1e3,
        server=server / completions * 1e3,
        resident=max(work.resident_kilobytes for work in done),
        backend=max(work.backend_kilobytes for work in done),
    )


def _together(workers: list[Worker], what: str, amount: float) -> list[Work | None]:
    for worker in workers:
        worker.ask(what, amount)
    return [worker.answer() for worker in workers]


def per_case(installation: Installation, cases: int) -> PerCase:
    """Take a number of cases from their filing to their end and see what that left behind."""
    engine = installation.open()
    try:
        with installation.administrator() as connection:
            connection.execute("checkpoint")
            before = machine.read(installation, connection)
            for number in range(cases):
                place = installation.places[number % len(installation.places)]
                case = workload.file(engine, installation.citizen, place, 90_000_000 + number)
                while case.open:
                    workload.complete(engine, case)
            after = machine.read(installation, connection)
    finally:
        engine.close()
    return PerCase(
        (after.table_bytes - before.table_bytes) / cases, (after.wal_bytes - before.wal_bytes) / cases
    )
