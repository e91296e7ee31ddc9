"""Programs that run together and end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from engine.installation import stop_signals
from engine.installation.programs import Program, ProgramProcess, free_port
from engine.installation.supervisor import ProgramFailed, Supervisor
from tests.setup.processes import is_alive

pytestmark = pytest.mark.extended

# Programs kept up by a process of its own, given as Python texts.
HARNESS = """
import sys
from pathlib import Path
from engine.installation import programs, stop_signals, supervisor
supervisor._END_SECONDS = 1.0
home = Path(sys.argv[1])
kept = supervisor.Supervisor(say=lambda text: print(text, flush=True))
with stop_signals.stop_signals_as_interrupt():
    try:
        for number, text in enumerate(sys.argv[2:]):
            command = (sys.executable, "-c", text)
            program = programs.Program(f"P{number}", command, home / f"p{number}.log")
            kept.start(programs.ProgramProcess(program, {"HOME_OF_TEST": str(home)}))
        print("up", flush=True)
        kept.run()
    except KeyboardInterrupt:
        pass
    finally:
        with stop_signals.undisturbed():
            kept.stop()
print("down", flush=True)
"""
# Says its process id by the name of a file, and stays.
NOTE = "import os, time, signal, sys; open(f'{os.environ[\"HOME_OF_TEST\"]}/pid-{os.getpid()}', 'w'); "
STAY = NOTE + "time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + STAY
PARENT = NOTE + f"import subprocess; subprocess.run([sys.executable, '-c', {STAY!r}])"
ENDS = NOTE + "print('no more'); sys.exit(3)"


def pids(home: Path, *, at_least: int = 0) -> list[int]:
    found: list[int] = []
    for _ in range(400):
        found = [int(path.name.removeprefix("pid-")) for path in home.glob("pid-*")]
        if len(found) >= at_least:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{len(found)} of {at_least} programs started")


def wait_until_dead(processes: list[int], *, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while alive := [pid for pid in processes if is_alive(pid)]:
        assert time.monotonic() < deadline, f"still alive: {alive}"
        time.sleep(0.05)


@contextmanager
def supervised(home: Path, *texts: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HARNESS, str(home), *texts]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
            for pid in pids(home):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop__asked_by_a_signal__ends_programs_and_their_children(
    tmp_path: Path, number: signal.Signals
) -> None:
    with supervised(tmp_path, STAY, PARENT) as process:
        running = pids(tmp_path, at_least=3)

        process.send_signal(number)

        assert process.wait(timeout=10) == 0
        wait_until_dead(running, seconds=1)


def test_stop__program_ignores_it__is_ended_at_once(tmp_path: Path) -> None:
    with supervised(tmp_path, STUBBORN) as process:
        running = pids(tmp_path, at_least=1)

        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=10) == 0
        wait_until_dead(running, seconds=1)


def test_stop__impatient_second_signal__leaves_nothing_behind(tmp_path: Path) -> None:
    with supervised(tmp_path, STUBBORN, STAY) as process:
        running = pids(tmp_path, at_least=2)

        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)

        assert process.wait(timeout=10) == 0
        wait_until_dead(running, seconds=1)


def test_stop__asked_while_something_is_begun__comes_a_moment_later() -> None:
    done: list[str] = []

    with stop_signals.stop_signals_as_interrupt(), pytest.raises(KeyboardInterrupt), stop_signals.deferred():
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("begun, and kept in mind")

    assert done


def test_keeper__killed__takes_its_programs_along(tmp_path: Path) -> None:
    with supervised(tmp_path, STAY, STAY) as process:
        running = pids(tmp_path, at_least=2)

        process.kill()

        wait_until_dead(running)


def test_program__killed__is_started_again(tmp_path: Path) -> None:
    with supervised(tmp_path, STAY) as process:
        (first,) = pids(tmp_path, at_least=1)

        os.kill(first, signal.SIGKILL)
        running = pids(tmp_path, at_least=2)

        assert process.poll() is None
        assert [is_alive(pid) for pid in running if pid != first] == [True]


def test_stop__while_a_program_is_waited_for__ends_the_others_at_once(tmp_path: Path) -> None:
    with supervised(tmp_path, STAY, ENDS) as process:
        assert process.stdout is not None
        while "(attempt 3)" not in process.stdout.readline():
            assert process.poll() is None

        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=10) == 0
        wait_until_dead(pids(tmp_path), seconds=1)


def test_wait_until_ready__ends_before__raises_with_its_last_words(tmp_path: Path) -> None:
    kept = Supervisor(say=print)
    command = (sys.executable, "-c", "import sys; sys.exit('the reason')")
    broken = ProgramProcess(Program("Broken", command, tmp_path / "log", free_port()), os.environ)

    with pytest.raises(ProgramFailed, match="the reason"):
        kept.start(broken)
        kept.wait_until_ready(broken)

    kept.stop()


def test_wait_until_ready__killed_from_outside__is_started_again(tmp_path: Path) -> None:
    port = free_port()
    first = f"import os; os.chdir({str(tmp_path)!r}); "
    first += "os.path.exists('killed') or (open('killed', 'w'), os.kill(os.getpid(), 9)); "
    handler = f"('127.0.0.1', {port}), SimpleHTTPRequestHandler"
    serve = f"from http.server import *; HTTPServer({handler}).serve_forever()"
    command = (sys.executable, "-c", first + serve)
    web = ProgramProcess(Program("Web", command, tmp_path / "log", port, path="/"), os.environ)
    kept = Supervisor(say=print)

    kept.start(web)
    kept.wait_until_ready(web)

    assert kept.states[0].restarts == 1
    kept.stop()


def test_wait_until_ready__listens_but_answers_with_errors__is_not_ready(tmp_path: Path) -> None:
    port = free_port()
    handler = "type('H', (BaseHTTPRequestHandler,), {'do_GET': lambda request: request.send_error(500)})"
    serve = f"from http.server import *; HTTPServer(('127.0.0.1', {port}), {handler}).serve_forever()"
    program = Program("Ill", (sys.executable, "-c", serve), tmp_path / "log", port, path="/")
    kept, ill = Supervisor(say=print), ProgramProcess(program, os.environ)

    try:
        with pytest.raises(ProgramFailed, match="was not ready"):
            kept.start(ill)
            kept.wait_until_ready(ill, seconds=2)
    finally:
        kept.stop()


def test_start__long_log__begins_a_new_one(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    log.write_bytes(b"x" * 6_000_000)
    kept = Supervisor(say=print)

    kept.start(ProgramProcess(Program("Brief", (sys.executable, "-c", ""), log), os.environ))
    kept.stop()

    assert log.stat().st_size < 1000
    assert (tmp_path / "long.old.log").stat().st_size == 6_000_000


def test_free_port__wanted_one_is_free__is_taken() -> None:
    wanted = free_port()

    assert free_port(wanted) == wanted


def test_free_port__returned_before__is_given_to_nobody_else_and_can_be_listened_on() -> None:
    reserved = free_port()

    # Whoever asks for any port is treated by the kernel like one who does not share addresses.
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", reserved))
    with socket.create_server(("127.0.0.1", reserved)) as server:
        assert server.getsockname()[1] == reserved


def test_free_port__wanted_one_is_in_use__is_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]

        assert free_port(wanted) not in (0, wanted)
