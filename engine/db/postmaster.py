"""The operating system's view of a PostgreSQL server: is it alive, end it, clean up after it.

Trusts the process table and not the pid file: after a crash the file may name a zombie or
a stranger, and PostgreSQL itself would refuse to start because of it.
Refuses to know how a server is started.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from engine.db.binaries import ClusterError

_PAUSE = 0.05


def running_in(data: Path) -> int | None:
    """Return the process id of the server whose data directory this is, if it is alive."""
    pid = _recorded(data)
    if pid is None or not _is_alive(pid) or not _works_in(pid, data):
        return None
    return pid


def stop(data: Path, *, polite_seconds: float = 20) -> None:
    """End the server: politely first, then at once (it recovers at its next start)."""
    pid = running_in(data)
    if pid is None:
        return
    for what, seconds in ((signal.SIGINT, polite_seconds), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, what)
        except ProcessLookupError:
            return
        if _wait_until_gone(pid, seconds):
            return
    raise ClusterError(f"PostgreSQL (process {pid}) does not end.")


def clear_stale(data: Path, *, seconds: float = 30) -> None:
    """Remove the pid file of a dead server once its last session has ended.

    The file also guards against a second server over the sessions of the first, so we take over
    that duty: no process may work in the data directory any more.
    """
    deadline = time.monotonic() + seconds
    while remaining := _all_in(data):
        if time.monotonic() > deadline:
            for pid in remaining:
                os.kill(pid, signal.SIGKILL)
        time.sleep(_PAUSE)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _recorded(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _is_alive(pid: int) -> bool:
    """Return whether the process runs; a zombie does not, though signals still reach it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def _works_in(pid: int, data: Path) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(data)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def _all_in(data: Path) -> list[int]:
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _works_in(pid, data) and _is_alive(pid)]


def _wait_until_gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while _is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True
