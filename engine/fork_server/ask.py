"""The asker's side of the fork server: starts it, hands it questions, waits as long as a child may take.

Questions and answers are files in memory instead of pipes: nobody waits for the other, and the kernel bounds
what a child writes. Refuses to know what is asked.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from engine.fork_server.limits import Limits

ROOT: Final = Path(__file__).resolve().parents[2]
# Nothing of the environment says where the installation keeps anything; libraries start no threads.
_ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(ROOT),
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
}
_STATUS: Final = 64  # bytes


class NoAnswer(Exception):
    """There is no child that has come to an end."""


class TimedOut(NoAnswer):
    """The child took longer than it may; `answer` is what it had written by then."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self.answer = answer


class NoServer(NoAnswer):
    """The fork server does not start, or ends before it answers."""


@dataclass(frozen=True)
class Ended:
    """End of a child: what it wrote, and its status, negative where a signal ended it."""

    answer: bytes
    errors: bytes
    status: int


class ForkServer:
    """A server of this process, started when it is first asked, and again where it has ended."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._requests: socket.socket | None = None
        self._program: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)
        os.register_at_fork(after_in_child=self._forget)

    def run(
        self,
        module: str,
        limits: Limits,
        question: bytes = b"",
        *,
        arguments: Sequence[str] = (),
        loads: Sequence[str] = (),
    ) -> Ended:
        """Return how `main()` of the module ended, in a child that has loaded it and `loads`.

        Raises `TimedOut` where it takes longer than it may, `NoServer` where nobody can fork it.
        """
        about = {"module": module, "arguments": arguments, "loads": loads, "limits": asdict(limits)}
        request = json.dumps(about).encode()
        # The server may end as we ask; then another one is asked.
        ended = self._asked(request, question, limits.seconds) or self._asked(
            request, question, limits.seconds
        )
        if ended is None:
            raise NoServer
        return ended

    def stop(self) -> None:
        """End the server, and with it whatever it has forked."""
        with self._guard:
            self._stop()

    def _asked(self, request: bytes, question: bytes, seconds: float) -> Ended | None:
        """Return how a child has ended; None where the server has ended before it."""
        with _in_memory("question") as asked, _in_memory("answer") as answer, _in_memory("errors") as errors:
            asked.write(question)
            asked.seek(0)
            try:
                status = self._status(request, [file.fileno() for file in (asked, answer, errors)], seconds)
            except TimeoutError:
                raise TimedOut(_all_of(answer)) from None  # the server kills whose asker has left
            return None if status is None else Ended(_all_of(answer), _all_of(errors), status)

    def _status(self, request: bytes, files: list[int], seconds: float) -> int | None:
        """Return the child's status as the server tells it; None where the server has ended before it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:
                self._send(request, [theirs.fileno(), *files])
            ours.settimeout(seconds)
            try:
                told = ours.recv(_STATUS)
            except ConnectionError:
                told = b""
        return int(told) if told else None

    def _send(self, request: bytes, files: list[int]) -> None:
        with self._guard:
            if self._requests is not None:
                with suppress(OSError):
                    socket.send_fds(self._requests, [request], files)
                    return
            self._stop()
            try:
                socket.send_fds(self._start(), [request], files)
            except OSError as failed:
                raise NoServer from failed

    def _start(self) -> socket.socket:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._program = subprocess.Popen(
                [sys.executable, "-s", "-P", "-m", "engine.fork_server", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env=_ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for whoever asks
            )
        return self._requests

    def _stop(self) -> None:
        if self._requests is not None:
            self._requests.close()
        if self._program is not None:
            self._program.wait()
        self._requests = self._program = None

    def _forget(self) -> None:
        """Leave the server to the process that this one was forked from."""
        self._guard = Lock()
        if self._requests is not None:
            self._requests.close()
        if self._program is not None:
            self._program.returncode = 0  # not ours to wait for
        self._requests = self._program = None


FOR_ANALYSTS: Final = ForkServer()  # it loads what judges, draws and fills in what analysts write


def _in_memory(name: str) -> Any:
    return os.fdopen(os.memfd_create(name, os.MFD_CLOEXEC), "w+b", buffering=0)


def _all_of(file: Any) -> bytes:
    number = file.fileno()  # whose place in the file is its writer's
    return os.pread(number, os.fstat(number).st_size, 0)
