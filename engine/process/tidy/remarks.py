"""Annotations and data beside a laid out picture: each near to what it is tied to, where nothing lies.

They are placed last; where no place is free, room is made above or below what they are tied to, and where
that is not enough they go farther away, and last of all where they cover least.
Refuses to know what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor
from typing import Final

from engine.process.drawing import Box
from engine.process.tidy import text
from engine.process.tidy.picture import HEADER, Picture, Point
from engine.process.tidy.room import cuts, turned, turned_box, with_room

ROOMS: Final = (216.0, 260.0, 176.0, 144.0)  # widths of a text, the best first
MOST_LINES: Final = 3
INDENT: Final = 8.0
TOUCH: Final = 7.0  # of the side of a step, where a tie still meets it
DATA: Final = (36.0, 50.0)
AWAY: Final = (24.0, 36.0, 48.0, 58.0, 90.0, 130.0, 180.0)
NEAR: Final = 60.0  # as long may a tie be
STEP: Final = 12.0  # between two places that are tried
PARTS: Final = (0.5, 0.25, 0.75)  # of a run, at which a tie may meet it
MOST_RUNS: Final = 4
ROOM_AROUND: Final = 14.0  # above and below a remark for which room is made
CLEAR: Final = 9.0  # a little more than the rules of layout demand
ON_SHAPE, ON_LINE, ON_EDGE, THROUGH, FAR, CROSSED = 1000.0, 600.0, 700.0, 500.0, 250.0, 200.0
ASIDE_COSTS, ROOM_COSTS = 0.1, 4.0


@dataclass(frozen=True, slots=True)
class Remark:
    """Something beside the flow: an annotation or data, and the ties of it by id to what they lead to.

    `says` is the text in each language, for which there has to be room; None for data, which has a sign.
    """

    id: str
    says: tuple[str, ...] | None
    ties: tuple[tuple[str, str], ...]

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Return the sizes that it may have, the best first: with few lines, else as many as it takes."""
        if self.says is None:
            return (DATA,)
        blocks = [text.block(self.says, room) for room in ROOMS]
        short = [block for block in blocks if block[1] <= MOST_LINES * text.LINE]
        found = dict.fromkeys(short or [max(blocks)])
        return tuple((max(across + 2 * INDENT, 60.0), max(down + INDENT, 30.0)) for across, down in found)


def with_remarks(picture: Picture, remarks: Sequence[Remark]) -> Picture:
    """Return the picture with remarks and their ties in it."""
    for remark in remarks:
        picture = _with(picture, remark)
    return picture


def _with(picture: Picture, remark: Remark) -> Picture:
    tied_to = next((element for _, element in remark.ties if _anchors(picture, element)), None)
    anchors = _anchors(picture, tied_to) if tied_to else [None]
    cost = _Costs(picture, tied_to).of
    found = [
        (cost(place, near) + ROOM_COSTS * rank, index, place, near, picture)
        for rank, size in enumerate(remark.sizes)
        for near in anchors
        for index, place in enumerate(_places(near or Box(0, 0, 0, 0), *size))
    ]
    best = min(found, key=lambda place: place[:2])
    if tied_to is not None and best[0] >= CROSSED:
        best = min((best, *_with_room(picture, remark.sizes, tied_to)), key=lambda place: place[:2])
    _, _, place, near, picture = best
    # bpmn-js writes whole numbers only, and would move what it did not change.
    place = Box(floor(place.x), floor(place.y), ceil(place.width), ceil(place.height))
    ties = {}
    for tie, element in remark.ties:
        if element == tied_to and near is not None:
            ties[tie] = _tie(place, near)
        elif others := _anchors(picture, element):
            ties[tie] = _tie(place, others[0])
    return replace(picture, boxes={**picture.boxes, remark.id: place}, ties={**picture.ties, **ties})


def _with_room(
    picture: Picture, sizes: Sequence[tuple[float, float]], tied_to: str
) -> Iterator[tuple[float, int, Box, Box, Picture]]:
    """Yield places in room that is made around what a remark belongs to, and the picture with it."""
    aslant = turned(picture)
    for rank, (width, height) in enumerate(sizes):
        pictures = [*_below_cuts(picture, width, height, tied_to)]
        for made, places in _below_cuts(aslant, height, width, tied_to):
            pictures.append((turned(made), [turned_box(place) for place in places]))
        for made, places in pictures:
            cost = _Costs(made, tied_to).of
            for near in _anchors(made, tied_to):
                for index, place in enumerate(places):
                    yield cost(place, near) + ROOM_COSTS * (rank + 1), index, place, near, made


def _below_cuts(
    picture: Picture, width: float, height: float, tied_to: str
) -> Iterator[tuple[Picture, list[Box]]]:
    by = float(ceil(height + 2 * ROOM_AROUND))
    near = _anchors(picture, tied_to)[0]
    for cut in cuts(picture, near):
        x, asides = near.x + (near.width - width) / 2, _asides((width + near.width) / 2 - TOUCH)
        places = [Box(x + aside, cut + ROOM_AROUND, width, height) for aside in asides]
        yield with_room(picture, cut, by), places


def _anchors(picture: Picture, element: str) -> list[Box]:
    """Return what a tie may lead to: a shape, or points of an arrow, the middle of its longest run first."""
    if element in picture.boxes:
        return [picture.boxes[element]]
    runs = sorted(pairwise(picture.lines.get(element, ())), key=lambda run: -_length(run))
    return [
        Box(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part, 0, 0)
        for (x1, y1), (x2, y2) in runs[:MOST_RUNS]
        for part in PARTS
        if _length(((x1, y1), (x2, y2))) * min(part, 1 - part) >= CLEAR
    ] or [Box(*run[0], 0, 0) for run in runs[:1]]


def _length(run: tuple[Point, Point]) -> float:
    (x1, y1), (x2, y2) = run
    return abs(x1 - x2) + abs(y1 - y2)


def _places(near: Box, width: float, height: float) -> Iterator[Box]:
    """Yield places on all four sides of what a remark belongs to, the nearest to its middle first."""
    x, y = near.x + (near.width - width) / 2, near.y + (near.height - height) / 2
    for away in AWAY:
        for aside in _asides((width + near.width) / 2 - TOUCH):
            yield Box(x + aside, near.y - away - height, width, height)
            yield Box(x + aside, near.y + near.height + away, width, height)
        for aside in _asides((height + near.height) / 2 - TOUCH):
            yield Box(near.x - away - width, y + aside, width, height)
            yield Box(near.x + near.width + away, y + aside, width, height)


def _asides(most: float) -> Iterator[float]:
    yield 0.0
    for step in range(1, int(most // STEP) + 1):
        yield from (step * STEP, -step * STEP)
    yield from (most, -most)


def _tie(place: Box, anchor: Box) -> tuple[Point, ...]:
    """Return the straight line from a remark to what it belongs to."""
    left, right = max(place.x, anchor.x), min(place.x + place.width, anchor.x + anchor.width)
    if left <= right:
        x = floor((left + right) / 2)
        if place.y < anchor.y:
            return (x, place.y + place.height), (x, floor(anchor.y))
        return (x, place.y), (x, floor(anchor.y + anchor.height))
    y = floor((max(place.y, anchor.y) + min(place.y + place.height, anchor.y + anchor.height)) / 2)
    if place.x < anchor.x:
        return (place.x + place.width, y), (floor(anchor.x), y)
    return (place.x, y), (floor(anchor.x + anchor.width), y)


class _Costs:
    """What a picture has where a remark may stand, and what it costs to stand there."""

    def __init__(self, picture: Picture, tied_to: str | None) -> None:
        self.pool = picture.pool
        names = (Box(lane.x, lane.y, HEADER, lane.height) for lane in picture.lanes)
        self.boxes = [box for code, box in picture.boxes.items() if code not in picture.frames]
        self.words = [*picture.labels.values(), *picture.notes, *names]
        self.solid = [*self.boxes, *self.words]
        self.edges = [picture.boxes[code] for code in picture.frames] + list(picture.lanes)
        self.lines, self.foreign = [], []
        for code, points in (*picture.lines.items(), *((None, points) for points in picture.ties.values())):
            runs = [_around(*run) for run in pairwise(points)]
            self.lines += runs
            self.foreign += runs if code is None or code != tied_to else []

    def of(self, place: Box, anchor: Box | None) -> float:
        """Return what it costs that a remark stands at a place and is tied to an anchor."""
        grown = Box(place.x - CLEAR, place.y - CLEAR, place.width + 2 * CLEAR, place.height + 2 * CLEAR)
        cost = sum(ON_SHAPE for box in self.solid if _overlap(grown, box))
        cost += sum(ON_EDGE for edge in self.edges if _overlap(grown, edge) and not _within(place, edge))
        cost += sum(ON_LINE for run in self.lines if _overlap(grown, run))
        cost += ON_SHAPE * (self.pool is not None and not _within(place, self.pool))
        return cost if anchor is None else cost + self._of_tie(place, anchor)

    def _of_tie(self, place: Box, anchor: Box) -> float:
        (x1, y1), (x2, y2) = _tie(place, anchor)
        tied = _around((x1, y1), (x2, y2))
        cost = sum(CROSSED for run in self.foreign if _overlap(tied, run))
        foreign = [*(box for box in self.boxes if not _overlap(box, anchor)), *self.words]
        cost += sum(THROUGH for box in foreign if _overlap(tied, box))
        aside = abs(place.x + place.width / 2 - anchor.x - anchor.width / 2)
        long = abs(x1 - x2) + abs(y1 - y2)
        return cost + long + FAR * (long > NEAR) + ASIDE_COSTS * aside


def _around(one: Point, other: Point) -> Box:
    (a, b), (c, d) = one, other
    return Box(min(a, c), min(b, d), abs(a - c), abs(b - d))


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
