"""The ledger that the clients keep together: what each asked and what it was told."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SLOW_SECONDS = 12.0


class Book:
    """JSON lines in the form that `mms reconcile --ledger` reads."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.told: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.surprises: Counter[str] = Counter()
        self.repeated: dict[str, float] = {}  # by key: when the request began that was answered at last
        self.moved = 0  # of those, how many were answered by another node than the first
        self.same_again = 0  # commands sent again after their answer, and answered the same
        self.rivals: Counter[str] = Counter()  # what came of two who decided at once
        self.paid: set[str] = set()  # orders for which the treasury has taken money
        self.wrong: list[str] = []  # what nobody may be told
        self._under_way: Counter[str] = Counter()
        self.longest_outage = 0.0
        self.slowest: dict[str, float] = {}
        self.slow: list[tuple[str, str, float, float]] = []  # what, node, from, until
        self._lock = threading.Lock()

    @contextmanager
    def under_way(self, node: str, *, is_command: bool) -> Iterator[None]:
        """Note that a node has been sent a command and has not answered yet."""
        with self._lock:
            self._under_way[node] += is_command
        try:
            yield
        finally:
            with self._lock:
                self._under_way[node] -= is_command

    def is_busy(self, nodes: Collection[str]) -> bool:
        """Tell whether one of the nodes has a command that it has not answered."""
        with self._lock:
            return any(self._under_way[node] for node in nodes)

    def tried(self, what: str, node: str, *, began: float, seconds: float) -> None:
        """Note what a single request brought, from which node, and how long that took."""
        with self._lock:
            self.answers[what] += 1
            self.slowest[what] = max(self.slowest.get(what, 0.0), seconds)
            if seconds > SLOW_SECONDS:
                self.slow.append((what, node, began, began + seconds))

    def answered_at_last(self, seconds: float, *, key: str | None, has_moved: bool, asked_at: float) -> None:
        """Note a request that was answered only when it was repeated."""
        with self._lock:
            self.longest_outage = max(self.longest_outage, seconds)
            if key is not None:
                self.repeated[key] = asked_at
                self.moved += has_moved

    def sent(self, key: str, command: str, person: str, **more: Any) -> None:
        """Note a command before it is sent for the first time."""
        self._write(key=key, command=command, person=person, state="sent", **more)

    def acknowledged(self, key: str, command: str, **more: Any) -> None:
        self.told[command] += 1
        self._write(key=key, state="acknowledged", **more)

    def refused(self, key: str, why: str) -> None:
        self.told["refused"] += 1
        self.surprises[why] += 1
        self._write(key=key, state="refused")

    def pays(self, order: str, *, key: str, person: str, tetri: int) -> None:
        """Note an order for which somebody is about to pay."""
        self._write(key=key, command="Pay", person=person, state="sent", order=order, paid_tetri=tetri)

    def took(self, order: str, *, key: str, is_paid: bool) -> None:
        """Note what the treasury said: that it took the money, or that it did not."""
        self.told["Pay" if is_paid else "Pay, in vain"] += 1
        self.paid |= {order} if is_paid else set()
        self._write(key=key, state="acknowledged" if is_paid else "refused")

    def settled(self, what: str, *, is_wrong: bool = False) -> None:
        """Note what came of two people who decided at the same moment."""
        with self._lock:
            self.rivals[what] += 1
            if is_wrong:
                self.wrong.append(what)

    def _write(self, **fields: Any) -> None:
        with self._lock, self.file.open("a") as file:
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")
