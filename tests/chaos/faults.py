"""Ends processes of the installation with SIGKILL, by a seed: which, and when."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from tests.chaos.installation import Installation, until


class Killer:
    """Knows the processes of one installation and nothing else on the machine."""

    def __init__(self, installation: Installation, *, seed: int) -> None:
        self._installation = installation
        self._chance = random.Random(seed)
        self.kills: Counter[str] = Counter()
        self._victims: Mapping[str, Callable[[], list[int]]] = {
            "gunicorn worker": lambda: _children(self._process("web")),
            "gunicorn master": lambda: [self._process("web")],
            "job worker": lambda: [self._process("worker")],
            "timer sweep": lambda: [self._process("timers")],
            "PostgreSQL backend": self._backends,
            "PostgreSQL postmaster": self._postmaster,
        }

    def strike(self, answered: Callable[[], int]) -> None:
        """Kill one process of a kind chosen by chance.

        Not before somebody was answered since the last one: killing what is dead shows nothing.
        """
        kind, before = self._chance.choice(sorted(self._victims)), answered()
        until(lambda: answered() > before, seconds=6, every=0.05)
        time.sleep(self._chance.uniform(0.0, 1.5))
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with suppress(ProcessLookupError, FileNotFoundError):
                found = [pid for pid in self._victims[kind]() if pid]
                if found:
                    os.kill(self._chance.choice(sorted(found)), signal.SIGKILL)
                    self.kills[kind] += 1
                    return
            time.sleep(0.1)

    def _process(self, name: str) -> int:
        process = self._installation.processes.get(name)
        return process.pid if process is not None and process.poll() is None else 0

    def _postmaster(self) -> list[int]:
        pid = self._installation.cluster.pid
        return [pid] if pid is not None else []

    def _backends(self) -> list[int]:
        """Return the sessions of clients, not the database's own helpers."""
        return [
            pid for parent in self._postmaster() for pid in _children(parent) if b" mms_owner " in _title(pid)
        ]


def _children(parent: int) -> list[int]:
    if not parent:
        return []
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _title(pid: int) -> bytes:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    return b""
