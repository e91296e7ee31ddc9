"""Compares the speed of two functions in turns, so that what slows the machine slows both."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROUNDS: Final = 25
SECONDS: Final = 0.04  # of each function in each round

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """Microseconds of both, and how many times slower the first is."""

    name: str
    ours: float
    theirs: float
    ratio: float
    aim: float


def compare(name: str, ours: Work, theirs: Work, *, aim: float) -> Compared:
    """Return the medians over rounds in which each function had its turn."""
    repeats = [_repeats(work) for work in (ours, theirs)]
    rounds: list[tuple[float, float]] = []
    gc.collect()
    for _ in range(ROUNDS):
        rounds.append((_once(ours, repeats[0]), _once(theirs, repeats[1])))
    first, second = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    return Compared(name, first * 1e6, second * 1e6, ratio, aim)


def _once(work: Work, repeats: int) -> float:
    """Return the seconds one call takes: of the processor, for other programs run here too."""
    started = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - started) / repeats


def _repeats(work: Work) -> int:
    work()
    return max(1, int(SECONDS / max(_once(work, 50), 1e-9)))


def machine() -> str:
    """Say what this was measured on."""
    model = ""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return (
        f"{model or platform.machine()}, {os.cpu_count()} processors, {python}, {time.strftime('%Y-%m-%d')}"
    )


def as_table(results: list[Compared]) -> str:
    """Return the results as a table."""
    lines = ["| | FEEL | Python | ratio | aim |", "|---|---:|---:|---:|---:|"]
    for result in results:
        times = f"{result.ours:.2f} µs | {result.theirs:.2f} µs"
        lines.append(f"| {result.name} | {times} | **{result.ratio:.1f} ×** | ≤ {result.aim:.0f} × |")
    return "\n".join(lines)
