"""The supervisor: an exponential back-off for each program, and nothing that ends it by itself."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.db.cluster import Cluster
from engine.installation import supervisor_state, supervisor_words
from engine.installation.database import DatabaseServer
from engine.installation.programs import Program, ProgramProcess
from engine.installation.supervisor import Backoff, Supervisor, Time
from engine.installation.supervisor_state import ProgramState
from engine.texts import LANGUAGES
from tests.setup.processes import is_alive, soon, stop_recovery

pytestmark = pytest.mark.extended

STAYS = "import time; time.sleep(600)"
ENDS = "print('no more'); raise SystemExit(3)"


class ManualClock:
    """A clock that is moved by hand; what waits for it waits for nobody."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waited: list[float] = []

    @property
    def time(self) -> Time:
        began = datetime(2026, 12, 7, 10, tzinfo=UTC)
        return Time(lambda: self.seconds, self.waited.append, lambda: began + timedelta(seconds=self.seconds))


class Harness:
    """A supervisor of programs that are Python texts, with a clock that is moved by hand."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = ManualClock()
        self.said: list[str] = []
        self.supervisor = Supervisor(
            say=self.said.append,
            report=lambda states: supervisor_state.write(home, states),
            time=self.clock.time,
        )

    def start(self, name: str, text: str) -> ProgramProcess:
        program = Program(name, (sys.executable, "-c", text), self.home / f"{name}.log")
        process = ProgramProcess(program, os.environ)
        self.supervisor.start(process)
        return process

    def state(self, name: str) -> ProgramState:
        (found,) = (state for state in self.supervisor.states if state.name == name)
        return found

    def until(self, condition: Callable[[], object]) -> None:
        """Look again and again, without any time going by on the clock, until the condition holds."""
        assert soon(lambda: (self.supervisor.tick(), condition())[1]), self.said

    def pass_by(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.supervisor.tick()

    def is_away(self, name: str) -> bool:
        return self.state(name).phase == "away"


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    found = Harness(tmp_path)
    yield found
    found.supervisor.stop()


def test_crash_loop__goes_on_for_ever__is_tried_ever_more_seldom_and_never_given_up(harness: Harness) -> None:
    harness.start("Worker", ENDS)
    delays = []

    for _ in range(12):
        harness.until(lambda: harness.is_away("Worker"))
        restarts, delay = harness.state("Worker").restarts, Backoff().delay(len(delays) + 1)
        harness.pass_by(delay - 0.01)
        assert harness.state("Worker").restarts == restarts
        harness.pass_by(0.02)
        assert harness.state("Worker").restarts == restarts + 1
        delays.append(delay)

    assert delays == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


def test_crash_loop__of_one_program__neither_ends_nor_delays_another(harness: Harness) -> None:
    harness.start("Worker", ENDS)
    web = harness.start("Web", STAYS)
    for _ in range(6):
        harness.until(lambda: harness.is_away("Worker"))
        harness.pass_by(60)
    first = web.pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    harness.until(lambda: harness.is_away("Web"))
    harness.pass_by(0.5)

    assert web.pid not in (None, first)


def test_program__was_up_for_a_while__is_started_again_as_soon_as_at_first(harness: Harness) -> None:
    worker = harness.start("Worker", STAYS)
    for _ in range(4):
        kill(worker)
        harness.until(lambda: harness.is_away("Worker"))
        harness.pass_by(60)
    harness.pass_by(10)
    assert harness.state("Worker").phase == "up"

    harness.pass_by(60)
    kill(worker)
    harness.until(lambda: harness.is_away("Worker"))
    harness.pass_by(0.5)

    assert harness.state("Worker").phase == "starting"


def test_program__dies_whenever_it_was_up_for_moments__waits_ever_longer(harness: Harness) -> None:
    worker = harness.start("Worker", STAYS)
    for _ in range(4):
        harness.pass_by(60)
        harness.pass_by(10)
        harness.pass_by(20)
        assert harness.state("Worker").phase == "up"
        kill(worker)
        harness.until(lambda: harness.is_away("Worker"))

    harness.pass_by(3.9)

    assert harness.is_away("Worker")


def test_program__dies_soon_after_each_start__is_not_taken_for_up_again(harness: Harness) -> None:
    worker = harness.start("Worker", STAYS)
    for _ in range(3):
        kill(worker)
        harness.until(lambda: harness.is_away("Worker"))
        harness.pass_by(60)
        harness.pass_by(5)

    assert harness.state("Worker").phase == "starting"
    assert harness.state("Worker").since == harness.clock.time.now() - timedelta(seconds=3 * 65)
    assert not any("is back" in line for line in harness.said)


def test_program__ends__says_what_is_away_since_when_and_why_in_each_language(harness: Harness) -> None:
    worker = harness.start("Worker", ENDS)
    harness.until(lambda: harness.is_away("Worker"))

    english, georgian = harness.said[-1].splitlines()

    assert (
        "Worker is away since 2026-12-07 14:00:00: it ended with code 3. It is started again in 0.5 s"
        in english
    )
    assert "Worker არ მუშაობს 2026-12-07 14:00:00-დან: დასრულდა კოდით 3" in georgian
    assert str(worker.log) in english


def test_program__stays__is_said_to_be_back_after_how_long(harness: Harness) -> None:
    worker = harness.start("Worker", STAYS)
    kill(worker)
    harness.until(lambda: harness.is_away("Worker"))
    harness.pass_by(1)
    harness.pass_by(10)

    assert harness.state("Worker").phase == "up"
    assert harness.said[-1].splitlines()[0] == "Worker is back; it was away for 0:00:11."


def test_program__cannot_be_begun_at_all__is_tried_again(harness: Harness, tmp_path: Path) -> None:
    program = Program("Worker", (str(tmp_path / "missing"),), tmp_path / "worker.log")

    harness.supervisor.start(ProgramProcess(program, os.environ))

    assert harness.is_away("Worker")
    assert "could not be started" in harness.said[-1]
    (tmp_path / "missing").symlink_to("/usr/bin/yes")
    harness.pass_by(0.5)
    assert harness.state("Worker").phase == "starting"


def test_program__leader_killed__takes_its_children_along_before_it_is_started_again(
    harness: Harness,
) -> None:
    child = "import subprocess; child = subprocess.Popen(['sleep', '600']); "
    web = harness.start("Web", child + "print(child.pid, flush=True); child.wait()")
    assert soon(lambda: web.log.read_text().strip())
    left = int(web.log.read_text())

    kill(web)
    harness.until(lambda: harness.is_away("Web"))

    assert soon(lambda: not is_alive(left))


def test_is_ready__was_up_and_died__is_not(harness: Harness) -> None:
    worker = harness.start("Worker", STAYS)
    harness.pass_by(10)
    assert harness.state("Worker").phase == "up"
    assert worker.is_ready()

    kill(worker)
    harness.until(lambda: harness.is_away("Worker"))

    assert not worker.is_ready()


def test_database__killed_while_it_recovers__comes_back_by_itself(
    harness: Harness, safe_cluster: Cluster
) -> None:
    # Given programs over a database whose recovery does not get on
    harness.supervisor.start(DatabaseServer(safe_cluster))
    worker = harness.start("Worker", STAYS)
    harness.until(lambda: harness.state("Database").phase == "up")
    stop_recovery(safe_cluster, lambda: begin_again(harness))
    harness.until(lambda: harness.state("Database").phase == "recovering")

    # When it is killed meanwhile
    assert safe_cluster.pid is not None
    os.kill(safe_cluster.pid, signal.SIGKILL)
    begin_again(harness)

    # Then it comes back, and no other program has ended
    harness.until(lambda: harness.state("Database").phase == "up")
    assert harness.state("Database").restarts == 2
    assert harness.state("Worker").restarts == 0
    assert worker.pid is not None


def begin_again(harness: Harness) -> None:
    """Let the supervisor find out that the database has ended, and wait out its back-off."""
    harness.until(lambda: harness.is_away("Database"))
    harness.pass_by(60)


def test_database__recovers_for_hours__is_waited_for_and_said_once_a_minute(
    harness: Harness, safe_cluster: Cluster
) -> None:
    harness.supervisor.start(DatabaseServer(safe_cluster))
    harness.until(lambda: harness.state("Database").phase == "up")
    stopped = stop_recovery(safe_cluster, lambda: begin_again(harness))
    harness.until(lambda: harness.state("Database").phase == "recovering")

    for _ in range(180):
        harness.pass_by(60)
    lasting = [line for line in harness.said if "Database is recovering since 2026-12-07 14:00:00" in line]
    os.kill(stopped, signal.SIGCONT)
    harness.until(lambda: harness.state("Database").phase == "up")

    assert harness.state("Database").restarts == 1
    assert len(lasting) == 180
    assert "აღდგენის პროცესშია" in lasting[0]
    assert "Database is back; it was away for 3:01:00." in harness.said[-1]


def test_database__does_not_start__is_tried_for_ever_and_says_what_the_server_said(
    harness: Harness, safe_cluster: Cluster
) -> None:
    harness.supervisor.start(DatabaseServer(safe_cluster))
    harness.until(lambda: harness.state("Database").phase == "up")
    (safe_cluster.data / "postgresql.conf").write_text("nonsense = 1\ninclude 'mms.conf'\n")
    assert safe_cluster.pid is not None
    os.kill(safe_cluster.pid, signal.SIGKILL)
    for attempt in range(8):
        begin_again(harness)
        assert harness.state("Database").restarts == attempt + 1
    harness.until(lambda: harness.is_away("Database"))
    assert "contains errors" in harness.said[-1]

    (safe_cluster.data / "postgresql.conf").write_text("include 'mms.conf'\n")
    harness.pass_by(60)

    harness.until(lambda: harness.state("Database").phase == "up")


def test_state__program_in_a_crash_loop__is_read_by_others_in_their_language(harness: Harness) -> None:
    harness.start("Web", STAYS)
    harness.start("Worker", ENDS)
    for _ in range(3):
        harness.until(lambda: harness.is_away("Worker"))
        harness.pass_by(10)
    harness.until(lambda: harness.is_away("Worker"))

    found = supervisor_state.read(harness.home)

    assert found is not None
    assert found.is_alive
    assert found.programs == harness.supervisor.states
    web, worker = found.programs
    assert (web.name, web.is_up, web.restarts, web.reason) == ("Web", True, 0, None)
    assert (worker.name, worker.phase, worker.restarts) == ("Worker", "away", 3)
    assert worker.since == datetime(2026, 12, 7, 10, tzinfo=UTC)
    assert worker.reason is not None
    assert len({supervisor_words.reason_in(language, worker.reason) for language in LANGUAGES}) == 2


def test_state__supervisor_was_killed__is_not_believed(harness: Harness) -> None:
    harness.start("Web", STAYS)
    harness.supervisor.tick()
    file = harness.home / supervisor_state.FILE
    file.write_text(file.read_text().replace(f'"pid":{os.getpid()}', '"pid":1'))

    found = supervisor_state.read(harness.home)

    assert found is not None
    assert not found.is_alive


def test_state__none_was_written_or_it_is_damaged__is_none(tmp_path: Path) -> None:
    assert supervisor_state.read(tmp_path) is None

    (tmp_path / supervisor_state.FILE).write_text("{")

    assert supervisor_state.read(tmp_path) is None


def test_state__cannot_be_written__ends_nothing_and_is_written_later(harness: Harness) -> None:
    harness.home.joinpath(supervisor_state.FILE).mkdir()
    web = harness.start("Web", STAYS)

    harness.supervisor.tick()
    harness.home.joinpath(supervisor_state.FILE).rmdir()
    harness.supervisor.tick()

    assert web.pid is not None
    assert supervisor_state.read(harness.home) is not None


def kill(process: ProgramProcess) -> None:
    pid = process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
