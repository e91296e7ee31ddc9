"""Fault injection by a seed: which fault, where, when and for how long.

Processes are killed or paused, or die again and again; PostgreSQL is restarted, or killed while it
starts, and once its recovery takes longer than a minute; links between a node and the database are
cut in one or both directions, cables are pulled, links become slow. Several may last at the same
time. The clock is not moved. Everything that lasts ends: `heal` ends it at once.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.installation import DATABASE, WEB, WORKERS, Installation, until
from tests.setup.processes import stop_recovery

LONGEST_CUT, LONGEST_PAUSE = 20.0, 40.0
PATIENT_SECONDS = 30.0  # no measure, only the end of hoping that PostgreSQL is started again
# A fault of a web node or the database waits so long for a command to be under way, and strikes then.
PATIENCE_SECONDS = 1.5
QUIET = (0.5, 4.5)  # seconds between the beginnings of two faults
KILLED = ("gunicorn", "gunicorn worker", "worker", "timers", "session")
PAUSED = ("gunicorn worker", "worker", "timers", "session")
NEAR = (*WEB, *WORKERS)
RESTARTS = {"PostgreSQL killed": signal.SIGKILL, "PostgreSQL restarted at once": signal.SIGQUIT}
TWICE = "PostgreSQL killed, and killed while it starts"
# Once in a run that is long enough: nobody can be served meanwhile.
SLOWED, SLOWED_SECONDS, SLOWED_IN_RUNS_OF = "PostgreSQL recovers slowly", 90.0, 150.0
LOOP, LOOP_SECONDS = "crash loop", (15.0, 35.0)  # six deaths, by the supervisor's back-off
DATABASE_FAULTS = (*RESTARTS, TWICE, SLOWED)
# How often each kind is chosen: pauses and cuts last, kills and restarts are over at once.
WEIGHTS = {
    "kill": 30,
    "pause": 16,
    "link cut": 12,
    "answers lost": 14,
    "cable pulled": 6,
    "link slow": 6,
    **dict.fromkeys(RESTARTS, 4),
    TWICE: 4,
    LOOP: 4,
}


@dataclass(frozen=True)
class Fault:
    """One fault to inject; `what` is a kind of process or a node. A kill lasts no time."""

    kind: str
    what: str
    where: str
    seconds: float
    after: float  # quiet seconds before it


def plan(seed: int, *, seconds: float) -> list[Fault]:
    """Return the faults of a run, in order; the same for the same seed."""
    chance, faults, at = random.Random(seed), [], 0.0
    is_due = seconds >= SLOWED_IN_RUNS_OF
    while True:
        fault = _any(chance)
        if is_due and at + fault.after > seconds / 3:
            fault, is_due = Fault(SLOWED, "PostgreSQL", DATABASE, SLOWED_SECONDS, fault.after), False
        at += fault.after
        if at > seconds:
            return faults
        faults.append(fault)


def _any(chance: random.Random) -> Fault:
    kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    after = chance.uniform(*QUIET)
    longest = LONGEST_PAUSE if kind == "pause" else LONGEST_CUT
    # Most are short, so that work goes on between them; some are longer than any patience.
    seconds = round(1 + (longest - 1) * chance.random() ** 2, 1)
    if kind in DATABASE_FAULTS:
        return Fault(kind, "PostgreSQL", DATABASE, 0, after)
    if kind == LOOP:
        seconds = round(chance.uniform(*LOOP_SECONDS), 1)
        return Fault(kind, chance.choice(("worker", "timers")), chance.choice(WORKERS), seconds, after)
    if kind not in ("kill", "pause"):
        return Fault(kind, "", chance.choice(NEAR), seconds, after)
    what = chance.choice(KILLED if kind == "kill" else PAUSED)
    where = DATABASE if what == "session" else chance.choice(WEB if "gunicorn" in what else WORKERS)
    return Fault(kind, what, where, 0 if kind == "kill" else seconds, after)


class FaultInjection:
    """Injects faults into one installation; knows its processes and nothing else on the machine."""

    def __init__(self, installation: Installation, *, seed: int) -> None:
        self._installation = installation
        self._chance = random.Random(seed + 1)  # which of several processes of a kind
        self._lasting: list[tuple[float, Fault, Callable[[], None]]] = []
        self._stood_still: list[tuple[str, float, float]] = []  # node, from, until
        self.counted: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    def inject(self, faults: list[Fault], *, until: float, is_busy: Callable[[list[str]], bool]) -> None:
        """Let each happen in its turn, and end each when its time is over.

        `is_busy` says whether a node of these addresses has not answered a command yet.
        """
        for fault in faults:
            at = time.monotonic() + fault.after
            if at > until:
                break
            while (rest := at - time.monotonic()) > 0:
                self._end(time.monotonic())
                self._kill_again()
                time.sleep(min(rest, 0.1))
            self._wait_for_a_command(fault, is_busy)
            self._begin(fault)
        self.heal()

    def _wait_for_a_command(self, fault: Fault, is_busy: Callable[[list[str]], bool]) -> None:
        """Wait until the fault meets a command half done, if it can: killing what is idle shows little."""
        nodes = WEB if fault.where == DATABASE else [node for node in WEB if node == fault.where]
        addresses = [self._installation.network.address(node) for node in nodes]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while addresses and not is_busy(addresses) and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(self._chance.uniform(0, 0.03))

    def heal(self) -> None:
        """End everything that lasts."""
        self._end(float("inf"))

    def explain(self, address: str, *, began: float, ended: float) -> bool:
        """Tell whether a web node itself could not answer at some moment of this time."""
        at = self._installation.network.address
        return any(
            at(node) == address and start < ended and began < end for node, start, end in self._stood_still
        )

    def _end(self, now: float) -> None:
        over = [fault for fault in self._lasting if fault[0] <= now]
        self._lasting = [fault for fault in self._lasting if fault[0] > now]
        for _, _, undo in over:
            undo()

    def _begin(self, fault: Fault) -> None:
        name = fault.kind if fault.kind in DATABASE_FAULTS else f"{fault.kind} {fault.what}".strip()
        undo = self._undo_of(fault)
        if undo is None:
            self.missed[name] += 1
            return
        self.counted[name] += 1
        now = time.monotonic()
        if fault.seconds:
            self._lasting.append((now + fault.seconds, fault, undo))
        if fault.where in WEB and fault.kind in ("pause", "cable pulled", "link slow"):
            self._stood_still.append((fault.where, now, now + fault.seconds))

    def _undo_of(self, fault: Fault) -> Callable[[], None] | None:
        """Let it happen; return what ends it, or None if it can't happen at this moment."""
        if fault.kind in DATABASE_FAULTS and any(lasting.kind == SLOWED for _, lasting, _ in self._lasting):
            return None  # a recovery that is begun anew would be over at once
        if fault.kind == LOOP:
            return lambda: None
        if fault.kind == TWICE:
            return self._kill_twice()
        if fault.kind == SLOWED:
            return self._slow_recovery()
        if fault.kind in RESTARTS or fault.kind in ("kill", "pause"):
            return self._strike(fault)
        return self._disturb(fault)

    def _kill_twice(self) -> Callable[[], None] | None:
        """Kill PostgreSQL, and whatever the supervisor starts in its place before it is ready."""
        cluster = self._installation.cluster
        first = cluster.pid
        if first is None:
            return None
        _send(first, signal.SIGKILL)
        if not until(lambda: cluster.pid not in (None, first), seconds=PATIENT_SECONDS, every=0.001):
            return None
        for pid in self._postmaster():
            _send(pid, signal.SIGKILL)
        return lambda: None

    def _slow_recovery(self) -> Callable[[], None] | None:
        """Kill PostgreSQL, and stop the process that replays the WAL as soon as it is there."""
        if self._installation.cluster.phase != "up":
            return None
        stopped = stop_recovery(self._installation.cluster)
        return lambda: _send(stopped, signal.SIGCONT) if b"postgres: startup" in _title(stopped) else None

    def _kill_again(self) -> None:
        """Kill what is in a crash loop, as soon as it was started again."""
        for _, fault, _ in self._lasting:
            if fault.kind == LOOP:
                for pid in self._leader(f"{fault.what} of {fault.where}"):
                    _send(pid, signal.SIGKILL)
                    self.counted[f"deaths in a crash loop of {fault.what}"] += 1

    def _strike(self, fault: Fault) -> Callable[[], None] | None:
        """Send a signal to a process of the kind; None if there is none at this moment."""
        found = self._processes(fault.what, fault.where)
        if not found:
            return None
        pid = self._chance.choice(sorted(found))
        number = RESTARTS.get(fault.kind, signal.SIGKILL if fault.kind == "kill" else signal.SIGSTOP)
        _send(pid, number)
        return lambda: _send(pid, signal.SIGCONT)

    def _disturb(self, fault: Fault) -> Callable[[], None] | None:
        """Disturb a node's link, unless it is disturbed already."""
        node, network = fault.where, self._installation.network
        if any(lasting.where == node for _, lasting, _ in self._lasting):
            return None
        match fault.kind:
            case "link cut":
                network.deafen(node, to=DATABASE)
                network.deafen(DATABASE, to=node)

                def undo() -> None:
                    network.hear(node, to=DATABASE)
                    network.hear(DATABASE, to=node)

                return undo
            case "answers lost":
                network.deafen(node, to=DATABASE)
                return lambda: network.hear(node, to=DATABASE)
            case "cable pulled":
                network.unplug(node)
                return lambda: network.plug(node)
        network.slow(node)
        return lambda: network.quicken(node)

    def _processes(self, what: str, where: str) -> list[int]:
        if what == "PostgreSQL":
            return self._postmaster()
        if what == "session":
            return self._sessions()
        if what == "gunicorn worker":
            return [pid for parent in self._leader(f"gunicorn of {where}") for pid in _children(parent)]
        return self._leader(f"{what} of {where}")

    def _leader(self, name: str) -> list[int]:
        pid = self._installation.programs[name].pid
        return [pid] if pid is not None else []

    def _postmaster(self) -> list[int]:
        pid = self._installation.cluster.pid
        return [pid] if pid is not None else []

    def _sessions(self) -> list[int]:
        """Return the sessions of the nodes, not the database's own processes."""
        return [
            pid for parent in self._postmaster() for pid in _children(parent) if b" mms_owner " in _title(pid)
        ]


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _children(parent: int) -> list[int]:
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return []


def _title(pid: int) -> bytes:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    return b""
