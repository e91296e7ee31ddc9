"""Heights: of rows, of arrows in the channels between them, of lanes and of the edges of inner levels.

Refuses to know where anything stands from left to right, but for its column.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.process.tidy.axis import Axis
from engine.process.tidy.furniture import Rect
from engine.process.tidy.graph import Graph
from engine.process.tidy.grid import Grid
from engine.process.tidy.ports import Ports
from engine.process.tidy.tracks import Key, Run, Tracks

BETWEEN_ROWS: Final = 24.0
OFF_BOXES: Final = 24.0
OFF_WORDS: Final = 5.0
TRACK: Final = 12.0
OFF_EDGE: Final = 14.0
TITLE: Final = 26.0
LANE: Final = 108.0
OFF_LANE: Final = 22.0
RUN_OFF_LANE: Final = 10.0
MOST_FREE: Final = 400.0
EVENT_HALF: Final = 14.0


@dataclass(frozen=True, slots=True)
class Reach:
    """Extent of a node above and below its middle: itself, and with its words."""

    column: int
    row: int
    body: Rect
    words: Rect


def _between(run: Run, before: list[Run], after: list[Run], offset: dict[Key, float]) -> float:
    """Return where a run may pass between others of its row that it runs beside."""
    above = [offset[other.key] for other in before if _overlap(run, other)]
    below = [offset[other.key] for other in after if _overlap(run, other) and other.key in offset]
    if above:
        return max(above) + TRACK
    return min(below) - TRACK if below else 0.0


def _overlap(one: Run, other: Run) -> bool:
    return one.low <= other.high and other.low <= one.high


class Down:
    """The heights of one picture."""

    def __init__(self, graph: Graph, grid: Grid, tracks: Tracks, ports: Ports) -> None:
        self.graph, self.grid, self.tracks, self.ports = graph, grid, tracks, ports
        self.axis = Axis()
        self.runs = [run for runs in tracks.runs.values() for run in runs if not run.is_upright]
        self.reaches = [self._reach(code) for code in graph.nodes if self._has_cell(code)]
        self.reaches += [reach for code in graph.nodes if (reach := self._on_edge(code))]
        self.lanes = max(grid.lane_of, default=0) + 1
        for row in range(len(grid.lane_of)):
            self.axis.add(("row", row))
        self._on_rows()
        self._rows()
        self._runs()
        self._edges()
        self._lanes()
        self.axis.solve()
        self._center()

    def row(self, row: int) -> float:
        return self.axis.position(("row", row))

    def run(self, run: Run) -> float:
        return self.axis.position(run.key)

    def lane(self, lane: int) -> float:
        """Return the upper edge of a lane."""
        return self.axis.position(("lane", lane))

    def _has_cell(self, code: str) -> bool:
        node = self.graph.nodes[code]
        return not node.is_frame and node.host is None

    def _reach(self, code: str) -> Reach:
        bodies, words = self.ports.body(code), self.ports.around(code)
        body = Rect(0, min(b.top for b in bodies), 0, max(b.bottom for b in bodies))
        around = Rect(
            0,
            min([body.top, *(w.top for w in words)]),
            0,
            max([body.bottom, *(w.bottom for w in words)]),
        )
        return Reach(self.grid.column[code], self.grid.row[code], body, around)

    def _on_edge(self, code: str) -> Reach | None:
        """Return how far an event reaches that stands on the edge of an inner level."""
        host = self.graph.nodes[code].host
        route = next((self.ports.routes[flow.id] for flow in self.graph.outgoing[code]), None)
        if host not in self.grid.frames or route is None:
            return None
        across, down = self.grid.where(route.points[0])
        rooms = self.ports.rooms[code].all
        words = Rect(
            0,
            min([-EVENT_HALF, *(room.top for room in rooms)]),
            0,
            max([EVENT_HALF, *(room.bottom for room in rooms)]),
        )
        return Reach(across // 2, down // 2, Rect(0, -EVENT_HALF, 0, EVENT_HALF), words)

    def _on_rows(self) -> None:
        """Tie the arrows that run along the middle of a row to it."""
        for run in self.runs:
            self.axis.add(run.key)
        place = self.tracks.place
        lines: dict[int, list[Run]] = defaultdict(list)
        for run in sorted(self.runs, key=lambda run: place[run.key]):
            if run.line % 2:
                lines[run.line].append(run)
        for line, runs in lines.items():
            offset = {run.key: self._at_port(run) for run in runs if run.is_first or run.is_last}
            for index, run in enumerate(runs):
                if run.key not in offset:
                    offset[run.key] = _between(run, runs[:index], runs[index + 1 :], offset)
                self.axis.tie(run.key, ("row", line // 2), offset[run.key])

    def _at_port(self, run: Run) -> float:
        """Return how far from the middle of its row an arrow begins or ends at a node of it."""
        ends = ((run.is_first, True), (run.is_last, False))
        return next(
            (at for is_end, leaves in ends if is_end and (at := self.ports.offset[run.flow, leaves])), 0.0
        )

    def _rows(self) -> None:
        tallest = {
            row: max([(r.body.bottom - r.body.top) / 2 for r in self.reaches if r.row == row] or [0.0])
            for row in range(len(self.grid.lane_of))
        }
        rows = [row for row, half in tallest.items() if half]
        for row, next_row in pairwise(rows):
            by = tallest[row] + BETWEEN_ROWS + tallest[next_row]
            self.axis.keep(("row", row), ("row", next_row), by)
        for upper in self.reaches:
            for lower in self.reaches:
                if upper.row < lower.row and upper.column == lower.column:
                    by = max(
                        upper.body.bottom + BETWEEN_ROWS - lower.body.top,
                        upper.words.bottom + OFF_WORDS - lower.words.top,
                    )
                    self.axis.keep(("row", upper.row), ("row", lower.row), by)

    def _runs(self) -> None:
        for run in self.runs:
            for reach in self.reaches:
                self._beside_node(run, reach)
        key = {run.key: (run.line, self.tracks.place[run.key]) for run in self.runs}
        ordered = sorted(self.runs, key=lambda run: key[run.key])
        for index, one in enumerate(ordered):
            for other in ordered[index + 1 :]:
                if _overlap(one, other):
                    self.axis.keep(one.key, other.key, TRACK)

    def _beside_node(self, run: Run, reach: Reach) -> None:
        line = 2 * reach.row + 1
        if run.line == line or not run.low <= 2 * reach.column + 1 <= run.high:
            return
        row = "row", reach.row
        if run.line > line:
            by = max(reach.body.bottom + OFF_BOXES, reach.words.bottom + OFF_WORDS)
            self.axis.keep(row, run.key, by)
        else:
            by = max(OFF_BOXES - reach.body.top, OFF_WORDS - reach.words.top)
            self.axis.keep(run.key, row, by)

    def _edges(self) -> None:
        for code, frame in self.grid.frames.items():
            low, high = 2 * frame.left + 1, 2 * frame.right + 1
            for line in (frame.top, frame.bottom):
                edge = "row", line
                for reach in self.reaches:
                    if frame.left <= reach.column <= frame.right:
                        self._beside_edge(edge, line, reach)
                        if line == frame.top < reach.row:
                            self.axis.keep(edge, ("row", reach.row), TITLE - reach.words.top)
                for run in self.runs:
                    if run.low <= high and low <= run.high:
                        self._run_beside_edge(edge, line, run)
            for other in self.grid.frames.values():
                if frame.top < other.top and other.bottom < frame.bottom:
                    self.axis.keep(("row", frame.top), ("row", other.top), TITLE + OFF_EDGE)
                    self.axis.keep(("row", other.bottom), ("row", frame.bottom), OFF_EDGE + EVENT_HALF)
            if self.graph.nodes[code].names:
                for run in self.runs:
                    if run.line > 2 * frame.top + 1 and low <= run.low and run.high <= high:
                        self.axis.keep(("row", frame.top), run.key, TITLE)

    def _beside_edge(self, edge: object, line: int, reach: Reach) -> None:
        row = "row", reach.row
        if reach.row > line:
            by = max(BETWEEN_ROWS - reach.body.top, OFF_EDGE - reach.words.top)
            self.axis.keep(edge, row, by)
        else:
            by = max(reach.body.bottom + BETWEEN_ROWS, reach.words.bottom + OFF_EDGE)
            self.axis.keep(row, edge, by)

    def _run_beside_edge(self, edge: object, line: int, run: Run) -> None:
        if run.line > 2 * line + 1:
            self.axis.keep(edge, run.key, OFF_EDGE)
        elif run.line < 2 * line + 1:
            self.axis.keep(run.key, edge, OFF_EDGE)

    def _lanes(self) -> None:
        lane_of = self.grid.lane_of
        for lane in range(self.lanes + 1):
            self.axis.add(("lane", lane))
        for lane in range(self.lanes):
            high = max([LANE, *self.graph.high[lane : lane + 1]])
            self.axis.keep(("lane", lane), ("lane", lane + 1), high)
        for reach in self.reaches:
            lane = lane_of[reach.row]
            row = "row", reach.row
            self.axis.keep(("lane", lane), row, max(OFF_LANE - reach.body.top, OFF_WORDS - reach.words.top))
            by = max(reach.body.bottom + OFF_LANE, reach.words.bottom + OFF_WORDS)
            self.axis.keep(row, ("lane", lane + 1), by)
        for frame in self.grid.frames.values():
            self.axis.keep(("lane", lane_of[frame.top]), ("row", frame.top), RUN_OFF_LANE)
            self.axis.keep(("row", frame.bottom), ("lane", lane_of[frame.bottom] + 1), RUN_OFF_LANE)
        for lane in range(1, self.lanes):
            self._runs_beside_lane(lane)
        for run in self.runs:
            self.axis.keep(("lane", 0), run.key, RUN_OFF_LANE)
            self.axis.keep(run.key, ("lane", self.lanes), RUN_OFF_LANE)

    def _runs_beside_lane(self, lane: int) -> None:
        """Put the arrows between two lanes on the side of the lane that they belong to."""
        first = next((row for row, of in enumerate(self.grid.lane_of) if of >= lane), None)
        if first is None:
            return
        line = 2 * first
        between = sorted(
            (run for run in self.runs if run.line == line), key=lambda run: self.tracks.place[run.key]
        )
        best = min(range(len(between) + 1), key=lambda split: self._misfits(between, split, first))
        above = {run.key for run in between[:best]}
        for run in self.runs:
            if run.line < line or run.key in above:
                self.axis.keep(run.key, ("lane", lane), RUN_OFF_LANE)
            else:
                self.axis.keep(("lane", lane), run.key, RUN_OFF_LANE)

    def _misfits(self, between: list[Run], split: int, first: int) -> float:
        """Return how badly a border between two lanes fits behind the first `split` of some arrows."""
        wrong = 0.0
        for index, run in enumerate(between):
            route = self.ports.routes[run.flow]
            rows = [self.grid.where(point)[1] // 2 for point in (route.points[0], route.points[-1])]
            below = sum(row >= first for row in rows)
            wrong += below if index < split else 2 - below
        return wrong

    def _center(self) -> None:
        """Share what room is left: rows in the middle of it, arrows above a row near to it."""
        axis = self.axis
        for row in range(len(self.grid.lane_of)):
            free = axis.free(("row", row))
            if 0 < free < MOST_FREE:
                axis.move(("row", row), free / 2)
        for run in sorted(self.runs, key=lambda run: -run.line):
            if run.key in axis.at and self._is_of_row_below(run):
                free = axis.free(run.key)
                if 0 < free < MOST_FREE:
                    axis.move(run.key, free)

    def _is_of_row_below(self, run: Run) -> bool:
        route = self.ports.routes[run.flow]
        return all(self.grid.where(point)[1] > run.line for point in (route.points[0], route.points[-1]))
