"""`mms run` as a person at a terminal sees it, with every real part."""

from __future__ import annotations

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.db.cluster import Cluster
from engine.installation import serve, supervisor_state
from engine.installation.programs import free_port
from engine.installation.welcome import who_can_sign_in
from tests.setup.conftest import a_home
from tests.setup.processes import soon, stop_recovery

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


@dataclass(frozen=True)
class FirstStart:
    """What was seen of a start in an empty home, until Ctrl-C."""

    home: Path
    port: int
    address: str
    answer: tuple[int, str]
    said: str
    code: int
    seconds_to_end: float
    left_behind: list[int]


@pytest.fixture(scope="module")
def first_start(passable: Path) -> Iterator[FirstStart]:
    """A start from nothing, which takes longer than all else here: the tests begin with what it has left."""
    assert passable.exists()
    with a_home() as home:
        port = free_port()
        with running(home, port) as terminal:
            address = terminal.read_until(READY, seconds=240)
            answer = fetch(address)
            began = time.monotonic()
            code = terminal.interrupt()
            taken = time.monotonic() - began
            left = left_behind(home)
        yield FirstStart(home, port, address, answer, terminal.said, code, taken, left)


@pytest.fixture
def installed(first_start: FirstStart) -> Path:
    """A home in which everything is set up and nothing runs."""
    return first_start.home


@pytest.mark.timeout(300)
def test_run__from_nothing__serves_until_ctrl_c_and_leaves_nothing_running(first_start: FirstStart) -> None:
    status, page = first_start.answer
    assert first_start.address == f"http://127.0.0.1:{first_start.port}"
    assert (status, "<html" in page) == (200, True)
    assert "64 municipalities, 85 community centres" in first_start.said
    assert "Demo Mayor (Keda)" in first_start.said
    assert first_start.code == 0, first_start.said
    assert first_start.seconds_to_end < 20
    assert first_start.left_behind == []


@pytest.mark.timeout(300)
def test_run__killed__takes_its_programs_along_and_the_next_start_adopts_the_database(
    installed: Path,
) -> None:
    with running(installed, free_port()) as terminal:
        terminal.read_until(READY)

        terminal.process.kill()
        terminal.process.wait()

        database = Cluster(installed / "var").pid
        assert database is not None
        deadline = time.monotonic() + 20
        while left_behind(installed) != [database]:
            assert time.monotonic() < deadline, left_behind(installed)
            time.sleep(0.1)
        with running(installed, free_port()) as second:
            second.read_until(READY)

            assert re.search(r"Database +adopted", second.said)
            assert second.interrupt() == 0


@pytest.mark.timeout(300)
def test_run__later_with_its_port_in_use__finds_its_data_and_serves_elsewhere_but_only_once(
    installed: Path,
) -> None:
    # Given a port that is in use
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(installed, port) as terminal:
            address = terminal.read_until(READY)

            # When it is started a second time
            second = run_briefly(installed)

            # Then the first serves elsewhere over what is there, and the second says where
            assert re.search(r"Database +started", terminal.said)
            assert re.search(r"Schema +up to date", terminal.said)
            assert f"Port {port} is in use" in terminal.said
            assert address != f"http://127.0.0.1:{port}"
            assert second.returncode == 1
            assert f"MMS already runs here: {address}" in second.stderr
            assert fetch(address)[0] == 200

            # And a backup of what serves copies the WAL from then on
            backups = installed / "backups"
            back_up(installed, backups)
            deadline = time.monotonic() + ENDING_SECONDS
            while not (backups / "wal" / "1" / "state.json").exists():
                assert time.monotonic() < deadline, (installed / "var" / "log" / "archive.log").read_text()
                time.sleep(0.2)
            assert terminal.interrupt() == 0
            assert left_behind(installed) == []


def test_run__production_without_settings__stops_before_it_creates_anything(home: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "MMS_HOME": str(home / "var")}

    done = subprocess.run(
        [sys.executable, "-m", "engine.cli", "run"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "MMS_CIVIL_REGISTRY_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "var").exists()


def test_who_can_sign_in__citizens_and_staff__are_grouped_by_where_they_work() -> None:
    def a_person(name: str, *municipalities: str) -> dict[str, object]:
        grants = [{"role": "mayor", "municipality": municipality} for municipality in municipalities]
        return {"given_name": {"en": "Demo"}, "family_name": {"en": name}, "roles": grants}

    lines = who_can_sign_in([a_person("Citizen"), a_person("Mayor", "keda"), a_person("Clerk", "keda")])

    assert lines == ["  citizens  Demo Citizen", "  keda      Demo Mayor, Demo Clerk"]


@pytest.mark.timeout(300)
def test_run__database_killed_while_it_starts__comes_back_by_itself(installed: Path) -> None:
    with running(installed, free_port()) as terminal:
        address = terminal.read_until(READY)
        database = Cluster(installed / "var")

        killed: list[int] = []
        for _ in range(3):
            assert soon(lambda: database.pid not in (None, *killed)), terminal.said
            pid = database.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

        assert soon(lambda: answers(address)), terminal.said
        assert database.pid not in (None, *killed)
        assert terminal.interrupt() == 0
        assert left_behind(installed) == []


@pytest.mark.timeout(300)
def test_run__recovery_lasts__keeps_the_other_programs_and_ends_at_a_signal(installed: Path) -> None:
    with running(installed, free_port()) as terminal:
        # Given a database that was killed, and whose recovery does not get on
        address = terminal.read_until(READY)
        stop_recovery(Cluster(installed / "var"))

        # When a program dies meanwhile
        (first,) = programs(installed, "worker")
        os.kill(first, signal.SIGKILL)

        # Then that one is started again, what lasts is said, pages answer in words
        assert soon(lambda: programs(installed, "worker") not in ([], [first])), terminal.said
        terminal.read_until(re.compile("(Database) is recovering since"))
        assert refused(address) == 503
        state = supervisor_state.read(installed / "var")
        assert state is not None
        assert {"Database": "recovering", "Web": "up"}.items() <= {
            (program.name, program.phase) for program in state.programs
        }

        # And a signal ends it all
        assert terminal.interrupt() == 0
        assert left_behind(installed) == []
        assert supervisor_state.read(installed / "var") is None


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_say__nobody_can_read_it__ends_nothing(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with suppress(OSError), open("/dev/full", "w", encoding=encoding) as full:
        monkeypatch.setattr(sys, "stdout", full)

        serve._say("მონაცემთა ბაზა")


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
