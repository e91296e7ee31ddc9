"""The score of a picture: how well it reads, as one number, and which arrows make it worse.

The weights follow the rules of layout: arrows through shapes and crossings first, then words, bends and size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.process.drawing import Box
from engine.process.tidy.graph import Graph
from engine.process.tidy.order import Reading
from engine.process.tidy.picture import Picture, Point

THROUGH: Final = 2000.0
SHARED: Final = 2500.0
CROSSING: Final = 1000.0
ON_WORDS: Final = 500.0
LEFTWARD: Final = 90.0
BEND: Final = 22.0
MAIN_BEND: Final = 22.0  # beside what any bend costs
WIDE, HIGH = 1900.0, 1200.0
ACROSS, DOWN, OVER = 0.22, 0.12, 0.9
TOO_LARGE: Final = 200.0  # for a sheet
LANE_HEIGHT: Final = 220.0
LENGTH: Final = 0.07
NO_ROOM: Final = 500.0
UP_AND_DOWN: Final = 90.0  # of the main way within a lane
BESIDE: Final = 120.0  # of a way back that ends at the side of a step
JOIN: Final = 45.0  # of a way to the left that joins a lower row


@dataclass(frozen=True, slots=True)
class Score:
    """A sum of what is wrong; `blame` gives the share of each flow in it."""

    total: float
    blame: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Part:
    flow: str
    line: float
    low: float
    high: float


def score_of(graph: Graph, reading: Reading, picture: Picture) -> Score:
    """Return how well a picture reads."""
    blame: dict[str, float] = defaultdict(float)
    level, upright = _parts(picture)
    total = 0.0
    for flows, cost in (*_crossings(level, upright), *_shared(level), *_shared(upright)):
        total += cost
        for flow in flows:
            blame[flow] += cost
    for flow, cost in (*_on_words(picture, level, upright), *_through(graph, picture, level, upright)):
        total += cost
        blame[flow] += cost
    for flow, points in picture.lines.items():
        cost = _shape(points, flow in reading.main, flow in reading.back)
        if flow in reading.main and points[0][1] != points[-1][1] and same_lane(graph, picture, flow):
            cost += UP_AND_DOWN
        total += cost
        blame[flow] += cost - LENGTH * _length(points)
    total += NO_ROOM * len(picture.crowded)
    for flow_ in graph.flows:
        if picture.crowded.intersection((flow_.source, flow_.target)):
            blame[flow_.id] += NO_ROOM
    return Score(total + _size(picture), blame)


def same_lane(graph: Graph, picture: Picture, flow: str) -> bool:
    """Tell whether a flow leads from a step, branch or event to another one of its lane."""
    found = next(other for other in graph.flows if other.id == flow)
    nodes = graph.nodes[found.source], graph.nodes[found.target]
    return nodes[0].lane == nodes[1].lane and not any(node.is_frame or node.host for node in nodes)


def _parts(picture: Picture) -> tuple[list[_Part], list[_Part]]:
    level, upright = [], []
    for flow, points in picture.lines.items():
        for (x1, y1), (x2, y2) in pairwise(points):
            if abs(x1 - x2) < 0.6:
                upright.append(_Part(flow, x1, min(y1, y2), max(y1, y2)))
            else:
                level.append(_Part(flow, y1, min(x1, x2), max(x1, x2)))
    return level, upright


def _crossings(level: Sequence[_Part], upright: Sequence[_Part]) -> Iterable[tuple[tuple[str, str], float]]:
    for run in level:
        for drop in upright:
            if run.low < drop.line < run.high and drop.low < run.line < drop.high and run.flow != drop.flow:
                yield (run.flow, drop.flow), CROSSING


def _shared(parts: Sequence[_Part]) -> Iterable[tuple[tuple[str, str], float]]:
    ordered = sorted(parts, key=lambda part: part.line)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.line - one.line >= 9.5:
                break
            if one.flow != other.flow and one.low < other.high - 1 and other.low < one.high - 1:
                yield (one.flow, other.flow), SHARED


def _on_words(
    picture: Picture, level: Sequence[_Part], upright: Sequence[_Part]
) -> Iterable[tuple[str, float]]:
    for code, box in picture.labels.items():
        for part in level:
            if _meets(part, box.x, box.x + box.width, box.y, box.y + box.height):
                yield part.flow, ON_WORDS
        for part in upright:
            if _meets(part, box.y, box.y + box.height, box.x, box.x + box.width):
                yield part.flow, ON_WORDS
        for other, second in picture.labels.items():
            if other > code and _overlap(box, second):
                yield other, ON_WORDS


def _through(
    graph: Graph, picture: Picture, level: Sequence[_Part], upright: Sequence[_Part]
) -> Iterable[tuple[str, float]]:
    ends = {flow.id: (flow.source, flow.target) for flow in graph.flows}
    for code, node in graph.nodes.items():
        if node.is_frame:
            continue
        box = picture.boxes[code]
        for parts, across in ((level, True), (upright, False)):
            a, b, c, d = box.x, box.x + box.width, box.y, box.y + box.height
            if not across:
                a, b, c, d = c, d, a, b
            for part in parts:
                own = code in ends[part.flow] or node.id == graph.nodes[ends[part.flow][0]].host
                if _meets(part, a, b, c, d) and not own:
                    yield part.flow, THROUGH


def _meets(part: _Part, low: float, high: float, near: float, far: float) -> bool:
    return near < part.line < far and part.low < high and low < part.high


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _shape(points: Sequence[Point], is_main: bool, is_back: bool) -> float:
    bends = len(points) - 2
    left = sum(x2 < x1 - 1 for (x1, _), (x2, _) in pairwise(points))
    is_join = points[0][1] < points[-1][1] - 1
    cost = bends * (BEND + MAIN_BEND * is_main) + LENGTH * _length(points)
    if is_back and points[-1][1] == points[-2][1]:
        cost += BESIDE
    return cost + (0.0 if is_back else (JOIN if is_join else LEFTWARD) * left)


def _length(points: Sequence[Point]) -> float:
    return sum(abs(x1 - x2) + abs(y1 - y2) for (x1, y1), (x2, y2) in pairwise(points))


def _size(picture: Picture) -> float:
    boxes = [box for box in (picture.pool, *picture.boxes.values(), *picture.labels.values()) if box]
    right = max((box.x + box.width for box in boxes), default=0)
    low = max((box.y + box.height for box in boxes), default=0)
    cost = ACROSS * right + DOWN * low + OVER * (max(0.0, right - WIDE) + max(0.0, low - HIGH))
    cost += TOO_LARGE * ((right > WIDE) + (low > HIGH))
    return cost + sum(max(0.0, lane.height - LANE_HEIGHT) for lane in picture.lanes)
