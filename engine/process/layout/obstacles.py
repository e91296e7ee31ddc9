"""Obstacles for words: the outlines of shapes, the edges of frames and lanes, and lines.

Events are round and branches are diamonds here, not the boxes around them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from engine.process.drawing import Box, Shape
from engine.process.elements import GATEWAYS
from engine.process.layout.geometry import (
    Point,
    Segment,
    bottom,
    center,
    contains,
    crossing,
    distance,
    from_segment,
    gap,
    grown,
    overlap,
    passes,
    right,
)
from engine.process.layout.plan import Arrow, Plan

# Letters do not fill their line: less than this on each side is no overlap.
BEARING: Final = 1.0


def covered(box: Box, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield what words in a box would lie on: of what sort it is, and its id."""
    words = grown(box, -BEARING)
    for shape in plan.things:
        if touches(words, shape):
            yield "shape", shape.element
    for frame in (*plan.frames, *(lane.shape for lane in plan.lanes), *_pools(plan)):
        if overlap(words, frame.box) and not contains(frame.box, words):
            yield "edge", frame.element
    for arrow in (*plan.arrows, *plan.ties):
        if lies_on(words, arrow):
            yield "line", arrow.element


def touches(box: Box, shape: Shape) -> bool:
    """Tell whether a box and the outline of a shape overlap."""
    if not overlap(box, shape.box):
        return False
    middle, (rx, ry) = center(shape.box), (shape.box.width / 2, shape.box.height / 2)
    x, y = _nearest(box, middle)
    across, down = abs(x - middle[0]) / rx, abs(y - middle[1]) / ry
    if shape.kind in GATEWAYS:
        return across + down < 1
    return across**2 + down**2 < 1 if shape.is_event else True


def lies_on(box: Box, arrow: Arrow) -> bool:
    """Tell whether a line goes through a box."""
    return gap(arrow.box, box) == 0 and any(passes(run, box) for run in arrow.runs)


def _nearest(box: Box, point: Point) -> Point:
    """Return the point of a box that is nearest to a point."""
    return min(max(point[0], box.x), right(box)), min(max(point[1], box.y), bottom(box))


def _pools(plan: Plan) -> tuple[Shape, ...]:
    return tuple(shape for shape in plan.drawing.shapes if shape.kind == "participant")


def apart(run: Segment, shape: Shape) -> float:
    """Return how near a run comes to the outline of a shape; 0 where it goes through."""
    if shape.is_event:
        return max(from_segment(center(shape.box), run) - shape.box.width / 2, 0.0)
    if shape.kind not in GATEWAYS:
        return distance(run, shape.box)
    edges = _diamond(shape.box)
    if any(crossing(run, edge) for edge in edges) or from_outline(run.start, shape) < 0:
        return 0.0
    corners = [edge.start for edge in edges]
    near = [from_segment(corner, run) for corner in corners]
    return min(*near, *(from_segment(end, edge) for end in (run.start, run.end) for edge in edges))


def from_outline(point: Point, shape: Shape) -> float:
    """Return how far a point lies from the outline of a shape; less than 0 within."""
    box, middle = shape.box, center(shape.box)
    if shape.is_event:
        return math.dist(point, middle) - box.width / 2
    if shape.kind in GATEWAYS:
        away = min(from_segment(point, edge) for edge in _diamond(box))
        across, down = abs(point[0] - middle[0]), abs(point[1] - middle[1])
        return -away if across / (box.width / 2) + down / (box.height / 2) < 1 else away
    inside = min(point[0] - box.x, right(box) - point[0], point[1] - box.y, bottom(box) - point[1])
    return -inside if inside > 0 else distance(Segment(point, point), box)


def _diamond(box: Box) -> tuple[Segment, ...]:
    x, y = center(box)
    corners = [(x, box.y), (right(box), y), (x, bottom(box)), (box.x, y)]
    return tuple(Segment(start, end) for start, end in zip(corners, corners[1:] + corners[:1], strict=True))
