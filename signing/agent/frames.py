"""Messages between browser and program: four bytes of length, then JSON (native messaging).

A message that ends too soon is the end: the browser has gone.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from signing.agent.errors import TooLong

LONGEST = 64 * 1024
MOST_WAITING = 8


def read_frame(source: BinaryIO) -> bytes | None:
    """Return the next message; None at the end. Raises `TooLong`, after which nothing can be read."""
    header = source.read(4)
    if len(header) < 4:
        return None
    size = int.from_bytes(header, sys.byteorder)
    if size > LONGEST:
        raise TooLong(str(size))
    body = source.read(size)
    return body if len(body) == size else None


def write_frame(sink: BinaryIO, message: Mapping[str, Any]) -> None:
    """Send a message at once."""
    body = json.dumps(message, ensure_ascii=False).encode()
    sink.write(len(body).to_bytes(4, sys.byteorder) + body)
    sink.flush()


class Line:
    """The browser at the other end: what it says, one after the other, and whether it is still there.

    It is listened to while a person is being asked, because a page that goes away takes its question along.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._heard: queue.Queue[bytes | TooLong | None] = queue.Queue()
        self._is_over = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def is_over(self) -> bool:
        return self._is_over.is_set()

    def __iter__(self) -> Iterator[bytes | TooLong]:
        """Yield messages; last, if it is why this ends, that one was too long."""
        while (heard := self._heard.get()) is not None:
            yield heard

    def _listen(self) -> None:
        try:
            # Whoever sends many without waiting for an answer is no extension of ours.
            while self._heard.qsize() < MOST_WAITING and (frame := read_frame(self._source)) is not None:
                self._heard.put(frame)
        except TooLong as error:
            self._heard.put(error)
        finally:
            self._is_over.set()
            self._heard.put(None)
