"""Measures everything that docs/performance.md shows, and writes it there.

    python -m bench [--quick]

A quick run takes two minutes, measures less and writes nothing. A part that fails does not stop the others;
the program then ends with an error.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bench import (
    completions,
    feel,
    floor,
    forms,
    inbox,
    loops,
    pages,
    ratio,
    registers,
    replays,
    report,
    timers,
)
from bench.installation import Installation, installation


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    seconds: float
    cases: int
    loop_backs: tuple[int, ...]
    loop_samples: int
    open_tasks: tuple[int, ...]
    inbox_samples: int
    paged_tasks: tuple[int, ...]
    page_seconds: float
    due: int
    timers: int
    decisions: int
    entries: int


FULL: Final = Size(
    5, 3, 200, loops.FULL, 40, inbox.FULL, 300, pages.FULL, 60, 10_000, 1_000_000, 100_000, 200_000
)
QUICK: Final = Size(
    2, 1, 20, (1, 10, 100), 10, (1_000, 100_000), 60, (1_000, 20_000), 10, 500, 50_000, 2_000, 5_000
)

Part = Callable[[Installation, Size], Iterator[str]]


def _completions(database: Installation, size: Size) -> Iterator[str]:
    floor.prepare(database)
    yield report.completions(list(completions.measure(database, rounds=size.rounds, seconds=size.seconds)))
    yield report.storage(completions.per_case(database, size.cases))


def _loops(database: Installation, size: Size) -> Iterator[str]:
    yield report.loops(
        [
            loops.measure(database, kind, levels=size.loop_backs, samples=size.loop_samples)
            for kind in loops.KINDS
        ]
    )


def _inbox(database: Installation, size: Size) -> Iterator[str]:
    yield report.inbox(list(inbox.measure(database, sizes=size.open_tasks, samples=size.inbox_samples)))


def _timers(database: Installation, size: Size) -> Iterator[str]:
    yield report.timers(timers.measure(database, due=size.due, waiting=size.timers))


def _pages(database: Installation, size: Size) -> Iterator[str]:
    yield report.pages(list(pages.measure(database, sizes=size.paged_tasks, seconds=size.page_seconds)))


def _replays(database: Installation, size: Size) -> Iterator[str]:
    yield report.replays(replays.measure(database, decisions=size.decisions))


def _registers(database: Installation, size: Size) -> Iterator[str]:
    found = registers.measure(database, entries=size.entries, samples=size.inbox_samples // 5)
    yield report.registers(size.entries, list(found))


PARTS: Final[dict[str, Part]] = {
    "Completions": _completions,
    "Loops": _loops,
    "Timers": _timers,
    "Past decisions": _replays,
    "Inbox": _inbox,
    "Inbox over HTTP": _pages,
    "Registers": _registers,
}


def main() -> int:
    """Measure, print, and write down what a full run found."""
    is_quick = "--quick" in sys.argv
    size, failed, texts = QUICK if is_quick else FULL, [], []
    rules = shown = ""
    for name, part in PARTS.items():
        with _noting(name, failed), installation() as database:
            texts.append(f"### {name}\n\n" + "\n\n".join(part(database, size)))
            print(texts[-1], "\n", flush=True)
    with _noting("FEEL", failed):
        rules = f"{ratio.as_table(feel.measure())}\n\n{ratio.machine()}"
        print(rules, flush=True)
    with _noting("Forms", failed):
        shown = f"{forms.as_table(forms.measure())}\n\n{ratio.machine()}"
        print(shown, flush=True)
    if not is_quick:
        if texts:
            report.write("bench", "\n\n".join([*texts, *map(_missing, failed), ratio.machine()]))
        if rules:
            report.write("bench.feel", rules)
        if shown:
            report.write("bench.forms", shown)
    return 1 if failed else 0


def _missing(name: str) -> str:
    return f"### {name}\n\nNot measured: this part failed."


@contextmanager
def _noting(name: str, failed: list[str]) -> Iterator[None]:
    began = time.monotonic()
    try:
        yield
    except Exception:
        traceback.print_exc()
        failed.append(name)
    print(f"[{name}: {time.monotonic() - began:.0f} s]", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
