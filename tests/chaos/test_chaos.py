"""What `make chaos` promises about itself: the same faults for a seed, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos import network
from tests.chaos.fault_injection import (
    KILLED,
    LONGEST_CUT,
    LONGEST_PAUSE,
    PAUSED,
    SLOWED,
    SLOWED_SECONDS,
    WEIGHTS,
    plan,
)
from tests.chaos.network import Network

ROOT = Path(__file__).parents[2]
# A run in small: a network, a janitor, and a program on a node; says its prefix and the program's id.
# Whoever starts the tests in the background may have them ignore Ctrl-C; the run does not.
RUN = """
import signal, subprocess, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from tests.chaos.janitor import watch_over
from tests.chaos.network import Network
nodes = Network(("web", "database"))
watching = watch_over(nodes.tag)
nodes.build()
program = nodes.on("web", subprocess.Popen, ["sleep", "600"], start_new_session=True)
print(nodes.tag, program.pid, flush=True)
while True:
    time.sleep(0.1)  # a signal that comes just before a sleep is heeded after it
"""

needs_namespaces = pytest.mark.skipif(bool(network.missing()), reason=" ".join(network.missing()))


def test_plan__same_seed__is_the_same() -> None:
    assert plan(7, seconds=600) == plan(7, seconds=600)
    assert plan(7, seconds=600) != plan(8, seconds=600)


@pytest.mark.parametrize("seed", range(5))
def test_plan__of_ten_minutes__has_every_kind_of_fault(seed: int) -> None:
    faults = plan(seed, seconds=600)

    assert {fault.kind for fault in faults} == {*WEIGHTS, SLOWED}
    assert [fault.seconds for fault in faults if fault.kind == SLOWED] == [SLOWED_SECONDS]
    assert {fault.what for fault in faults if fault.kind == "kill"} == set(KILLED)
    assert {fault.what for fault in faults if fault.kind == "pause"} == set(PAUSED)
    assert max(fault.seconds for fault in faults if fault.kind == "pause") <= LONGEST_PAUSE
    assert max(fault.seconds for fault in faults if fault.kind == "link cut") <= LONGEST_CUT


@needs_namespaces
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_run__ended_from_outside__leaves_no_node_and_no_process(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", RUN], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        prefix, pid = run.stdout.readline().split()
        assert namespaces(prefix)

        run.send_signal(number)
        run.wait()

    assert soon(lambda: not namespaces(prefix))
    assert soon(lambda: not is_alive(int(pid)))


@needs_namespaces
def test_network__left_behind_without_a_janitor__is_taken_away_by_the_next() -> None:
    without = RUN.replace("watching = watch_over(nodes.tag)", "")
    with subprocess.Popen(
        [sys.executable, "-c", without], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        prefix, pid = run.stdout.readline().split()
        run.kill()
        run.wait()
    assert namespaces(prefix)

    mine = Network(("web",))
    mine.build()
    mine.remove()

    assert not namespaces(prefix)
    assert not namespaces(mine.tag)
    assert soon(lambda: not is_alive(int(pid)))


def namespaces(prefix: str) -> list[str]:
    return [path.name for path in Path("/run/netns").glob(f"{prefix}*")]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False
