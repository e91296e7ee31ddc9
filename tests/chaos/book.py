"""The ledger that the clients keep together: what each asked and what it was told."""

from __future__ import annotations

import json
import threading
from collections import Counter
from pathlib import Path
from typing import Any


class Book:
    """JSON lines in the form that `mms reconcile --ledger` reads."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.told: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.surprises: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def good_answers(self) -> int:
        """How often a command or draft was answered with anything but a failure."""
        return sum(number for what, number in list(self.answers.items()) if what in ("POST 303", "POST 409"))

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

    def _write(self, **fields: Any) -> None:
        with self._lock, self.file.open("a") as file:
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")
