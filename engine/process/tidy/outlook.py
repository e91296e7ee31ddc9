"""Estimate of a placement before its arrows are searched: a rough guess at what they will cost.

Arrows are taken to be straight from cell to cell. It only says what is worth to be tried first.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

from engine.process.tidy.graph import Graph
from engine.process.tidy.place import Placement

CROSSING: Final = 300.0
BLOCKED: Final = 90.0
BEND: Final = 40.0
ACROSS, DOWN = 12.0, 14.0  # for a column or row that an arrow passes
COLUMN: Final = 30.0  # of the whole placement

_Arrow = tuple[int, int, int, int]


def outlook(graph: Graph, placement: Placement) -> float:
    """Return a guess at how a placement will score: less is better."""
    arrows = []
    for flow in graph.flows:
        source = graph.nodes[flow.source].host or flow.source
        arrows.append(
            (
                placement.span[source].right if source in placement.span else placement.column[source],
                placement.row[source],
                placement.column[flow.target],
                placement.row[flow.target],
            )
        )
    taken = set(zip(placement.column.values(), placement.row.values(), strict=True))
    cost = COLUMN * placement.columns
    cost += sum(_alone(arrow, taken) for arrow in arrows)
    return cost + CROSSING * sum(_cross(one, other) for one, other in combinations(arrows, 2))


def _alone(arrow: _Arrow, taken: set[tuple[int, int]]) -> float:
    """Return what an arrow costs for itself."""
    a, b, c, d = arrow
    cost = ACROSS * abs(a - c) + DOWN * abs(b - d)
    if a != c and b != d:
        return cost + BEND
    if b == d:
        low, high = sorted((a, c))
        between = any((column, b) in taken for column in range(low + 1, high))
    else:
        low, high = sorted((b, d))
        between = any((a, row) in taken for row in range(low + 1, high))
    return cost + (BLOCKED if between or (b == d and c <= a) else 0.0)


def _cross(one: _Arrow, other: _Arrow) -> bool:
    """Tell whether two straight arrows cross that have no end in common."""
    a, b, c, d = one
    e, f, g, h = other
    if max(a, c) < min(e, g) or max(e, g) < min(a, c) or max(b, d) < min(f, h) or max(f, h) < min(b, d):
        return False
    first = (c - a) * (f - b) - (d - b) * (e - a)
    second = (c - a) * (h - b) - (d - b) * (g - a)
    if first * second >= 0:
        return False
    third = (g - e) * (b - f) - (h - f) * (a - e)
    fourth = (g - e) * (d - f) - (h - f) * (c - e)
    return third * fourth < 0
