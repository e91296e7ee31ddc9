"""`mms run` at a terminal, as a person starts, reads and ends it; what it leaves behind; what it answers."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.db.cluster import Cluster

ENDING_SECONDS = 120  # no measure, only the end of hoping: each program and the database may take its time
READY = re.compile(r"MMS is running \(demo\): (http://127\.0\.0\.1:\d+)")


class Terminal:
    """A running `mms run` and what it has printed so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(line.rstrip())
        self._queue.put(None)

    def read_until(self, pattern: re.Pattern[str] | None, *, seconds: float = 120) -> str:
        """Return the first group of the first line that matches; without a pattern, read to the end."""
        deadline = time.monotonic() + seconds
        while (line := self._queue.get(timeout=max(0.1, deadline - time.monotonic()))) is not None:
            self.lines.append(line)
            if pattern and (match := pattern.search(line)):
                return match.group(1)
        assert pattern is None, self.said
        return ""

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(timeout=ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.read_until(None)
            raise AssertionError(self.said) from None
        self.read_until(None)
        return code


@contextmanager
def running(home: Path, port: int) -> Iterator[Terminal]:
    environment = {**os.environ, "MMS_MODE": "demo", "MMS_HOME": str(home / "var"), "PORT": str(port)}
    for name in (
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "MMS_SMTP_URL",
        "MMS_CIVIL_REGISTRY_URL",
        "MMS_PUBLIC_URL",
        "MMS_SECRET",
    ):
        environment.pop(name, None)
    command = [sys.executable, "-m", "engine.cli", "run"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield Terminal(process)
        finally:
            process.kill()
            process.wait()
            Cluster(home / "var").stop()


def run_briefly(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "MMS_HOME": str(home / "var"), "MMS_MODE": "demo", **variables}
    command = [sys.executable, "-m", "engine.cli", "run"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def back_up(home: Path, backups: Path) -> None:
    environment = {**os.environ, "MMS_MODE": "demo", "MMS_HOME": str(home / "var")}
    command = [sys.executable, "-m", "engine.cli", "backup", str(backups)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def left_behind(home: Path) -> list[int]:
    """Return the live processes that were told this home, and the database's."""
    mine, found = f"MMS_HOME={home / 'var'}".encode(), []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mine in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    database = Cluster(home / "var").pid
    return found if database is None else [*found, database]


def fetch(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, answer.read().decode()


def programs(home: Path, name: str) -> list[int]:
    """Return the processes of a program of `mms`, by the name of its command."""
    found = []
    for pid in left_behind(home):
        with suppress(OSError):
            if Path(f"/proc/{pid}/cmdline").read_bytes().endswith(f"engine.cli\0{name}\0".encode()):
                found.append(pid)
    return found


def answers(address: str) -> bool:
    try:
        return fetch(address)[0] == 200
    except OSError:
        return False


def refused(address: str) -> int:
    try:
        return fetch(address)[0]
    except urllib.error.HTTPError as error:
        return error.code
