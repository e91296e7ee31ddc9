"""What a request costs: processor time of this process, and memory at its peak."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Spent:
    """Seconds of processor time, and bytes by which the process grew at most."""

    cpu: float = 0.0
    memory: int = 0


@contextmanager
def measured() -> Iterator[Spent]:
    """Measure what happens inside; the numbers are there afterwards."""
    FORGET.write_text("5")  # the peak begins anew (proc(5))
    spent, before, began = Spent(), _size("VmRSS"), time.process_time()
    yield spent
    spent.cpu = time.process_time() - began
    spent.memory = _size("VmHWM") - before


def _size(name: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024
