"""Plane geometry of drawings: boxes, segments, distances and crossings, in diagram units (1 = 1 px at 100 %).

Refuses to know what a box or a segment stands for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from engine.process.drawing import Box

Point = tuple[float, float]
Side = Literal["left", "right", "top", "bottom"]
# Tools write tenths; less than this is the same place.
TOLERANCE: Final = 0.5
OUTWARD: Final[dict[Side, Point]] = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight run between two points."""

    start: Point
    end: Point

    @property
    def is_horizontal(self) -> bool:
        return abs(self.start[1] - self.end[1]) <= TOLERANCE

    @property
    def is_vertical(self) -> bool:
        return abs(self.start[0] - self.end[0]) <= TOLERANCE

    @property
    def length(self) -> float:
        return math.dist(self.start, self.end)

    @property
    def box(self) -> Box:
        """Return the smallest box around the run; it may have no width or no height."""
        (x1, y1), (x2, y2) = self.start, self.end
        return Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))


def segments(points: Sequence[Point]) -> tuple[Segment, ...]:
    """Return the runs of a line; two points at one place are no run."""
    pairs = pairwise(points)
    return tuple(Segment(start, end) for start, end in pairs if math.dist(start, end) > TOLERANCE)


def bends(points: Sequence[Point]) -> Iterator[Point]:
    """Yield where a line changes its direction."""
    for first, second in pairwise(segments(points)):
        (dx1, dy1), (dx2, dy2) = direction(first), direction(second)
        if abs(dx1 * dy2 - dy1 * dx2) > 0.01 or dx1 * dx2 + dy1 * dy2 < 0:
            yield first.end


def direction(segment: Segment) -> Point:
    """Return the direction of a run as a vector of length 1."""
    length = segment.length or 1
    return (segment.end[0] - segment.start[0]) / length, (segment.end[1] - segment.start[1]) / length


def right(box: Box) -> float:
    return box.x + box.width


def bottom(box: Box) -> float:
    return box.y + box.height


def center(box: Box) -> Point:
    return box.x + box.width / 2, box.y + box.height / 2


def grown(box: Box, by: float) -> Box:
    """Return the box with its edges moved outward, or inward where `by` is negative."""
    return Box(box.x - by, box.y - by, max(box.width + 2 * by, 0), max(box.height + 2 * by, 0))


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than an edge."""
    return (
        one.x < right(other) - TOLERANCE
        and other.x < right(one) - TOLERANCE
        and one.y < bottom(other) - TOLERANCE
        and other.y < bottom(one) - TOLERANCE
    )


def contains(outer: Box, inner: Box) -> bool:
    """Tell whether a box lies within another; it may touch the edge."""
    return (
        outer.x <= inner.x + TOLERANCE
        and outer.y <= inner.y + TOLERANCE
        and right(outer) >= right(inner) - TOLERANCE
        and bottom(outer) >= bottom(inner) - TOLERANCE
    )


def holds(box: Box, point: Point) -> bool:
    """Tell whether a point lies within a box or on its edge."""
    x, y = point
    return box.x <= x <= right(box) and box.y <= y <= bottom(box)


def passes(segment: Segment, box: Box) -> bool:
    """Tell whether a run goes through the inside of a box (Liang and Barsky's clipping)."""
    inner = grown(box, -TOLERANCE)
    first, last = 0.0, 1.0
    edges = ((inner.x, right(inner)), (inner.y, bottom(inner)))
    for start, end, (low, high) in zip(segment.start, segment.end, edges, strict=True):
        step = end - start
        if abs(step) < 1e-9:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, near), min(last, far)
        if first >= last:
            return False
    return True


def crossing(one: Segment, other: Segment) -> Point | None:
    """Return the point that two runs share; None where there is none, or where they run along each other."""
    (ax, ay), (bx, by) = one.start, other.start
    ux, uy = one.end[0] - ax, one.end[1] - ay
    vx, vy = other.end[0] - bx, other.end[1] - by
    across = ux * vy - uy * vx
    if abs(across) < 1e-6 * one.length * other.length:
        return None
    along = ((bx - ax) * vy - (by - ay) * vx) / across
    beside = ((bx - ax) * uy - (by - ay) * ux) / across
    slack_one, slack_other = TOLERANCE / (one.length or 1), TOLERANCE / (other.length or 1)
    if -slack_one <= along <= 1 + slack_one and -slack_other <= beside <= 1 + slack_other:
        return ax + along * ux, ay + along * uy
    return None


def angle(one: Segment, other: Segment) -> float:
    """Return the angle between two runs in degrees, from 0 to 90."""
    (ux, uy), (vx, vy) = direction(one), direction(other)
    return math.degrees(math.acos(min(1.0, abs(ux * vx + uy * vy))))


def beside(one: Segment, other: Segment) -> tuple[float, float, Point] | None:
    """Return how far apart two parallel runs are, for what length, and where; None if they are not beside.

    Only horizontal and vertical runs are compared: others are a flaw of their own.
    """
    axis = 0 if one.is_horizontal and other.is_horizontal else 1
    if axis and not (one.is_vertical and other.is_vertical):
        return None
    apart = abs(one.start[1 - axis] - other.start[1 - axis])
    low = max(min(one.start[axis], one.end[axis]), min(other.start[axis], other.end[axis]))
    high = min(max(one.start[axis], one.end[axis]), max(other.start[axis], other.end[axis]))
    if high <= low:
        return None
    middle = (low + high) / 2, (one.start[1 - axis] + other.start[1 - axis]) / 2
    return apart, high - low, middle if axis == 0 else (middle[1], middle[0])


def distance(segment: Segment, box: Box) -> float:
    """Return how near a run comes to a box; 0 where it touches it or goes through."""
    if passes(segment, box) or holds(box, segment.start) or holds(box, segment.end):
        return 0.0
    corners = [(x, y) for x in (box.x, right(box)) for y in (box.y, bottom(box))]
    ends = [_from_box(point, box) for point in (segment.start, segment.end)]
    return min(*ends, *(from_segment(corner, segment) for corner in corners))


def from_segment(point: Point, segment: Segment) -> float:
    """Return the distance of a point from a run."""
    (x1, y1), (x2, y2) = segment.start, segment.end
    length = segment.length**2
    if not length:
        return math.dist(point, segment.start)
    share = ((point[0] - x1) * (x2 - x1) + (point[1] - y1) * (y2 - y1)) / length
    share = min(1.0, max(0.0, share))
    return math.dist(point, (x1 + share * (x2 - x1), y1 + share * (y2 - y1)))


def gap(one: Box, other: Box) -> float:
    """Return the distance of two boxes; 0 where they overlap."""
    across = max(one.x - right(other), other.x - right(one), 0)
    down = max(one.y - bottom(other), other.y - bottom(one), 0)
    return math.hypot(across, down)


def side_of(point: Point, box: Box) -> Side:
    """Return the edge of a box that a point is nearest to."""
    x, y = point
    away: dict[Side, float] = {
        "left": abs(x - box.x),
        "right": abs(x - right(box)),
        "top": abs(y - box.y),
        "bottom": abs(y - bottom(box)),
    }
    return min(away, key=lambda side: away[side])


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box that holds all of them."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(map(right, boxes)) - x, max(map(bottom, boxes)) - y)


def _from_box(point: Point, box: Box) -> float:
    x, y = point
    return math.hypot(max(box.x - x, x - right(box), 0), max(box.y - y, y - bottom(box), 0))
