"""A child process that has loaded its modules before it is asked: whoever asks does not wait for the loading.

Each child answers one question and ends, so that no draft leaves anything behind for the next; the one that
will answer the next question is started meanwhile. A child that nobody asks ends by itself, and so does one
whose parent has gone. Refuses to know what is asked.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from threading import Lock
from typing import Final

from engine.studio.limited import ChildEnded, Limits, start

IDLE: Final = 600  # seconds that a child waits for a question


class WaitingChild:
    """Asks children with limits, of which one waits ready from the first question on."""

    def __init__(self, module: str, limits: Limits) -> None:
        self._module = module
        self._limits = limits
        self._spare: subprocess.Popen[bytes] | None = None
        self._guard = Lock()

    def ask(self, question: bytes) -> bytes:
        """Return the answer, however the child ends before its time is over; else raise `ChildEnded`."""
        with self._take() as child:
            try:
                return child.communicate(question, timeout=self._limits.seconds)[0]
            except subprocess.TimeoutExpired:
                raise ChildEnded from None
            finally:
                child.kill()

    def _take(self) -> subprocess.Popen[bytes]:
        """Return a child to ask, and leave another one waiting."""
        with self._guard:
            child, self._spare = self._spare, None
            if child is not None and child.poll() is not None:
                child.communicate()  # which closes its pipes
                child = None
            child = child or start((self._module,), self._limits)
            self._spare = start((self._module,), self._limits)
        return child


def question() -> bytes | None:
    """Return what this process is asked, or nothing when nobody asks any more."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(IDLE)
    asked = sys.stdin.buffer.read()
    signal.alarm(0)
    return asked or None
