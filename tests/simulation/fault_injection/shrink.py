"""The fewest moves that still fail, found by leaving out and by letting less go wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.simulation.fault_injection.plan import Move

MOST_TRIES = 120


def shrunk(moves: Sequence[Move], fails: Callable[[list[Move]], bool]) -> list[Move]:
    """Return a part of the moves that still fails, each as gentle as it can be, within n tries."""
    best, tries, size = list(moves), 0, max(1, len(moves) // 2)
    while size and tries < MOST_TRIES:
        at = 0
        while at < len(best) and tries < MOST_TRIES:
            less = best[:at] + best[at + size :]
            tries += 1
            if fails(less):
                best = less
            else:
                at += size
        size //= 2
    for at, move in enumerate(best):
        for gentler in move.gentler():
            less = [*best[:at], gentler, *best[at + 1 :]]
            tries += 1
            if tries < MOST_TRIES * 2 and fails(less):
                best = less
    return best
