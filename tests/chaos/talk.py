"""What notes say to each other: to one that is there, to one that is not yet, to one that is over."""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tests.chaos.service import SIGNAL

# How often a note speaks to one that was filed, to one that will be, and how often it is loud.
TO_FILED, TO_COMING, LOUD = 0.3, 0.25, 0.05
REMEMBERED = 60


class Talk:
    """Keys of notes, shared by all who file them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._filed: deque[str] = deque(maxlen=REMEMBERED)
        self._coming: deque[str] = deque()

    def next(self, chance: random.Random) -> tuple[str, Mapping[str, Any], Mapping[str, str]]:
        """Return the key of a new note, what it says to others, and what the ledger says about that."""
        with self._lock:
            key = self._coming.popleft() if self._coming and chance.random() < 0.6 else _new(chance)
            to, pick = None, chance.random()
            if self._filed and pick < TO_FILED:
                to = chance.choice(self._filed)
            elif pick < TO_FILED + TO_COMING:
                to = _new(chance)
                self._coming.append(to)
            self._filed.append(key)
        is_loud = chance.random() < LOUD
        says = {**({"to": to.upper()} if to else {}), **({"loud": "true"} if is_loud else {})}
        noted = {**({"sends": to} if to else {}), **({"throws": SIGNAL} if is_loud else {})}
        return key, says, noted


def _new(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
