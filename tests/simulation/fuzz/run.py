"""Fuzzes the expression language: a million texts from a seed, each judged by laws that hold for all of them.

    python -m tests.simulation.fuzz.run [--count N] [--seed S] [--workers W]

Half are grown from the grammar, half are spoilt ones. A worker that stops moving is ended by its id and the
text it was at is shown. Exits with 1 if anything was found; the same seed finds it again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random
from typing import Any, Final

from feel import FeelError
from tests.simulation.fuzz.grammar import Grower
from tests.simulation.fuzz.judge import Wrong, judge
from tests.simulation.fuzz.mutation import spoilt

COUNT: Final = 1_000_000
BATCH: Final = 500
SILENCE: Final = 120.0
MOST_FOUND: Final = 20
SEEDS: Final = Path(__file__).with_name("seeds.txt")


def texts(chance: Random, count: int) -> Any:
    """Yield (text, whether it is a cell's tests)."""
    grower = Grower(chance)
    seeds = [line for line in SEEDS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    pool = [*seeds, *(grower.expression() for _ in range(200))]
    for _ in range(count):
        as_tests = chance.random() < 0.2
        if chance.random() < 0.5:
            text = grower.tests() if as_tests else grower.expression()
            pool[chance.randrange(len(seeds), len(pool))] = text
        else:
            text = spoilt(chance.choice(pool), chance.choice(pool), chance=chance)
        yield text[:2_000], as_tests


def work(seed: int, count: int, pipe: Connection) -> None:
    """Judge texts and tell the parent what was found."""
    ends: Counter[str] = Counter()
    for number, (text, as_tests) in enumerate(texts(Random(seed), count), start=1):
        try:
            ends[judge(text, as_tests=as_tests)] += 1
        except (Wrong, FeelError) as error:
            pipe.send(("found", as_tests, text, str(error)))
        if number % BATCH == 0 or number == count:
            pipe.send(("done", ends))
            ends = Counter()
    pipe.close()


def fuzz(count: int, seed: int, workers: int) -> tuple[Counter[str], list[tuple[bool, str, str]]]:
    """Return how texts ended and what was found."""
    pipes: dict[Any, Any] = {}
    for worker in range(workers):
        here, there = multiprocessing.Pipe(duplex=False)
        share = count // workers + (worker < count % workers)
        process = multiprocessing.Process(target=work, args=(seed * 1_000 + worker, share, there))
        process.start()
        there.close()
        pipes[here] = process
    ends: Counter[str] = Counter()
    found: list[tuple[bool, str, str]] = []
    while pipes and len(found) < MOST_FOUND:
        ready = wait(list(pipes), timeout=SILENCE)
        if not ready:
            found.append((False, "", f"nothing heard for {SILENCE} seconds"))
            break
        for pipe in ready:
            try:
                message = pipe.recv()  # type: ignore[union-attr]
            except EOFError:
                process = pipes.pop(pipe)
                process.join()
                if process.exitcode:
                    found.append((False, "", f"a worker ended with {process.exitcode}"))
                continue
            if message[0] == "found":
                found.append(message[1:])
                print(f"found: {message[3]}\n    {message[2]!r}", flush=True)
            else:
                ends += message[1]
    for process in pipes.values():
        process.kill()
    return ends, found


def main() -> int:
    """Run, and say how the texts ended."""
    parser = argparse.ArgumentParser(description="fuzz the expression language")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    started = time.perf_counter()
    ends, found = fuzz(asked.count, asked.seed, asked.workers)
    seconds = time.perf_counter() - started
    for end, number in ends.most_common():
        print(f"{number:>10}  {end}")
    print(f"{ends.total()} expressions in {seconds:.0f} s, {ends.total() / seconds:.0f} a second")
    print(f"seed {asked.seed}: {len(found)} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
