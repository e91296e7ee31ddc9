"""The end of a clock of a case, as an expression names it: a time that moves while it is waited for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClockEnd:
    """End of the term of a clock, whatever happens to the clock until then."""

    clock: str
