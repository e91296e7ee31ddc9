"""PostgreSQL's own programs under the account that owns the data: initdb, and pg_ctl that starts the server.

Refuses to know what a start is for, and whether a server is wanted at all.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.db.binaries import Account, Binaries, ClusterError

# What a server dies of. Sessions that come while it starts are refused in the same log.
_DIED_OF = re.compile(r"(?:FATAL|PANIC): +(?!the database system is )(.*)")
_PANIC = re.compile(r"PANIC: +(.*)")
_LINES = 8
_READ_BYTES = 65_536
_APPEAR_SECONDS, _PAUSE = 5.0, 0.05


def run(binaries: Binaries, account: Account, program: str, *arguments: str) -> None:
    """Run a program to its end; raise what it said where it failed."""
    process = _begin(binaries, account, program, *arguments, stdout=subprocess.PIPE)
    said, complaint = process.communicate()
    if process.returncode != 0:
        raise _failure(program, complaint or said)


class ServerStart:
    """A start of the server under way: pg_ctl, which waits for it, and what the server logs from here on."""

    def __init__(self, binaries: Binaries, account: Account, *, data: Path, log: Path) -> None:
        self._log = log
        self._log_begins = log.stat().st_size if log.exists() else 0
        # Not in our process group: a Ctrl-C at the terminal is for whoever decides the order of the end.
        self._process = _begin(binaries, account, "pg_ctl", "-D", str(data), "-w", "-l", str(log), "start",
                               stdout=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        self._complaint = ""

    @property
    def is_under_way(self) -> bool:
        """Whether pg_ctl still waits. It begins the server before anybody can see one by its pid file."""
        if self._process.poll() is None:
            return True
        self._close()
        return False

    def died_of(self, *, was_ready: bool) -> str:
        """Return the reason that the server itself gave for its end, in a line; empty where it could not."""
        # Of a server that has served, each session that was ended left a line like that of a failed start.
        found = (_PANIC if was_ready else _DIED_OF).findall(self._logged())
        return found[-1].strip() if found else ""

    def failure(self) -> ClusterError:
        """Return all that is known of a start that failed."""
        tail = self._logged().splitlines()[-_LINES:]
        error = _failure("pg_ctl", self._complaint)
        return ClusterError("\n".join([str(error), f"The end of {self._log}:", *tail]))

    def give_up_waiting(self, has_appeared: Callable[[], bool] = lambda: True) -> None:
        """End pg_ctl once there is something to see of the server that it began, which goes on."""
        deadline = time.monotonic() + _APPEAR_SECONDS
        while self.is_under_way and not has_appeared() and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        self._process.kill()
        self._process.wait()
        self._close()

    def _close(self) -> None:
        if self._process.stderr is not None and not self._process.stderr.closed:
            self._complaint = self._process.stderr.read()
            self._process.stderr.close()

    def _logged(self) -> str:
        try:
            with open(self._log, "rb") as log:
                log.seek(max(self._log_begins, log.seek(0, os.SEEK_END) - _READ_BYTES))
                return log.read().decode(errors="replace")
        except OSError:
            return ""


def _begin(
    binaries: Binaries, account: Account, program: str, *arguments: str, **options: Any
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(binaries.directory / program), *arguments],
        env={"PATH": f"{binaries.directory}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        user=account.uid if account.is_other else None,
        group=account.gid if account.is_other else None,
        extra_groups=[] if account.is_other else None,
        **options,
    )


def _failure(program: str, said: str) -> ClusterError:
    return ClusterError(f"PostgreSQL's {program} failed:\n{said.strip()}")
