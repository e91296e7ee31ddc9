"""The clerk's list as clerks get it: over HTTP, from the server that `mms web` starts, by twenty at a time.

Each clerk opens a page of a list every second. The page that anybody may open, of the same server in the same
run, stands beside it: both slow down with the machine, and what is left is the list's own.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bench import filling, workload
from bench.installation import Installation
from engine.bootstrap import Engine
from engine.commands.sessions import SignInDemo
from engine.installation.programs import free_port
from engine.queries.people import demo_people
from engine.tenancy import Actor, system

CLERKS: Final = 20
FULL: Final = (1_000, 1_000_000)
SECONDS_BETWEEN: Final = 1.0
LISTS: Final = ("unit", "unit", "unassigned", "mine", "all&due=overdue", "unit&due=soon")
ANYBODYS: Final = "/sign-in"
ROLES: Final = frozenset({"specialist", "lawyer", "head_of_service", "mayor"})
WARM_UP: Final = 3  # rounds that fill caches and let statements be planned


@dataclass(frozen=True)
class Pages:
    """Milliseconds from asking to the last byte, p50 and p95, with n open tasks."""

    tasks: int
    lists: tuple[float, float]
    anybodys: tuple[float, float]
    number: int
    bytes: int

    @property
    def ratio(self) -> float:
        return self.lists[1] / self.anybodys[1]


def measure(installation: Installation, *, sizes: tuple[int, ...], seconds: float) -> Iterator[Pages]:
    """Measure with each number of open tasks, the smaller ones first."""
    engine = installation.open()
    try:
        model = workload.file(engine, installation.citizen, installation.places[0], 80_000_000)
        tokens = _tokens(engine)
        present = 0
        for size in sizes:
            filling.fill(installation, model.id, parts=size - present, tasks=True)
            present = size
            with _serving(installation) as port:
                yield _measured(port, tokens, size, seconds)
    finally:
        engine.close()


def _tokens(engine: Engine) -> list[str]:
    """Let clerks sign in; return what their browsers hold."""
    with engine.read(system()) as tx:
        clerks = [
            person.person_id
            for person in demo_people(tx)
            if any(grant.role in ROLES for grant in person.roles)
        ]
    return [engine.send(SignInDemo(clerks[n % len(clerks)], "bench"), actor=Actor()) for n in range(CLERKS)]


@contextmanager
def _serving(installation: Installation) -> Iterator[int]:
    port = free_port()
    environment = os.environ | installation.settings.as_environment() | {"PORT": str(port)}
    program = subprocess.Popen([sys.executable, "-m", "engine.cli", "web"], env=environment)
    try:
        while program.poll() is None and not _answers(port):
            time.sleep(0.2)
        yield port
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(30)


def _answers(port: int) -> bool:
    try:
        return _get(port, ANYBODYS, "")[0] == 200
    except OSError:
        return False


def _get(port: int, path: str, token: str) -> tuple[int, int]:
    """Return the status of a page and how long it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": f"session={token}; language=ka"})
        answer = connection.getresponse()
        return answer.status, len(answer.read())
    finally:
        connection.close()


def _measured(port: int, tokens: list[str], size: int, seconds: float) -> Pages:
    paths = [f"/inbox?tab={tab}" for tab in LISTS]
    for _ in range(WARM_UP):
        _together(port, tokens, paths, seconds=len(paths) * SECONDS_BETWEEN / 2)
    anybodys = _together(port, tokens, [ANYBODYS], seconds=seconds)
    lists = _together(port, tokens, paths, seconds=seconds)
    return Pages(
        size,
        _percentiles([took for took, _ in lists]),
        _percentiles([took for took, _ in anybodys]),
        len(lists),
        int(statistics.median(length for _, length in lists)),
    )


def _together(port: int, tokens: list[str], paths: list[str], *, seconds: float) -> list[tuple[float, int]]:
    """Let all clerks open pages; return the milliseconds and the length of each."""
    took: list[tuple[float, int]] = []
    failed: list[str] = []
    end = time.monotonic() + seconds

    def work(number: int, token: str) -> None:
        chance = random.Random(number)
        time.sleep(chance.random() * SECONDS_BETWEEN)
        while (began := time.monotonic()) < end:
            path = chance.choice(paths)
            status, length = _get(port, path, token)
            took.append(((time.monotonic() - began) * 1e3, length))
            if status != 200:
                failed.append(f"{path}: {status}")
            time.sleep(max(0.0, began + SECONDS_BETWEEN - time.monotonic()))

    clerks = [threading.Thread(target=work, args=clerk) for clerk in enumerate(tokens)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    if failed:
        raise RuntimeError(f"{len(failed)} pages were not shown, the first {failed[0]}")
    return took


def _percentiles(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
