"""Positions along one axis from distances that must be kept: as near to the beginning as they allow.

Refuses to know whether the axis goes across or down.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

PASSES: Final = 400


class Axis:
    """Variables, ties between them, and least distances from one to another."""

    def __init__(self) -> None:
        self._tied: dict[object, tuple[object, float]] = {}
        self._least: dict[tuple[object, object], float] = {}
        self._known: dict[object, None] = {}
        self._after: dict[object, list[tuple[object, float]]] = defaultdict(list)
        self.at: dict[object, float] = {}

    def add(self, variable: object) -> None:
        self._known.setdefault(variable)

    def root(self, variable: object) -> tuple[object, float]:
        """Return what a variable is tied to at last, and how far it stands from that."""
        away = 0.0
        while variable in self._tied:
            variable, by = self._tied[variable]
            away += by
        return variable, away

    def tie(self, variable: object, to: object, by: float) -> bool:
        """Keep a variable at a distance from another; say whether that contradicts what was tied before."""
        self.add(variable)
        self.add(to)
        (one, mine), (other, theirs) = self.root(variable), self.root(to)
        if one == other:
            return abs(mine - theirs - by) < 0.01
        self._tied[one] = other, theirs + by - mine
        return True

    def keep(self, one: object, other: object, by: float) -> None:
        """Keep `other` at least `by` behind `one`."""
        (first, mine), (second, theirs) = self.root(one), self.root(other)
        if first == second:
            return
        by += mine - theirs
        self._least[first, second] = max(by, self._least.get((first, second), by))

    def solve(self) -> None:
        """Push everything to the beginning."""
        self.at = {
            variable: self.at.get(variable, 0.0) for variable in self._known if variable not in self._tied
        }
        after = self._after = defaultdict(list)
        for (one, other), by in self._least.items():
            after[one].append((other, by))
        waiting = dict.fromkeys(self.at)
        count: dict[object, int] = defaultdict(int)
        while waiting:
            one = next(iter(waiting))
            del waiting[one]
            count[one] += 1
            if count[one] > PASSES:
                continue
            for other, by in after[one]:
                if self.at[other] < self.at[one] + by - 0.01:
                    self.at[other] = self.at[one] + by
                    waiting[other] = None

    def free(self, variable: object) -> float:
        """Return how far a variable that is tied to none could move on, all others staying."""
        at = self.at[variable]
        return min([self.at[other] - at - by for other, by in self._after[variable]], default=float("inf"))

    def move(self, variable: object, by: float) -> None:
        self.at[self.root(variable)[0]] += by

    def position(self, variable: object) -> float:
        root, away = self.root(variable)
        return self.at[root] + away
