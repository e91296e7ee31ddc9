"""Fuzzes everything that is signed, kind after kind in turn, by number of files or for a time.

    python -m tests.simulation.fuzz.run_signatures [--minutes M | --count N] [--seed S] [--keep FOLDER]

A worker judges; one that is silent for longer than a file may take is ended by its id, and the file it was at
is a hang. A worker that dies is a crash, and so is any error but a refusal. What is found is kept as a file.
Ends with a table, and with 1 if anything was found. The same seed spoils in the same places; keys are new in
each run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

COUNT: Final = 10_000
BATCH: Final = 20  # files of a kind, before the next kind has its turn
SECONDS: Final = 30.0  # that a file may take
SECONDS_TO_START: Final = 120.0
NEWS: Final = 60.0
MOST_FOUND: Final = 20
FOLDER: Final = Path("var/fuzz-signatures")

Job = tuple[str, int, int]  # kind, seed, number
Work = Callable[[Connection], None]


@dataclass
class Tally:
    """How the files of one kind ended."""

    ends: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)  # crashes, hangs, false accepts

    @property
    def files(self) -> int:
        return self.ends.total() + self.found.total()


def work(pipe: Connection) -> None:
    """Judge the files that are asked for: (how it ended, what was found, the file if anything was)."""
    from tests.simulation.fuzz.signature_kinds import KINDS
    from tests.simulation.fuzz.signatures import FalseAccept

    warnings.simplefilter("ignore")  # of numbers that no certificate may have a library warns
    for kind in KINDS.values():
        assert kind.judge(kind.whole()) == "valid"
    pipe.send(list(KINDS))
    while (job := pipe.recv()) is not None:
        name, seed, number = job
        content = KINDS[name].file(seed, number)
        try:
            pipe.send((KINDS[name].judge(content), "", b""))
        except FalseAccept as accepted:
            pipe.send((str(accepted), "false accept", content))
        except BaseException as error:
            pipe.send((repr(error), "crash", content))


class Worker:
    """The process that judges, begun anew when it hangs or dies."""

    def __init__(self, work: Work, seconds: float) -> None:
        self._work, self._seconds = work, seconds
        self.kinds = self._begin()

    def _begin(self) -> list[str]:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=self._work, args=(there,), daemon=True)
        self._process.start()
        there.close()
        if not self._pipe.poll(SECONDS_TO_START):
            self.end()
            raise SystemExit("the worker does not start")
        kinds: list[str] = self._pipe.recv()
        return kinds

    def judge(self, job: Job) -> tuple[str, str, bytes]:
        """Return how the file ended, and what was found of it: nothing, a crash, a hang or a false accept."""
        try:
            self._pipe.send(job)
            if self._pipe.poll(self._seconds):
                answer: tuple[str, str, bytes] = self._pipe.recv()
                return answer
            ended = (f"longer than {self._seconds:g} seconds", "hang", b"")
        except (EOFError, OSError):
            ended = ("the worker died", "crash", b"")
        self.end()
        self._begin()
        return ended

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def jobs(kinds: list[str], seed: int, count: int | None) -> Iterator[Job]:
    """Yield files of each kind in turn."""
    begins = 0
    while count is None or begins < count:
        ends = begins + BATCH if count is None else min(begins + BATCH, count)
        for name in kinds:
            yield from ((name, seed, number) for number in range(begins, ends))
        begins = ends


def fuzz(
    *,
    minutes: float | None,
    count: int | None,
    seed: int,
    folder: Path,
    work: Work = work,
    seconds: float = SECONDS,
) -> dict[str, Tally]:
    """Return how it ended, by kind."""
    worker, begun, told_at = Worker(work, seconds), time.monotonic(), time.monotonic()
    tallies = {name: Tally() for name in worker.kinds}
    for job in jobs(worker.kinds, seed, count):
        now = time.monotonic()
        if minutes is not None and now - begun >= minutes * 60:
            break
        if now - told_at >= NEWS:
            told_at = now
            shown = "  ".join(f"{name} {tally.files}" for name, tally in tallies.items())
            print(f"{(now - begun) / 60:5.1f} min  {shown}", flush=True)
        ended, what, content = worker.judge(job)
        tally = tallies[job[0]]
        if not what:
            tally.ends[ended] += 1
            continue
        tally.found[what] += 1
        _keep(folder, job, ended, what=what, content=content)
        if sum(tally.found.total() for tally in tallies.values()) >= MOST_FOUND:
            break
    worker.end()
    return tallies


def _keep(folder: Path, job: Job, ended: str, *, what: str, content: bytes) -> None:
    name, seed, number = job
    print(f"{what.upper()}: {name}, file {number} of seed {seed}: {ended}", flush=True)
    if content:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{what}-{name}-{seed}-{number}".replace(" ", "-")).write_bytes(content)


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    """Yield what is said at the end: a line for each kind, and then which check refused how many of it."""
    heads = ("spoilt", "refused", "invalid", "unknown", "unharmed", "crash", "hang", "false accept")
    yield f"{'':16}" + "".join(f"{head:>14}" for head in heads)
    for name, tally in tallies.items():
        by_verdict = Counter[str]()
        for ended, number in tally.ends.items():
            by_verdict[ended.partition(":")[0]] += number
        unharmed = by_verdict["valid"] + by_verdict["unsigned"]
        figures: list[Any] = [tally.files, *(by_verdict[head] for head in heads[1:4]), unharmed]
        figures += [tally.found[head] for head in heads[5:]]
        yield f"{name:16}" + "".join(f"{figure:14}" for figure in figures)
    for name, tally in tallies.items():
        yield f"\n{name}"
        yield from (f"{number:9}  {ended}" for ended, number in tally.ends.most_common())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=FOLDER)
    said = parser.parse_args()
    count = said.count if said.count or said.minutes else COUNT
    tallies = fuzz(minutes=said.minutes, count=count, seed=said.seed, folder=said.keep)
    print("\n".join(table(tallies)), flush=True)
    sys.exit(1 if any(tally.found for tally in tallies.values()) else 0)


if __name__ == "__main__":
    main()
