"""The lock of an installation's home: held by `mms run`, or by a backup or restore of a stopped one.

The lock ends with the process that holds it, however that ends. Refuses to know what it is for.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = "run.lock"


class AlreadyRunning(Exception):
    """Another process serves this installation; the message says where."""


@contextmanager
def only_one(home: Path, *, doing: str = "it is just starting") -> Iterator[Callable[[str], None]]:
    """Hold the home while the block runs; what is noted is told to those who come meanwhile."""
    with open(home / LOCK, "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(f"MMS already runs here: {lock.read().strip() or doing}") from None

        def note(text: str) -> None:
            with suppress(OSError):  # on a full disk whoever comes hears less
                lock.truncate(0)
                os.write(lock.fileno(), f"{text} (process {os.getpid()})\n".encode())

        note(doing)
        yield note
