"""Children of the fork server: each begins whole, answers one question, and is held to its limits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from engine.fork_server.ask import ROOT, Ended, ForkServer, NoServer, TimedOut
from engine.fork_server.limits import Limits
from tests.backup.kit import until
from tests.setup.processes import is_alive

CODE, LIMITS = "tests.fork_server.code", Limits(cpu=10, seconds=60)
WHO = "import os, sys; print(os.getpid(), os.getppid(), sys.stdin.read())"
FILES = "import os; print(*sorted(os.listdir('/proc/self/fd')))"


@pytest.fixture
def server() -> Iterator[ForkServer]:
    server = ForkServer()
    yield server
    server.stop()


def run(server: ForkServer, code: str, question: bytes = b"", limits: Limits = LIMITS) -> Ended:
    return server.run(CODE, limits, question, arguments=(code,))


def who(server: ForkServer, question: str = "") -> list[str]:
    """Return the child's number, its parent's, and the question."""
    return run(server, WHO, question.encode()).answer.decode().split()


def test_children__of_one_server__answer_one_question_each(server: ForkServer) -> None:
    first, second = who(server, "one"), who(server, "two")

    assert (first[2], second[2]) == ("one", "two")
    assert first[0] != second[0] and first[1] == second[1]


def test_children__asked_at_once__each_answer_their_own_question(server: ForkServer) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: who(server, str(number)), range(12)))

    assert [asked for _, _, asked in answers] == [str(number) for number in range(12)]
    assert len({child for child, _, _ in answers}) == 12 and len({parent for _, parent, _ in answers}) == 1


def test_child__leaves_nothing_behind_for_the_next(server: ForkServer) -> None:
    run(server, "import engine.errors; engine.errors.changed = True")

    assert run(server, "import engine.errors; print(hasattr(engine.errors, 'changed'))").answer == b"False\n"


def test_child__of_a_module__finds_it_loaded(server: ForkServer) -> None:
    code = "import sys; print('engine.errors' in sys.modules)"
    told = server.run(CODE, LIMITS, arguments=(code,), loads=("engine.errors", "no.such.module"))

    assert (told.answer, told.errors) == (b"True\n", b"")


def test_child__has_no_file_open_but_its_three(server: ForkServer) -> None:
    assert run(server, FILES).answer.split() == [b"0", b"1", b"2", b"3"]  # the last is the folder it lists


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        ("raise SystemExit(3)", 1, "SystemExit"),
        ("raise RuntimeError('gone wrong')", 1, "gone wrong"),
        ("import os; os.abort()", -signal.SIGABRT, ""),
        ("while True: pass", -signal.SIGKILL, ""),
        ("bytearray(2 ** 30)", 1, "MemoryError"),
        ("import sys; sys.stdout.write('x' * 50_000)", 1, "File too large"),
    ],
)
def test_child__that_goes_wrong__says_how(server: ForkServer, code: str, status: int, says: str) -> None:
    ended = run(server, code, limits=Limits(cpu=1, seconds=60, memory=2**29, written=4000))

    assert ended.status == status and says in ended.errors.decode()
    assert len(ended.answer) <= 4000


def test_module__that_is_not_there__is_an_error_of_its_child(server: ForkServer) -> None:
    ended = server.run("engine.no_such_module", LIMITS)

    assert ended.status == 1 and b"ModuleNotFoundError" in ended.errors


def test_child__that_hangs__is_killed_and_the_next_one_answers(server: ForkServer, tmp_path: Path) -> None:
    began = tmp_path / "began"
    notes = f"open({str(began)!r}, 'w').write(str(os.getpid()))"
    code = f"import os, time; {notes}; os.write(1, b'so far'); time.sleep(600)"
    who(server)

    with pytest.raises(TimedOut) as ended:
        run(server, code, limits=Limits(cpu=10, seconds=1))

    assert ended.value.answer == b"so far"
    until(lambda: not is_alive(int(began.read_text())))
    assert who(server, "two")[2] == "two"


def test_server__that_was_killed__is_started_anew(server: ForkServer) -> None:
    _, first, _ = who(server, "one")
    os.kill(int(first), signal.SIGKILL)

    _, second, asked = who(server, "two")

    assert asked == "two" and first != second


def test_server__killed_under_its_child__takes_it_along_and_another_answers(
    server: ForkServer, tmp_path: Path
) -> None:
    began = tmp_path / "began"
    code = f"""
import os, pathlib, signal, time
began = pathlib.Path({str(began)!r})
if not began.exists():
    began.write_text(str(os.getpid()))
    os.write(1, b"half of an answer that is long")
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(600)
os.write(1, b"whole")
"""

    assert run(server, code).answer == b"whole"
    until(lambda: not is_alive(int(began.read_text())))


def test_memory__is_counted_beyond_what_others_have_had_loaded(server: ForkServer) -> None:
    limits, code = Limits(cpu=10, seconds=60, memory=2**27), "bytearray(100 * 2**20)"
    before = run(server, code, limits=limits)
    server.run(CODE, LIMITS, arguments=("",), loads=("engine.studio.judging_process",))

    assert [before.status, run(server, code, limits=limits).status] == [0, 0]


def test_server__killed_by_its_child_each_time__is_given_up(server: ForkServer) -> None:
    with pytest.raises(NoServer):
        run(server, "import os; os.kill(os.getppid(), 9); os.kill(os.getpid(), 9)")


@pytest.mark.parametrize("program", ["/nonexistent/python", "/bin/false"])
def test_server__that_does_not_start__is_said(
    server: ForkServer, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)

    with pytest.raises(NoServer):
        run(server, WHO)


def test_server__of_a_process_that_was_killed__ends_with_its_children(tmp_path: Path) -> None:
    said = tmp_path / "said"
    code = (
        f"import os, time; print(os.getppid(), os.getpid(), file=open({str(said)!r}, 'w')); time.sleep(600)"
    )
    asks = f"""
from engine.fork_server.ask import ForkServer
from engine.fork_server.limits import Limits
ForkServer().run({CODE!r}, Limits(cpu=10, seconds=60), arguments=({code!r},))
"""
    with subprocess.Popen([sys.executable, "-c", asks], cwd=ROOT) as asker:
        until(lambda: said.exists() and said.read_text().endswith("\n"))
        asker.kill()

    until(lambda: not any(is_alive(int(number)) for number in said.read_text().split()))


def test_server__in_a_forked_process__is_one_of_its_own(server: ForkServer) -> None:
    _, ours, _ = who(server, "one")
    receiver, sender = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=lambda: sender.send(who(server, "two")))
    process.start()

    _, theirs, asked = receiver.recv()
    process.join()

    assert asked == "two" and theirs != ours and who(server, "three")[1] == ours


def test_environment__of_the_server__says_nothing_of_the_installation(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MMS_DATABASE", "postgresql://secret")
    code = "import json, os; print(json.dumps([dict(os.environ), open('/proc/self/environ').read()]))"

    told = run(server, code).answer

    assert b"secret" not in told and "PYTHONPATH" in json.loads(told)[0]
