"""A log of the answers of other systems: whether each answers, as this process has seen it.

Every question tells it how it ended. It passes on what changes, and once a minute that one still answers:
so a system that is away is known though nobody asks for its health. Refuses to know where that is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from engine.errors import EngineError

AGAIN: Final = 60.0  # seconds after which the same is passed on again
Keep = Callable[[str, str | None], None]  # the system, and why it did not answer


class AnswerLog:
    """Log of the last answer of each system that this process has seen."""

    def __init__(self, keep: Keep, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._keep = keep
        self._monotonic = monotonic
        self._lock = Lock()
        self._last: dict[str, tuple[bool, float]] = {}

    def record(self, system: str, reason: str | None = None) -> None:
        """Take note of an answer, or of why there was none. Never raises: the question goes before."""
        now, is_up = self._monotonic(), reason is None
        with self._lock:
            last = self._last.get(system)
            if last is not None and last[0] is is_up and now - last[1] < AGAIN:
                return
            self._last[system] = (is_up, now)
        try:
            self._keep(system, reason)
        except EngineError:
            with self._lock:
                self._last.pop(system, None)  # the database is away: the next answer is passed on
