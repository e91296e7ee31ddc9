"""Programs that a server runs, each as a process that is started, looked at and ended.

Each program leads a process group of its own, so that Ctrl-C reaches only us and we decide the
order in which things end. Refuses to know what the programs do, and when one is started again.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from engine.installation.supervisor import UnitStatus
from engine.installation.supervisor_state import Reason

# A program that has run for so long has come up: what can't start ends within seconds.
_SETTLED_SECONDS = 10.0
_LARGEST_LOG = 5_000_000
_PR_SET_PDEATHSIG = 1
_SIGNALS = {number.value: number.name for number in signal.Signals}
_reserved: dict[int, socket.socket] = {}  # by port; what a child runs doesn't inherit them


T = TypeVar("T")


@dataclass(frozen=True)
class Program:
    """Program to run, and what shows that it is ready: a page, an open port, or being there at all."""

    name: str
    command: tuple[str, ...]
    log: Path
    port: int | None = None
    path: str | None = None


def here(act: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """Act in this process, on this machine."""
    return act(*arguments, **options)


class ProgramProcess:
    """The process of a program, for the supervisor to keep up; `place` is where it is begun."""

    def __init__(
        self, program: Program, environment: Mapping[str, str], *, place: Callable[..., Any] = here
    ) -> None:
        self._program = program
        self._environment = dict(environment)
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None
        self._is_settled = False

    @property
    def name(self) -> str:
        return self._program.name

    @property
    def log(self) -> Path:
        return self._program.log

    @property
    def pid(self) -> int | None:
        """The leader of the program's process group; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        if self.pid is not None:
            return
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        self._is_settled = False
        with open(self.log, "ab") as log:
            self._process = self._place(
                subprocess.Popen,
                self._program.command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                umask=0o077,
                preexec_fn=end_with(os.getpid()),
            )

    def status(self, age: float) -> UnitStatus:
        if self._process is None:
            return UnitStatus("away")
        code = self._process.poll()
        if code is not None:
            # A child of its group may have stayed, and hold the port.
            self._signal(signal.SIGKILL)
            self._process = None
            return UnitStatus("away", _reason(code))
        self._is_settled = self._is_settled or (age >= _SETTLED_SECONDS and self._listens())
        return UnitStatus("up" if self._is_settled else "starting")

    def is_ready(self) -> bool:
        is_ready = self.pid is not None and _is_ready(self._program)
        self._is_settled = self._is_settled or is_ready
        return is_ready

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def ask_to_end(self) -> None:
        self._signal(signal.SIGTERM)

    def has_ended(self, seconds: float) -> bool:
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False
        finally:
            # Even when the leader has ended, a child of its group may have stayed.
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole group, unless it was taken from the process table long ago."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _listens(self) -> bool:
        """Return whether it has opened its port; quickly, because others wait to be looked at."""
        if self._program.port is None:
            return True
        try:
            socket.create_connection(("127.0.0.1", self._program.port), timeout=0.2).close()
        except OSError:
            return False
        return True


def _reason(code: int) -> Reason:
    """Return why a process has ended, from what the system says of it."""
    if code >= 0:
        return Reason("exit", {"code": str(code)})
    return Reason("signal", {"signal": _SIGNALS.get(-code, str(-code))})


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
