"""The operating system's view of a PostgreSQL server: whether it lives or recovers, its end, what it leaves.

Trusts the process table and not the pid file: after a crash the file may name a zombie or
a stranger, and PostgreSQL itself would refuse to start because of it.
Refuses to know how a server is started.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from engine.db.binaries import ClusterError

_PAUSE = 0.05
# As PostgreSQL itself allows its processes after SIGQUIT.
QUIT_SECONDS = 5.0
_STATUS_LINE = 7  # of the pid file, counted from 0
# Only the checkpointer and the background writer are begun before the startup process.
_FIRST_CHILDREN = 10


def running_in(data: Path) -> int | None:
    """Return the process id of the server whose data directory this is, if it is alive."""
    pid = _recorded(data)
    if pid is None or not _is_alive(pid) or not _works_in(pid, data):
        return None
    return pid


def is_ready(data: Path) -> bool:
    """Return whether the server has written that it accepts connections, or those that only read."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() in ("ready", "standby")


def startup_process(pid: int) -> int | None:
    """Return the process that replays the WAL after a crash of the server or of one of its sessions."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in children[:_FIRST_CHILDREN]:
            if Path(f"/proc/{child}/cmdline").read_bytes().startswith(b"postgres: startup"):
                return int(child)
    return None


def stop(data: Path, *, polite_seconds: float = 20) -> None:
    """End the server: politely first, then at once (it recovers at its next start).

    A server that starts or recovers serves nobody to whom one could be polite, and one that has not
    written its pid file yet is found by where it works.
    """
    pid = running_in(data)
    if pid is not None:
        steps = [(signal.SIGQUIT, 2 * QUIT_SECONDS), (signal.SIGKILL, QUIT_SECONDS)]
        if is_ready(data) and startup_process(pid) is None:
            steps.insert(0, (signal.SIGINT, polite_seconds))
        if not any(_ends(pid, number, seconds) for number, seconds in steps):
            raise ClusterError(f"PostgreSQL (process {pid}) does not end.")
    end_leftovers(data)


def clear_stale(data: Path, *, seconds: float = QUIT_SECONDS) -> None:
    """Remove the pid file of a dead server once its last session has ended.

    The file also guards against a second server over the sessions of the first, so we take over
    that duty: no process of PostgreSQL may work in the data directory any more.
    """
    end_leftovers(data, seconds=seconds)
    (data / "postmaster.pid").unlink(missing_ok=True)


def quit_leftovers(data: Path) -> None:
    """Ask what a dead server has left behind to end, without waiting."""
    _send(_all_in(data), signal.SIGQUIT)


def end_leftovers(data: Path, *, seconds: float = QUIT_SECONDS) -> None:
    """End what a dead server has left behind: ask it, and kill what is still there some seconds later."""
    for number, patience in ((signal.SIGQUIT, seconds), (signal.SIGKILL, QUIT_SECONDS)):
        _send(_all_in(data), number)
        if _wait_until(lambda: not _all_in(data), patience):
            return
    remaining = ", ".join(map(str, _all_in(data)))
    raise ClusterError(f"Processes of a PostgreSQL that has ended do not end: {remaining}.")


def _ends(pid: int, number: signal.Signals, seconds: float) -> bool:
    _send([pid], number)
    return _wait_until(lambda: not _is_alive(pid), seconds)


def _send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


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


def _is_postgres(pid: int) -> bool:
    """Return whether the process is PostgreSQL's: a person may have opened a shell in the directory."""
    try:
        return Path(f"/proc/{pid}/comm").read_text() == "postgres\n"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _all_in(data: Path) -> list[int]:
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _works_in(pid, data) and _is_postgres(pid) and _is_alive(pid)]


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True
