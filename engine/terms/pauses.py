"""Pauses of a term: the days on which a deadline is suspended.

A pause is kept as days, not instants: `[paused_on, resumed_on)`. The day on which it begins is
the first that does not count; the day on which the term resumes counts again. So a pause that
ends on the day it began is no pause, and two pauses that meet are one.

Source: General Administrative Code art. 83 lets the term of art. 100 be paused until missing
documents are in (medium confidence, from general knowledge). That it is counted in whole days,
and which of the two boundary days counts, is a design proposal: the text in force was not
available. Refuses to know why a term pauses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Ends an open pause: no day of any term lies beyond it.
NEVER = date.max


class InvalidPause(ValueError):
    """A pause can't end before it began."""

    code = "term.invalid_pause"


@dataclass(frozen=True)
class Pause:
    """A stand-still; `resumed_on` is None while it lasts."""

    paused_on: date
    resumed_on: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.resumed_on is not None and self.resumed_on < self.paused_on:
            raise InvalidPause(f"{self.paused_on} to {self.resumed_on}")

    @property
    def is_open(self) -> bool:
        return self.resumed_on is None


@dataclass(frozen=True)
class Interval:
    """Days on which a term is paused, end exclusive, touching no other interval."""

    first: date
    until: date
    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.until == NEVER

    def covers(self, day: date) -> bool:
        return self.first <= day < self.until


def merge(pauses: Iterable[Pause]) -> tuple[Interval, ...]:
    """Return the pauses in order, with those that overlap or meet joined into one."""
    merged: list[Interval] = []
    for pause in sorted(pauses, key=lambda pause: (pause.paused_on, pause.resumed_on or NEVER)):
        until = pause.resumed_on or NEVER
        if until == pause.paused_on:
            continue
        reasons: tuple[str, ...] = (pause.reason,) if pause.reason else ()
        if merged and pause.paused_on <= merged[-1].until:
            last = merged[-1]
            reasons = last.reasons + tuple(reason for reason in reasons if reason not in last.reasons)
            merged[-1] = Interval(last.first, max(last.until, until), reasons)
        else:
            merged.append(Interval(pause.paused_on, until, reasons))
    return tuple(merged)
