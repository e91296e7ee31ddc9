"""A clerk who looks at the list of tasks all the time, to see what a batch costs those who work beside it."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from engine.queries import inbox
from tests.cohorts.kit import Residents

PAUSE_SECONDS = 0.05  # clerks read what they see


@dataclass
class Looks:
    """Milliseconds that each page of the list took."""

    taken: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        ordered = sorted(self.taken)
        p95 = ordered[len(ordered) * 95 // 100]
        return f"{statistics.median(ordered):.1f} ms, p95 {p95:.1f} ms, of {len(ordered)} pages"


@contextmanager
def a_clerk(office: Residents) -> Iterator[Looks]:
    """Give how long the pages took that somebody has looked at meanwhile, the visits of a unit among them."""
    looks, is_over, clerk = Looks(), threading.Event(), office.staff("mayor_rep")

    def look() -> None:
        while not is_over.wait(PAUSE_SECONDS):
            began = time.perf_counter()
            with office.engine.read(clerk) as tx:
                inbox.page(tx, "unit")
            looks.taken.append((time.perf_counter() - began) * 1e3)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield looks
    finally:
        is_over.set()
        thread.join()
