"""Processes as tests look at them: alive or not, and a recovery of PostgreSQL that does not get on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from engine.db.cluster import Cluster

HOPING_SECONDS = 90.0  # no measure, only the end of hoping


def soon(condition: Callable[[], object], *, every: float = 0.01) -> bool:
    """Wait until the condition holds; return whether it did."""
    deadline = time.monotonic() + HOPING_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return False


def stop_recovery(cluster: Cluster, begin: Callable[[], None] = lambda: None) -> int:
    """Kill the server and stop the process that replays the WAL at its next start; return that one's id.

    `begin` starts the server again where nobody else does.
    """
    for _ in range(10):
        former = cluster.pid
        assert former is not None
        os.kill(former, signal.SIGKILL)
        assert soon(lambda former=former: not is_alive(former))
        begin()
        assert soon(lambda: cluster.pid is not None, every=0.001)
        server = cluster.pid
        if server is not None and (pid := caught(server, until=lambda: is_ready(cluster))):
            return pid
    raise AssertionError("the recovery was always over before it could be stopped")


def caught(server: int, *, until: Callable[[], bool] = lambda: False) -> int:
    """Stop the startup process of a server as soon as there is one; 0 where it was over before."""
    deadline = time.monotonic() + HOPING_SECONDS
    while is_alive(server) and not until() and time.monotonic() < deadline:
        for pid in children(server):
            if title(pid).startswith(b"postgres: startup"):
                os.kill(pid, signal.SIGSTOP)
                return pid
    return 0


def is_ready(cluster: Cluster) -> bool:
    with suppress(OSError):
        return "ready" in (cluster.data / "postmaster.pid").read_text()
    return False


def children(parent: int) -> list[int]:
    with suppress(OSError):
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return []


def title(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def processes_in(directory: Path) -> list[int]:
    """Return the live processes that work in a directory."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and os.readlink(entry / "cwd") == str(directory):
                found.append(int(entry.name))
    return [pid for pid in found if is_alive(pid)]


def processes_about(directory: Path) -> list[int]:
    """Return the live processes that were given a directory as an argument."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if os.fsencode(directory) in title(pid).split(b"\0") and is_alive(pid)]
