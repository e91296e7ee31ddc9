"""How each simulated register misbehaves, set while it runs.

A fault lasts until it is replaced, or for `times` answers. This module decides what happens
next; carrying it out (waiting, dropping the connection, falsifying) is the application's part.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_MANNERS = {
    "ok": ("plain",),
    "slow": ("plain",),
    "down": ("status", "drop"),
    "wrong": ("schema", "other_person", "not_json", "oversized"),
}
_LONGEST_WAIT = 120.0


class FaultRefused(ValueError):
    """The requested fault is unknown to the simulator."""


@dataclass(frozen=True)
class Fault:
    """One way to misbehave; `times` is None for "until told otherwise"."""

    mode: str = "ok"
    how: str = "plain"
    seconds: float = 0.0
    times: int | None = None

    @classmethod
    def from_json(cls, value: Any) -> Fault:
        """Read a fault as `PUT /_faults` receives it."""
        if not isinstance(value, dict) or not set(value) <= {"mode", "how", "seconds", "times"}:
            raise FaultRefused("a fault is an object with mode, how, seconds, times")
        mode = value.get("mode", "ok")
        manners = _MANNERS.get(mode) if isinstance(mode, str) else None
        if manners is None:
            raise FaultRefused(f"mode is one of {', '.join(_MANNERS)}")
        how = value.get("how", manners[0])
        if how not in manners:
            raise FaultRefused(f"how is one of {', '.join(manners)}")
        seconds = value.get("seconds", 2.0 if mode == "slow" else 0.0)
        if (
            isinstance(seconds, bool)
            or not isinstance(seconds, int | float)
            or not 0 <= seconds <= _LONGEST_WAIT
        ):
            raise FaultRefused(f"seconds is a number from 0 to {_LONGEST_WAIT:.0f}")
        times = value.get("times")
        if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
            raise FaultRefused("times is a whole number from 1")
        return cls(mode, how, float(seconds), times)

    def as_json(self) -> dict[str, Any]:
        """Return the fault as `GET /_faults` shows it."""
        return {"mode": self.mode, "how": self.how, "seconds": self.seconds, "times": self.times}


class Faults:
    """The current fault of each register; safe to use from several threads."""

    def __init__(self, registers: tuple[str, ...]) -> None:
        self._lock = threading.Lock()
        self._current = {register: Fault() for register in registers}

    def set(self, wanted: Mapping[str, Any]) -> None:
        """Replace the faults of the named registers, all or none of them."""
        unknown = set(wanted) - set(self._current)
        if unknown:
            raise FaultRefused(f"no such register: {', '.join(sorted(unknown))}")
        parsed = {register: Fault.from_json(value) for register, value in wanted.items()}
        with self._lock:
            self._current.update(parsed)

    def take(self, register: str) -> Fault:
        """Return the fault that the next answer suffers, and count it."""
        with self._lock:
            fault = self._current[register]
            if fault.times is not None:
                left = fault.times - 1
                self._current[register] = replace(fault, times=left) if left else Fault()
            return fault

    def as_json(self) -> dict[str, Any]:
        """Return every register's current fault."""
        with self._lock:
            return {register: fault.as_json() for register, fault in self._current.items()}
