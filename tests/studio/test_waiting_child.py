"""Children that have loaded what they need before they are asked, and never answer twice."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.studio import judging, waiting_child
from engine.studio.limited import ChildEnded, Limits
from engine.studio.waiting_child import WaitingChild

ECHO = """
import json, os, sys
from engine.studio.waiting_child import question
asked = question()
if asked == b"hang":
    import time; time.sleep(600)
if asked is not None:
    json.dump([os.getpid(), asked.decode()], sys.stdout)
"""


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WaitingChild]:
    """Children that say who they are and what they were asked."""
    (tmp_path / "echo_of_tests.py").write_text(ECHO)
    real = waiting_child.start

    def start(arguments: tuple[str, ...], limits: Limits) -> object:
        return real(arguments, limits, {"PYTHONPATH": str(tmp_path)})

    monkeypatch.setattr(waiting_child, "start", start)
    child = WaitingChild("echo_of_tests", Limits(cpu=10, seconds=60))
    yield child
    spare = child._spare
    if spare is not None:
        spare.communicate()


def test_child__asked_again__is_another_one_that_was_waiting(echo: WaitingChild) -> None:
    first = json.loads(echo.ask(b"one"))
    assert echo._spare is not None
    waiting = echo._spare.pid

    second = json.loads(echo.ask(b"two"))

    assert first[1] == "one" and second == [waiting, "two"] and first[0] != waiting


def test_child__that_ended_while_it_waited__is_replaced(echo: WaitingChild) -> None:
    echo.ask(b"one")
    assert echo._spare is not None
    os.kill(echo._spare.pid, signal.SIGKILL)
    echo._spare.wait()

    assert json.loads(echo.ask(b"two"))[1] == "two"


def test_children__asked_at_once__each_answer_their_own_question(echo: WaitingChild) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: json.loads(echo.ask(str(n).encode())), range(4)))

    assert [asked for _, asked in answers] == ["0", "1", "2", "3"]
    assert len({pid for pid, _ in answers}) == 4


def test_child__that_hangs__is_ended_and_the_next_one_answers(echo: WaitingChild) -> None:
    echo._limits = Limits(cpu=10, seconds=0.5)
    with pytest.raises(ChildEnded):
        echo.ask(b"hang")
    echo._limits = Limits(cpu=10, seconds=60)

    assert json.loads(echo.ask(b"two"))[1] == "two"


def test_child__whose_parent_has_gone__ends_without_an_answer(echo: WaitingChild) -> None:
    echo.ask(b"one")
    spare, echo._spare = echo._spare, None
    assert spare is not None

    answer, _ = spare.communicate()

    assert (answer, spare.returncode) == (b"", 0)


def test_child__of_validation__sees_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMS_DATABASE", "postgresql://secret")
    child = waiting_child.start(("engine.studio.judging_process",), judging.LIMITS)

    environment = Path(f"/proc/{child.pid}/environ").read_bytes()
    child.communicate()

    assert sys.platform == "linux" and b"secret" not in environment
