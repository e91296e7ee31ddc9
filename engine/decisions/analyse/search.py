"""Looking for values, one of each column, that keep some rules away. Refuses to know what rules mean.

A set of rules is a number with a bit for each. Every value of a column leaves the rules whose cell takes it;
the search goes from column to column with the rules that are left, and never twice with the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

_T = TypeVar("_T")
LIMIT: Final = 100_000


class TooMany(Exception):
    """The table has more different cases than the analysis looks at."""


def keeping_away(columns: Sequence[Sequence[tuple[_T, int]]], rules: int) -> tuple[_T, ...] | None:
    """Return a value of each column such that none of the rules takes them all; nothing if there are none."""
    choices = [_fewest(column, rules) for column in columns]
    if not all(choices):
        return None
    order = sorted(range(len(columns)), key=lambda place: len(choices[place]))
    picked: dict[int, _T] = {}
    seen: set[tuple[int, int]] = set()

    def search(depth: int, left: int) -> bool:
        if depth == len(order):
            return left == 0
        if (depth, left) in seen:
            return False
        seen.add((depth, left))
        if len(seen) > LIMIT:
            raise TooMany
        for value, taken in choices[order[depth]]:
            picked[order[depth]] = value
            if search(depth + 1, left & taken):
                return True
        return False

    return tuple(picked[place] for place in range(len(columns))) if search(0, rules) else None


def _fewest(column: Sequence[tuple[_T, int]], rules: int) -> list[tuple[_T, int]]:
    """Leave out values that are taken by all the rules that take another one, and more."""
    best: list[tuple[_T, int]] = []
    for value, taken in column:
        bits = taken & rules
        if any(known & bits == known for _, known in best):
            continue
        best = [(other, known) for other, known in best if known & bits != bits]
        best.append((value, bits))
    return best
