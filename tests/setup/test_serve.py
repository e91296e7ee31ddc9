"""`mms run` as a person at a terminal sees it, with every real part."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.db.cluster import Cluster
from engine.installation import serve, supervisor_state
from engine.installation.programs import free_port
from engine.installation.welcome import who_can_sign_in
from tests.setup.conftest import a_home
from tests.setup.processes import soon, stop_recovery
from tests.setup.terminal import (
    ENDING_SECONDS,
    READY,
    Terminal,
    answers,
    back_up,
    fetch,
    left_behind,
    programs,
    refused,
    run_briefly,
    running,
)

pytestmark = pytest.mark.extended


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


@dataclass(frozen=True)
class Serving:
    """A start that serves, and the port that it was told and found in use."""

    home: Path
    port: int
    address: str
    terminal: Terminal


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


@pytest.fixture(scope="module")
def serving(first_start: FirstStart) -> Iterator[Serving]:
    """A later start over what is there, whose port is in use; Ctrl-C ends it and leaves nothing running.

    It serves until the end of the module: tests that start something in this home come before.
    """
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(first_start.home, port) as terminal:
            yield Serving(first_start.home, port, terminal.read_until(READY), terminal)

            assert terminal.interrupt() == 0
            assert left_behind(first_start.home) == []


@pytest.mark.timeout(300)
def test_run__later_with_its_port_in_use__finds_its_data_and_serves_elsewhere_but_only_once(
    serving: Serving,
) -> None:
    # Given a later start whose port is in use; when it is started a second time
    second = run_briefly(serving.home)

    # Then the first serves elsewhere over what is there, and the second says where
    assert re.search(r"Database +started", serving.terminal.said)
    assert re.search(r"Schema +up to date", serving.terminal.said)
    assert f"Port {serving.port} is in use" in serving.terminal.said
    assert serving.address != f"http://127.0.0.1:{serving.port}"
    assert second.returncode == 1
    assert f"MMS already runs here: {serving.address}" in second.stderr
    assert fetch(serving.address)[0] == 200


@pytest.mark.timeout(300)
def test_backup__of_what_serves__copies_the_wal_from_then_on(serving: Serving) -> None:
    backups = serving.home / "backups"

    back_up(serving.home, backups)

    deadline = time.monotonic() + ENDING_SECONDS
    while not (backups / "wal" / "1" / "state.json").exists():
        assert time.monotonic() < deadline, (serving.home / "var" / "log" / "archive.log").read_text()
        time.sleep(0.2)


@pytest.mark.timeout(300)
def test_run__database_killed_while_it_starts__comes_back_by_itself(serving: Serving) -> None:
    database = Cluster(serving.home / "var")

    killed: list[int] = []
    for _ in range(3):
        assert soon(lambda: database.pid not in (None, *killed)), serving.terminal.said
        pid = database.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    assert soon(lambda: answers(serving.address)), serving.terminal.said
    assert database.pid not in (None, *killed)
