"""A fault-injecting proxy between an engine and PostgreSQL: it loses questions, answers and sessions.

Everything passes here as bytes; a fault ends a real connection, and both sides find out as they would
from a network or a server that dies. Refuses to know what is asked.
"""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select

import psycopg

# What happens to a question: it never arrives; it is carried out and the answer never arrives; the
# session is ended before the question, or in the middle of it.
FAULTS = ("question lost", "answer lost", "session ended", "session ended meanwhile")
_READY = b"Z\0\0\0\5"
_KEY_DATA = b"K\0\0\0\x0c"
PORT = 5432


class FaultProxy:
    """Carries connections to a server's socket; one fault at a time is armed for a question."""

    def __init__(self, server: Path, owner: str) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="mms-proxy-"))
        self._server, self._owner = str(server / f".s.PGSQL.{PORT}"), owner
        self._lock = threading.Lock()
        self._fault: tuple[str, int] | None = None
        self.struck = 0
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.directory / f".s.PGSQL.{PORT}"))
        self._listening.listen(32)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()
        with suppress(OSError):
            (self.directory / f".s.PGSQL.{PORT}").unlink()
            self.directory.rmdir()

    def arm(self, fault: str | None, question: int = 1) -> None:
        """Let the fault strike at the question of this number, counted from now; None: nothing strikes."""
        with self._lock:
            self._fault = None if fault is None else (fault, question)

    def _next(self) -> str | None:
        """Count a question; return the fault that strikes it."""
        with self._lock:
            if self._fault is None:
                return None
            fault, left = self._fault
            if left > 1:
                self._fault = (fault, left - 1)
                return None
            self._fault = None
            self.struck += 1
            return fault

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        with client, server, suppress(OSError):
            server.connect(self._server)
            self._converse(client, server)

    def _converse(self, client: socket.socket, server: socket.socket) -> None:
        pid, is_asking, fault = 0, False, None
        while True:
            ready, _, _ = select([client, server], [], [])
            if client in ready:
                content = client.recv(1 << 20)
                if not content:
                    return
                if not is_asking:
                    is_asking, fault = True, self._next()
                if fault == "question lost":
                    return
                if fault == "session ended":
                    self._end(pid)
                server.sendall(content)
                if fault == "session ended meanwhile":
                    self._end(pid)
            if server in ready:
                content = server.recv(1 << 20)
                if not content:
                    return
                is_asking = False
                pid = pid or _pid(content)
                if fault == "answer lost":
                    while content and content[-6:-1] != _READY:
                        content = server.recv(1 << 20)
                    return
                client.sendall(content)

    def _end(self, pid: int) -> None:
        """End a session as an operator would."""
        with psycopg.connect(
            host=str(Path(self._server).parent), user=self._owner, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute("select pg_terminate_backend(%s)", [pid])


def _pid(content: bytes) -> int:
    """Return the id of the session's process from what the server says first, or 0."""
    at = content.find(_KEY_DATA)
    return int.from_bytes(content[at + 5 : at + 9], "big") if at >= 0 else 0


@contextmanager
def fault_proxy(server: Path, owner: str) -> Iterator[FaultProxy]:
    """Give a proxy to the server whose socket is in the directory."""
    laid = FaultProxy(server, owner)
    try:
        yield laid
    finally:
        laid.close()
