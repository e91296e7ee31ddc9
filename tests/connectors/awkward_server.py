"""A real HTTP server on the loopback interface that answers whatever bytes a test wants."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress


@contextmanager
def answering(*parts: bytes, pause: float = 0.0, heard: list[bytes] | None = None) -> Iterator[str]:
    """Answer every connection with the parts, pausing between them; yield the base address."""
    stopping = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        thread = threading.Thread(
            target=_serve, args=(listener, parts, pause, stopping, heard if heard is not None else [])
        )
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stopping.set()
            thread.join(timeout=10)


def _serve(
    listener: socket.socket,
    parts: Sequence[bytes],
    pause: float,
    stopping: threading.Event,
    heard: list[bytes],
) -> None:
    while not stopping.is_set():
        with suppress(TimeoutError, ConnectionError):
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                heard.append(_whole(connection))
                for part in parts:
                    if stopping.is_set():
                        break
                    connection.sendall(part)
                    time.sleep(pause)


def _whole(connection: socket.socket) -> bytes:
    """Read a request to the end of the body that its head announces."""
    heard = connection.recv(65536)
    head, _, body = heard.partition(b"\r\n\r\n")
    announced = re.search(rb"(?i)\r\ncontent-length: ([0-9]+)", head)
    missing = int(announced[1]) - len(body) if announced else 0
    while missing > 0 and (more := connection.recv(65536)):
        heard += more
        missing -= len(more)
    return heard


def response(status: str, body: bytes = b"", *headers: str, media_type: str = "application/json") -> bytes:
    """Build a whole HTTP response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", f"Content-Type: {media_type}"]
    lines += [*headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body
