"""Annotations and data beside a laid out picture: each near to what it is tied to, where nothing lies.

They are placed last and move nothing else; where no place is free they take the one that covers least.
Refuses to know what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from engine.process.drawing import Box
from engine.process.tidy import text
from engine.process.tidy.picture import Picture, Point

ROOM: Final = 216.0
INDENT: Final = 8.0
DATA: Final = (36.0, 50.0)
AWAY: Final = (24.0, 36.0, 48.0, 58.0)
ASIDE: Final = (0.0, 60.0, -60.0, 120.0, -120.0)
CLEAR: Final = 6.0
ON_SHAPE, ON_LINE, ON_EDGE, CROSSED = 1000.0, 400.0, 300.0, 200.0


@dataclass(frozen=True, slots=True)
class Remark:
    """Something beside the flow: an annotation or data, and the ties of it by id to what they lead to."""

    id: str
    says: str | None  # None: data, which has a sign and no text in it
    ties: tuple[tuple[str, str], ...]

    @property
    def size(self) -> tuple[float, float]:
        if self.says is None:
            return DATA
        across, down = text.block([self.says], ROOM)
        return max(across + 2 * INDENT, 60.0), max(down + INDENT, 30.0)


def with_remarks(picture: Picture, remarks: Sequence[Remark]) -> Picture:
    """Return the picture with remarks and their ties in it."""
    for remark in remarks:
        picture = _with(picture, remark)
    return picture


def _with(picture: Picture, remark: Remark) -> Picture:
    anchors = [(tie, box) for tie, element in remark.ties if (box := _anchor(picture, element))]
    near = anchors[0][1] if anchors else Box(0, 0, 0, 0)
    places = list(_places(near, *remark.size))
    best = min(places, key=lambda place: _cost(picture, place, near if anchors else place))
    lines = {tie: _tie(best, box) for tie, box in anchors}
    return replace(
        picture, boxes={**picture.boxes, remark.id: best}, lines=picture.lines, ties={**picture.ties, **lines}
    )


def _anchor(picture: Picture, element: str) -> Box | None:
    """Return what a tie leads to: a shape, or the middle of an arrow."""
    if element in picture.boxes:
        return picture.boxes[element]
    if element in picture.lines:
        runs = list(pairwise(picture.lines[element]))
        (x1, y1), (x2, y2) = max(
            runs, key=lambda run: abs(run[0][0] - run[1][0]) + abs(run[0][1] - run[1][1])
        )
        return Box((x1 + x2) / 2, (y1 + y2) / 2, 0, 0)
    return None


def _places(near: Box, width: float, height: float) -> Iterator[Box]:
    middle = near.x + near.width / 2 - width / 2
    for away in AWAY:
        for aside in ASIDE:
            yield Box(middle + aside, near.y - away - height, width, height)
            yield Box(middle + aside, near.y + near.height + away, width, height)


def _tie(place: Box, anchor: Box) -> tuple[Point, ...]:
    """Return the line from a remark to what it belongs to."""
    left, right = max(place.x, anchor.x), min(place.x + place.width, anchor.x + anchor.width)
    x = (left + right) / 2
    ends = x, x
    if left > right:
        ends = (place.x + place.width, right) if place.x < anchor.x else (place.x, left)
    if place.y < anchor.y:
        return (ends[0], place.y + place.height), (ends[1], anchor.y)
    return (ends[0], place.y), (ends[1], anchor.y + anchor.height)


def _cost(picture: Picture, place: Box, anchor: Box) -> float:
    grown = Box(place.x - CLEAR, place.y - CLEAR, place.width + 2 * CLEAR, place.height + 2 * CLEAR)
    boxes = [box for code, box in picture.boxes.items() if code not in picture.frames]
    cost = sum(ON_SHAPE for box in (*boxes, *picture.labels.values(), *picture.notes) if _overlap(grown, box))
    edges = [picture.boxes[code] for code in picture.frames] + list(picture.lanes)
    cost += sum(ON_EDGE for edge in edges if _overlap(grown, edge) and not _within(place, edge))
    (x1, y1), (x2, y2) = tie = _tie(place, anchor)
    tied = Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
    for points in (*picture.lines.values(), *picture.ties.values()):
        for (a, b), (c, d) in pairwise(points):
            run = Box(min(a, c), min(b, d), abs(a - c), abs(b - d))
            cost += ON_LINE * _overlap(grown, run) + CROSSED * _overlap(tied, run)
    away = abs(tie[0][0] - tie[1][0]) + abs(tie[0][1] - tie[1][1])
    is_outside = picture.pool is not None and not _within(place, picture.pool)
    return cost + away + ON_SHAPE * is_outside


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x <= other.x + other.width
        and other.x <= one.x + one.width
        and one.y <= other.y + other.height
        and other.y <= one.y + one.height
    )


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.x + CLEAR <= inner.x
        and outer.y + CLEAR <= inner.y
        and inner.x + inner.width <= outer.x + outer.width - CLEAR
        and inner.y + inner.height <= outer.y + outer.height - CLEAR
    )
