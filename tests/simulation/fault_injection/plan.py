"""What a run will try, drawn from a seed: moves, and what goes wrong with each.

A move says what kind of thing is tried at which case; which of the things that wait there it meets is
decided when it is executed. So a move can be left out and the others still make sense.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.simulation.fault_injection.fault_proxy import FAULTS

CASES = 4
# How often each kind of move is drawn.
KINDS = {
    "step": 50,
    "deliver": 16,
    "early": 14,
    "both": 8,
    "clerks": 6,
    "repeat": 6,
    "late": 4,
    "money": 26,
    "claim": 8,
    "withdraw": 6,
    "write": 8,
    "put": 8,
    "term": 2,
}
TWICE = ("again", "at once")


@dataclass(frozen=True)
class Move:
    """One thing to try; `question` is which question to the database the fault strikes."""

    kind: str
    case: int
    pick: int
    fault: str | None = None
    question: int = 1
    twice: str | None = None

    def __str__(self) -> str:
        wrong = f", {self.fault} at question {self.question}" if self.fault else ""
        return (
            f"{self.kind} #{self.case} pick {self.pick}{f' twice {self.twice}' if self.twice else ''}{wrong}"
        )

    def gentler(self) -> Iterable[Move]:
        """Yield the move with less going wrong."""
        if self.fault:
            yield replace(self, fault=None)
        if self.twice:
            yield replace(self, twice=None)


def plan(seed: int, *, length: int) -> list[Move]:
    """Return the moves of a run; the same for the same seed."""
    choice = random.Random(seed)
    kinds = ["file"] * CASES + choice.choices(list(KINDS), list(KINDS.values()), k=length - CASES)
    return [_move(kind, choice) for kind in kinds]


def _move(kind: str, choice: random.Random) -> Move:
    return Move(
        kind,
        choice.randrange(CASES),
        choice.randrange(1000),
        fault=choice.choice(FAULTS) if choice.random() < 0.5 else None,
        question=1 + min(int(choice.expovariate(0.5)), 9),
        twice=choice.choice(TWICE) if choice.random() < 0.4 else None,
    )
