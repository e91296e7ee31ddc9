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

from engine.installation.programs import Program, ProgramFailed, Programs, free_port

# Programs kept by a process of their own, given as Python texts.
HARNESS = """
import sys
from pathlib import Path
from engine.installation import programs
programs._END_SECONDS = 1.0
home = Path(sys.argv[1])
kept = programs.Programs({"HOME_OF_TEST": str(home)}, say=lambda text: print(text, flush=True))
with programs.stop_signals_as_interrupt():
    try:
        for number, text in enumerate(sys.argv[2:]):
            command = (sys.executable, "-c", text)
            kept.start(programs.Program(f"P{number}", command, home / f"p{number}.log"))
        print("up", flush=True)
        kept.watch()
    except KeyboardInterrupt:
        pass
    except programs.ProgramFailed as failed:
        print("failed:", failed, flush=True)
    finally:
        with programs.undisturbed():
            kept.stop()
print("down", flush=True)
"""
# Says its process id by the name of a file, and stays.
NOTE = "import os, time, signal, sys; open(f'{os.environ[\"HOME_OF_TEST\"]}/pid-{os.getpid()}', 'w'); "
STAY = NOTE + "time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + STAY
PARENT = NOTE + f"import subprocess; subprocess.run([sys.executable, '-c', {STAY!r}])"
ENDS = NOTE + "print('no more'); sys.exit(3)"


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


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


def test_program__ends_again_and_again__stops_everything_with_its_last_words(tmp_path: Path) -> None:
    with supervised(tmp_path, STAY, ENDS) as process:
        assert process.stdout is not None
        said = process.stdout.read()

        assert "P1 ended 5 times within a minute" in said
        assert "no more" in said
        wait_until_dead(pids(tmp_path), seconds=1)


def test_start__ends_before_it_is_ready__raises_with_its_last_words(tmp_path: Path) -> None:
    kept = Programs(os.environ, say=print)
    command = (sys.executable, "-c", "import sys; sys.exit('the reason')")
    program = Program("Broken", command, tmp_path / "log", free_port())

    with pytest.raises(ProgramFailed, match="the reason"):
        kept.start(program)
        kept.wait_until_ready(program)

    kept.stop()


def test_start__listens_but_answers_with_errors__is_not_ready(tmp_path: Path) -> None:
    port = free_port()
    handler = "type('H', (BaseHTTPRequestHandler,), {'do_GET': lambda request: request.send_error(500)})"
    serve = f"from http.server import *; HTTPServer(('127.0.0.1', {port}), {handler}).serve_forever()"
    program = Program("Ill", (sys.executable, "-c", serve), tmp_path / "log", port, path="/")
    kept = Programs(os.environ, say=print)

    try:
        with pytest.raises(ProgramFailed, match="was not ready"):
            kept.start(program)
            kept.wait_until_ready(program, seconds=2)
    finally:
        kept.stop()


def test_start__long_log__begins_a_new_one(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    log.write_bytes(b"x" * 6_000_000)
    kept = Programs(os.environ, say=print)

    kept.start(Program("Brief", (sys.executable, "-c", ""), log))
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
