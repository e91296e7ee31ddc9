"""Processes that complete tasks, as web nodes would: each with an engine of its own.

A worker keeps a window of open cases and takes one of them at random, so that the cases stand at every
step. It files new ones before the time runs, not while.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from bench import machine, workload
from bench.installation import Installation
from engine.bootstrap import Engine

WINDOW: Final = 24
SECONDS_TO_ANSWER: Final = 120


@dataclass(frozen=True)
class Work:
    """What one worker did while the time ran."""

    latencies: tuple[float, ...]  # seconds, one for each completion
    elapsed: float
    processor: float
    resident_kilobytes: int
    backend_kilobytes: int


class Desk:
    """The open cases of one worker."""

    def __init__(self, installation: Installation, engine: Engine, number: int) -> None:
        self._installation, self._engine = installation, engine
        self._random = random.Random(number)
        self._next = number * 1_000_000
        self._open: list[workload.Case] = []
        self._spare: list[workload.Case] = []

    def prepare(self, completions: int) -> None:
        """File cases until there are enough for these completions."""
        while (WINDOW + len(self._spare)) * workload.COMPLETIONS < completions or not self._open:
            self._spare.append(self._file())
            if len(self._open) < WINDOW:
                self._open.append(self._spare.pop())

    def complete(self) -> bool:
        """Complete one task; say whether there is more to do."""
        if not self._open:
            return False
        place = self._random.randrange(len(self._open))
        case = self._open[place]
        workload.complete(self._engine, case)
        if not case.open:
            assert case.completions == workload.COMPLETIONS, case
            self._open[place] = self._open[-1]
            self._open.pop()
            if self._spare:
                self._open.append(self._spare.pop())
        return True

    def _file(self) -> workload.Case:
        self._next += 1
        places = self._installation.places
        place = places[self._next % len(places)]
        return workload.file(self._engine, self._installation.citizen, place, self._next)


def work(desk: Desk, engine: Engine, seconds: float) -> Work:
    """Complete tasks for so long."""
    latencies: list[float] = []
    processor, began = time.process_time(), time.perf_counter()
    end, before = began + seconds, began
    while before < end and desk.complete():
        after = time.perf_counter()
        latencies.append(after - before)
        before = after
    used = time.process_time() - processor
    with engine.read(workload.NOBODY) as tx:
        backend = int(tx.scalar("select pg_backend_pid()"))
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Work(tuple(latencies), before - began, used, resident, machine.anonymous_kilobytes(backend))


class Worker:
    """A process with a desk; the parent tells it what to do."""

    def __init__(self, installation: Installation, number: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(installation, number, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, what: str, amount: float) -> None:
        """Ask for something without waiting for it."""
        self._pipe.send((what, amount))

    def answer(self) -> Work | None:
        """Wait for the answer."""
        if not self._pipe.poll(SECONDS_TO_ANSWER):
            raise RuntimeError("a worker does not answer")
        found: Work | None = self._pipe.recv()
        return found

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join(10)
        if self._process.is_alive():
            self._process.terminate()


@contextmanager
def staff(installation: Installation, count: int) -> Iterator[list[Worker]]:
    """Run this number of workers."""
    workers = [Worker(installation, number + 1) for number in range(count)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.close()


def _serve(installation: Installation, number: int, pipe: Connection) -> None:
    engine = installation.open()
    desk = Desk(installation, engine, number)
    try:
        while True:
            what, amount = pipe.recv()
            if what == "prepare":
                desk.prepare(int(amount))
                pipe.send(None)
            else:
                pipe.send(work(desk, engine, amount))
    except EOFError:
        pass  # the parent has closed its end
    finally:
        engine.close()
