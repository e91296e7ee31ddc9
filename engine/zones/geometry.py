"""Rings of corners in degrees: whether they close, cross themselves, or lie in each other. Pure.

Distances are compared with `TOLERANCE`: neighbours that were drawn with the same border may differ by it.
What is compared is counted, so that a file can't hold up whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

Corner = tuple[float, float]  # longitude, latitude
Ring = Sequence[Corner]
Edge = tuple[Corner, Corner]
Box = tuple[float, float, float, float]  # west, south, east, north
TOLERANCE: Final = 1e-6  # degrees: about a tenth of a metre
MOST_COMPARISONS: Final = 3_000_000  # some seconds
MOST_PROBES: Final = 16


class TooComplex(Exception):
    """More edges would have to be compared than anybody may ask for."""


class Budget:
    """Budget of comparisons: how many pairs of edges may still be compared."""

    def __init__(self, left: int = MOST_COMPARISONS) -> None:
        self.left = left

    def spend(self, number: int) -> None:
        self.left -= number
        if self.left < 0:
            raise TooComplex


def edges(ring: Ring) -> list[Edge]:
    """Return the edges of an open ring, the last one leading back to its first corner."""
    return [*zip(ring, (*ring[1:], ring[0]), strict=True)]


def box(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def area(ring: Ring) -> float:
    """Return the area of a ring in square degrees."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in edges(ring))) / 2


def crosses_itself(ring: Ring, budget: Budget) -> bool:
    """Say whether two edges of a ring that are no neighbours meet."""
    found, last = edges(ring), len(ring) - 1
    for first, second in _near(found, budget):
        if second - first in (1, last):
            continue
        if _meet(found[first], found[second]):
            return True
    return False


def overlap(one: Ring, other: Ring, budget: Budget) -> bool:
    """Say whether two rings share more than a border."""
    common = _common(box(one), box(other))
    if common is None:
        return False
    near, near_other = _edges_in(one, common), _edges_in(other, common)
    budget.spend(len(near) * len(near_other))
    if any(_cross(first, second) for first in near for second in near_other):
        return True
    return _reaches_into(one, near, other, common, budget) or _reaches_into(
        other, near_other, one, common, budget
    )


def _common(one: Box, other: Box) -> Box | None:
    """Return what two boxes share, None where that is a border at most."""
    west, south = max(one[0], other[0]), max(one[1], other[1])
    east, north = min(one[2], other[2]), min(one[3], other[3])
    return None if east - west <= TOLERANCE or north - south <= TOLERANCE else (west, south, east, north)


def _edges_in(ring: Ring, common: Box) -> list[Edge]:
    west, south, east, north = common
    return [
        edge
        for edge in edges(ring)
        if max(edge[0][0], edge[1][0]) >= west
        and min(edge[0][0], edge[1][0]) <= east
        and max(edge[0][1], edge[1][1]) >= south
        and min(edge[0][1], edge[1][1]) <= north
    ]


def _reaches_into(one: Ring, near: Sequence[Edge], other: Ring, common: Box, budget: Budget) -> bool:
    """Say whether a corner of a ring, the middle of an edge, or a point inside of it lies in the other.

    Where no edges cross, a ring lies in another as a whole or not at all; some of its points are enough.
    """
    west, south, east, north = common
    probes = [inner_point(one)]
    for start, end in near:
        probes += [start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)]
    within = [point for point in probes if west <= point[0] <= east and south <= point[1] <= north]
    within = within[:: -(-len(within) // MOST_PROBES) or 1]
    budget.spend(len(within) * len(other))
    return any(_inside(point, other) for point in within)


def _near(found: Sequence[Edge], budget: Budget) -> Iterator[tuple[int, int]]:
    """Yield the pairs of edges, by their numbers, whose spans from west to east meet."""
    order = sorted(range(len(found)), key=lambda number: min(found[number][0][0], found[number][1][0]))
    open_: list[int] = []
    for number in order:
        west = min(found[number][0][0], found[number][1][0])
        open_ = [other for other in open_ if max(found[other][0][0], found[other][1][0]) >= west]
        budget.spend(len(open_) + 1)
        low, high = sorted((found[number][0][1], found[number][1][1]))
        for other in open_:
            (_, start), (_, end) = found[other]
            if max(start, end) >= low and min(start, end) <= high:
                yield min(number, other), max(number, other)
        open_.append(number)


def _side(edge: Edge, point: Corner) -> float:
    """Return how far to the left of an edge a point lies, in degrees."""
    (ax, ay), (bx, by) = edge
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    return ((bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)) / length if length else 0.0


def _cross(one: Edge, other: Edge) -> bool:
    """Say whether two edges cross so that both ends of each lie clearly on either side of the other."""
    sides = [_side(one, point) for point in other], [_side(other, point) for point in one]
    return all(min(pair) < -TOLERANCE and max(pair) > TOLERANCE for pair in sides)


def _meet(one: Edge, other: Edge) -> bool:
    """Say whether two edges cross, touch, or lie on each other."""
    first = [_turn(one, point) for point in other]
    second = [_turn(other, point) for point in one]
    if first[0] * first[1] < 0 and second[0] * second[1] < 0:
        return True
    return any(turn == 0 and _within(one, point) for turn, point in zip(first, other, strict=True)) or any(
        turn == 0 and _within(other, point) for turn, point in zip(second, one, strict=True)
    )


def _turn(edge: Edge, point: Corner) -> float:
    (ax, ay), (bx, by) = edge
    return (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)


def _within(edge: Edge, point: Corner) -> bool:
    return all(
        min(edge[0][axis], edge[1][axis]) <= point[axis] <= max(edge[0][axis], edge[1][axis])
        for axis in (0, 1)
    )


def inner_point(ring: Ring) -> Corner:
    """Return a point inside of a ring that doesn't cross itself."""
    heights = sorted({y for _, y in ring})
    tallest = max(range(len(heights) - 1), key=lambda step: heights[step + 1] - heights[step], default=0)
    y = (heights[tallest] + heights[min(tallest + 1, len(heights) - 1)]) / 2
    crossings = sorted(
        ax + (y - ay) * (bx - ax) / (by - ay) for (ax, ay), (bx, by) in edges(ring) if (ay > y) != (by > y)
    )
    return ((crossings[0] + crossings[1]) / 2, y) if len(crossings) > 1 else ring[0]


def _inside(point: Corner, ring: Ring) -> bool:
    """Say whether a point lies inside of a ring and clearly off its border."""
    x, y = point
    is_inside = False
    for edge in edges(ring):
        (ax, ay), (bx, by) = edge
        if (ay < y - TOLERANCE and by < y - TOLERANCE) or (ay > y + TOLERANCE and by > y + TOLERANCE):
            continue
        if _distance(edge, point) <= TOLERANCE:
            return False
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            is_inside = not is_inside
    return is_inside


def _distance(edge: Edge, point: Corner) -> float:
    (ax, ay), (bx, by) = edge
    squared = (bx - ax) ** 2 + (by - ay) ** 2
    along = ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / squared if squared else 0.0
    along = min(1.0, max(0.0, along))
    return float(((point[0] - ax - along * (bx - ax)) ** 2 + (point[1] - ay - along * (by - ay)) ** 2) ** 0.5)
