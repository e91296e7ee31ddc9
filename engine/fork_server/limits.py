"""Limits of a child process: processor time, time by the clock, memory, what it writes."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MIB: Final = 1024**2
_PAGES: Final = Path("/proc/self/statm")  # the first: of its address space (proc(5))


@dataclass(frozen=True)
class Limits:
    """Limits of a child: seconds of processor time and by the clock, bytes of memory and of each file.

    Memory is counted beyond what the child begins with, which depends on what others have had loaded.
    The kernel ends a child that wants more processor time (setrlimit(2)). A nice child (nice(1)) on a full
    machine gets a small share: where somebody waits for it, it is less nice.
    """

    cpu: int
    seconds: float
    memory: int = 2048 * _MIB
    written: int = 64 * _MIB
    niceness: int = 10

    def apply(self) -> None:
        """Hold this process to them, for good."""
        os.nice(self.niceness)
        begins = int(_PAGES.read_text().split()[0]) * resource.getpagesize()
        for limit, value in (
            (resource.RLIMIT_AS, begins + self.memory),
            (resource.RLIMIT_CPU, self.cpu),
            (resource.RLIMIT_FSIZE, self.written),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limit, (value, value))
