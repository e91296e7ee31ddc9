"""A whole installation for end-to-end tests, with every program that `mms run` starts."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from engine.clock import ZONE, local_date
from engine.installation.programs import free_port
from tests import databases
from tests.conftest import CACHED
from tests.e2e.moved_clock import AHEAD, LAUNCHER, ahead, set_ahead

STARTED = re.compile(r"running.*?(http://\S+)")
CLOCK = "clock-ahead"  # in the home: by how much the clock of the installation is ahead
WAIT_SECONDS = 600  # no measure, only the end of hoping: machines are shared


@dataclass(frozen=True)
class Installation:
    """A running installation and the directory it lives in."""

    address: str
    home: Path

    @property
    def mails(self) -> list[Path]:
        return sorted((self.home / "mail").rglob("*.eml"))

    def now(self) -> datetime:
        """Return its present, as a clock: the machine's, unless the clock was moved."""
        return datetime.now(UTC) + ahead(self.clock)

    def today(self) -> str:
        """Return the day it is there, as people type it."""
        return local_date(self.now()).strftime("%d.%m.%Y")

    @property
    def clock(self) -> Path:
        return self.home / CLOCK

    def on(self, day: date) -> None:
        """It is ten o'clock on the day, for an installation under a clock that can be moved."""
        set_ahead(self.clock, datetime.combine(day, time(10), ZONE) - datetime.now(ZONE))

    @property
    def registries(self) -> str:
        """The address of the simulated registries, as they say it themselves."""
        return (self.home / "log" / "registries.log").read_text("utf-8").split("registries: ")[1].split()[0]


@contextmanager
def running(*, under_moved_clock: bool = False) -> Iterator[Installation]:
    """Start an installation on a free port of this machine, and end it with all its programs."""
    # Not pytest's own directories: they are closed to the account that runs PostgreSQL for root.
    home = Path(tempfile.mkdtemp(prefix="mms-e2e-"))
    home.chmod(0o711)
    databases.place_installation(home, CACHED)
    environment = os.environ | {"MMS_MODE": "demo", "MMS_HOME": str(home), "PORT": str(free_port())}
    command = [sys.executable, "-m", "engine.cli", "run"]
    if under_moved_clock:
        set_ahead(home / CLOCK, timedelta())
        environment[AHEAD] = str(home / CLOCK)
        command[2:2] = [LAUNCHER]
    with (home / "run.log").open("w+") as log:
        program = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Installation(_address(program, home / "run.log"), home)
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(WAIT_SECONDS)
            shutil.rmtree(home)


def _address(program: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(WAIT_SECONDS * 5):
        if found := STARTED.search(log.read_text()):
            return found[1]
        try:
            program.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(f"the installation did not start:\n{log.read_text()}")
