"""The lines of "how did we get to this date".

Each line is a code with parameters; the words are in the texts under `terms.derivation.<code>`.
Refuses to know any language and how days are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.terms.pauses import Interval


@dataclass(frozen=True)
class DerivationStep:
    """One line; parameters are JSON, days as ISO strings."""

    code: str
    params: Mapping[str, str | int]


class Notes:
    """Collects the lines while a term is counted."""

    def __init__(self) -> None:
        self._steps: list[DerivationStep] = []

    def add(self, code: str, **params: date | int | str) -> None:
        plain = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()
        }
        self._steps.append(DerivationStep(str(code), plain))

    def pause(self, interval: Interval, first: date) -> None:
        reason = interval.reasons[0] if interval.reasons else ""
        if interval.is_open:
            self.add("paused_since", since=first, reason=reason)
        else:
            days = (interval.until - first).days
            self.add("paused", since=first, resumed=interval.until, days=days, reason=reason)

    def steps(self) -> tuple[DerivationStep, ...]:
        return tuple(self._steps)
