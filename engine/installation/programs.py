"""Programs that a server runs: keeps a handful of them running, and ends all of them together.

Each program leads a process group of its own, so that Ctrl-C reaches only us and we decide the
order in which things end. Refuses to know what the programs do.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_TICK = 0.1
_END_SECONDS = 8.0
# A program that ended this often within a minute will not recover by being started once more.
_MOST_STARTS_A_MINUTE = 5
_LARGEST_LOG = 5_000_000
_PR_SET_PDEATHSIG = 1
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_reserved: dict[int, socket.socket] = {}  # by port; what a child runs doesn't inherit them


class ProgramFailed(Exception):
    """A program does not stay up; the message ends with the last lines of its log."""


@dataclass(frozen=True)
class Program:
    """What to run, and what shows that it is ready: a page, an open port, or being there at all."""

    name: str
    command: tuple[str, ...]
    log: Path
    port: int | None = None
    path: str | None = None


class _Running:
    def __init__(self, program: Program, process: subprocess.Popen[bytes], started: list[float]) -> None:
        self.program = program
        self.process = process
        self.started = started

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Programs:
    """Starts programs, restarts what ends by itself, and stops all in the reverse order."""

    def __init__(self, environment: Mapping[str, str], *, say: Callable[[str], None]) -> None:
        self._environment = dict(environment)
        self._say = say
        self._running: list[_Running] = []

    def start(self, program: Program) -> None:
        """Start a program without waiting for it."""
        program.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if program.log.exists() and program.log.stat().st_size > _LARGEST_LOG:
            program.log.replace(program.log.with_suffix(".old.log"))
        self._running.append(_Running(program, self._spawn(program), [time.monotonic()]))

    def has(self, program: Program) -> bool:
        """Return whether the program has been started."""
        return any(running.program == program for running in self._running)

    def wait_until_ready(self, program: Program, *, seconds: float = 60) -> None:
        """Return when the program is ready; raise when it has ended or takes too long."""
        (running,) = (one for one in self._running if one.program == program)
        deadline = time.monotonic() + seconds
        while not _is_ready(program):
            if running.process.poll() is not None:
                raise _failed(program, f"ended with code {running.process.returncode} while starting")
            if time.monotonic() > deadline:
                raise _failed(program, f"was not ready within {seconds:.0f} seconds")
            time.sleep(_TICK)

    def watch(self, before: Callable[[], None] = lambda: None) -> None:
        """Restart what ends; return never, except by an exception (Ctrl-C is one).

        `before` is called each time before looking: it keeps up what the programs need.
        """
        while True:
            before()
            for running in self._running:
                if running.process.poll() is not None:
                    self._restart(running)
            time.sleep(_TICK)

    def stop(self) -> None:
        """End every program: ask each group, newest first, then end what is left after some seconds."""
        for running in reversed(self._running):
            running.signal(signal.SIGTERM)
        deadline = time.monotonic() + _END_SECONDS
        for running in reversed(self._running):
            try:
                running.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{running.program.name} does not end; ending it at once")
            # Even when the leader has ended, a child of its group may have stayed.
            running.signal(signal.SIGKILL)
            running.process.wait()
        self._running.clear()

    def _restart(self, running: _Running) -> None:
        program, now = running.program, time.monotonic()
        running.signal(signal.SIGKILL)
        running.started = [at for at in running.started if now - at < 60]
        if len(running.started) >= _MOST_STARTS_A_MINUTE:
            raise _failed(program, f"ended {len(running.started)} times within a minute")
        self._say(f"{program.name} ended with code {running.process.returncode}; starting it again")
        time.sleep(min(2.0 ** len(running.started) / 4, 5.0))
        running.process = self._spawn(program)
        running.started.append(now)

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        with open(program.log, "ab") as log:
            return subprocess.Popen(
                program.command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                umask=0o077,
                preexec_fn=end_with(os.getpid()),
            )


@contextlib.contextmanager
def stop_signals_as_interrupt() -> Iterator[None]:
    """Make SIGTERM and a closed terminal end the block like Ctrl-C."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Ignore further stop signals: an impatient second Ctrl-C must not leave programs behind."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def free_port(wanted: int = 0) -> int:
    """Return `wanted` if nobody listens there, else a port that is free now and stays so.

    The socket that found the port stays bound to it without listening, as long as we live: the kernel
    gives such a port to nobody who asks for any, while a server that names it may still listen there.
    Two installations that start at the same time can't choose the same port.
    """
    for port in (wanted, 0):
        probe = socket.socket()
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.close()
            continue
        found = int(probe.getsockname()[1])
        if _reserved.setdefault(found, probe) is not probe:
            probe.close()
        return found
    raise OSError("no port is free on 127.0.0.1")


def _is_ready(program: Program) -> bool:
    if program.port is None:
        return True
    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=10)
    try:
        connection.connect()
        if program.path is not None:
            connection.request("GET", program.path)
            # A server may listen before its workers can do anything but fail.
            return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def end_with(parent: int) -> Callable[[], None]:
    """Return what a new process does first: ask the kernel to be ended when we are killed."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _failed(program: Program, what: str) -> ProgramFailed:
    lines = program.log.read_text(errors="replace").splitlines()[-15:]
    return ProgramFailed("\n".join([f"{program.name} {what}. The end of {program.log}:", *lines]))
