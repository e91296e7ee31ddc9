"""The grid on which arrows are searched: cells of nodes, channels between them, and edges of inner levels.

Points have two coordinates. Odd ones are the middle of a column or row, even ones the channel before it: the
cell of column 2 and row 0 is the point (5, 1). The edges of an inner level take a column and a row of their
own, in which nothing else stands. Refuses to know distances other than rough ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from engine.process.tidy.graph import Flow, Graph
from engine.process.tidy.place import Placement

# From a point to a side: the next point or -1, how far it is, the unit, what it costs that others are there.
# A unit is what lies between two neighbours: twice the left or upper point, and one more if upright.
Step = tuple[int, float, int, float]
MIDDLE_OF_COLUMN: Final = 50.0  # of a second arrow on it
MIDDLE_OF_ROW: Final = 240.0
BESIDE: Final = 3.0  # of one more in a channel
ELSEWHERE: Final = 150.0  # of an event on an edge that does not face what it leads to
CHANNEL: Final = 14.0
ROW: Final = 88.0
EDGE: Final = 12.0
BLOCKED: Final = "#"  # no level's id: XML's ids do not begin with it
RIGHT, DOWN, LEFT, UP = range(4)
SIDES: Final = ("right", "bottom", "left", "top")


class Port(NamedTuple):
    """Port where an arrow may leave or reach a node: the cell, the point beside it, the side, the cost."""

    cell: int
    point: int
    side: int
    cost: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of an inner level, as lines of the grid's cells."""

    left: int
    right: int
    top: int
    bottom: int


class Grid:
    """Cells and free points of a placement."""

    def __init__(self, graph: Graph, placement: Placement) -> None:
        self.graph, self.placement = graph, placement
        self.frames, self.rows, self.lane_of = _rows(placement, graph)
        self.columns = placement.columns
        self.across, self.down = 2 * self.columns + 1, 2 * len(self.lane_of) + 1
        self.row = {node: self.rows[row] for node, row in placement.row.items()}
        self.column = placement.column
        self.owner: list[str | None] = [None] * (self.across * self.down)
        self._own()
        self.x, self.y = self._lengths()
        self.steps = self._steps()
        self._free: dict[str | None, bytearray] = {}

    def at(self, column: int, row: int) -> int:
        """Return the point of a cell."""
        return (2 * row + 1) * self.across + 2 * column + 1

    def beside(self, point: int, side: int) -> int:
        """Return the next point to a side."""
        return point + (1, self.across, -1, -self.across)[side]

    def free(self, level: str | None) -> bytearray:
        """Return, for each point, whether the arrows of a level may pass it."""
        if level not in self._free:
            self._free[level] = bytearray(owner == level for owner in self.owner)
        return self._free[level]

    def _steps(self) -> list[list[Step]]:
        """Return the step from every point to every side."""
        width = self.across
        gaps = [right - left for left, right in pairwise(self.x)]
        drops = [lower - upper for upper, lower in pairwise(self.y)]
        nowhere = (-1, 0.0, 0, 0.0)
        right: list[Step] = []
        left: list[Step] = []
        for down in range(self.down):
            first, shared = down * width, MIDDLE_OF_ROW if down % 2 else BESIDE
            points = range(first, first + width - 1)
            right += [(point + 1, gap, 2 * point, shared) for point, gap in zip(points, gaps, strict=True)]
            right.append(nowhere)
            left.append(nowhere)
            left += [(point, gap, 2 * point, shared) for point, gap in zip(points, gaps, strict=True)]
        below: list[Step] = []
        above: list[Step] = [nowhere] * width
        shares = [MIDDLE_OF_COLUMN if across % 2 else BESIDE for across in range(width)]
        for down, drop in enumerate(drops):
            first = down * width
            below += [(first + x + width, drop, 2 * (first + x) + 1, share) for x, share in enumerate(shares)]
            above += [(first + x, drop, 2 * (first + x) + 1, share) for x, share in enumerate(shares)]
        return [right, below + [nowhere] * width, left, above]

    def where(self, point: int) -> tuple[int, int]:
        return point % self.across, point // self.across

    def _own(self) -> None:
        nodes = self.graph.nodes
        for code in sorted(self.frames, key=lambda code: self._nesting(code)):
            frame = self.frames[code]
            for down in range(2 * frame.top + 1, 2 * frame.bottom + 2):
                for across in range(2 * frame.left + 1, 2 * frame.right + 2):
                    is_edge = down in (2 * frame.top + 1, 2 * frame.bottom + 1)
                    is_edge |= across in (2 * frame.left + 1, 2 * frame.right + 1)
                    self.owner[down * self.across + across] = BLOCKED if is_edge else code
        for node in nodes.values():
            if not node.host and not node.is_frame and node.id in self.column:
                self.owner[self.at(self.column[node.id], self.row[node.id])] = BLOCKED

    def _nesting(self, code: str) -> int:
        depth, level = 0, self.graph.nodes[code].parent
        while level is not None:
            depth, level = depth + 1, self.graph.nodes[level].parent
        return depth

    def _lengths(self) -> tuple[list[float], list[float]]:
        """Return roughly where each line of the grid lies."""
        widest = [0.0] * self.columns
        for node in self.graph.nodes.values():
            if not node.is_frame and not node.host and node.id in self.column:
                column = self.column[node.id]
                widest[column] = max(widest[column], node.width)
        edges = {line for frame in self.frames.values() for line in (frame.top, frame.bottom)}
        heights = [EDGE if row in edges else ROW for row in range(len(self.lane_of))]
        return _lines(widest), _lines(heights)

    def exits(self, flow: Flow) -> Iterator[Port]:
        """Yield where an arrow may leave its source, what is natural first."""
        node = self.graph.nodes[flow.source]
        if node.id in self.frames:
            yield from self._through(self.frames[node.id], RIGHT)
        elif node.host in self.frames:
            yield from self._from_edge(self.frames[node.host], self.row[flow.target], flow)
        elif node.host:
            cell = self.at(self.column[node.host], self.row[node.host])
            is_above = self.row[flow.target] < self.row[node.host]
            for side, cost in ((DOWN, 40.0 if is_above else 0.0), (UP, 0.0 if is_above else 60.0)):
                yield Port(cell, self.beside(cell, side), side, cost)
        else:
            cell = self.at(self.column[node.id], self.row[node.id])
            upright = 4.0 if node.is_gateway else 10.0
            for side, cost in ((RIGHT, 0.0), (DOWN, upright), (UP, upright + 2)):
                yield Port(cell, self.beside(cell, side), side, cost)

    def entries(self, flow: Flow) -> Iterator[Port]:
        """Yield where an arrow may reach its target."""
        node = self.graph.nodes[flow.target]
        if node.id in self.frames:
            yield from self._through(self.frames[node.id], LEFT)
            return
        cell = self.at(self.column[node.id], self.row[node.id])
        for side, cost in ((LEFT, 0.0), (UP, 6.0), (DOWN, 8.0)):
            yield Port(cell, self.beside(cell, side), side, cost)

    def _through(self, frame: Frame, side: int) -> Iterator[Port]:
        column = frame.right if side == RIGHT else frame.left
        edges = {line for other in self.frames.values() for line in (other.top, other.bottom)}
        for row in range(frame.top + 1, frame.bottom):
            if row not in edges:
                cell = self.at(column, row)
                yield Port(cell, self.beside(cell, side), side, 0.0)

    def _from_edge(self, frame: Frame, row: int, flow: Flow) -> Iterator[Port]:
        """Yield where the event on the edge of an inner level may stand."""
        is_beside = frame.top < row < frame.bottom
        if is_beside:
            yield from self._through(frame, RIGHT)
        for line, side in ((frame.top, UP), (frame.bottom, DOWN)):
            is_towards = row <= frame.top if side == UP else row >= frame.bottom
            for column in range(frame.left + 1, frame.right):
                cell = self.at(column, line)
                yield Port(cell, self.beside(cell, side), side, 0.0 if is_towards else ELSEWHERE)


def _lines(sizes: list[float]) -> list[float]:
    at, found = 0.0, [0.0]
    for size in sizes:
        found += [at + (CHANNEL + size) / 2, at + CHANNEL + size]
        at += CHANNEL + size
    return found


def _rows(placement: Placement, graph: Graph) -> tuple[dict[str, Frame], list[int], list[int]]:
    """Return the frames, where each row of the placement is, and the lane of each row with those of edges."""
    spans = placement.span
    outer_first = sorted(spans, key=lambda code: (spans[code].left, -spans[code].right))
    rows: list[int] = []
    lane_of: list[int] = []
    top: dict[str, int] = {}
    bottom: dict[str, int] = {}
    for row, lane in enumerate(placement.lane_of_row):
        for code in outer_first:
            if spans[code].top == row:
                top[code] = len(lane_of)
                lane_of.append(lane)
        rows.append(len(lane_of))
        lane_of.append(lane)
        for code in reversed(outer_first):
            if spans[code].bottom == row:
                bottom[code] = len(lane_of)
                lane_of.append(lane)
    frames = {code: Frame(s.left, s.right, top[code], bottom[code]) for code, s in spans.items()}
    return frames, rows, lane_of
