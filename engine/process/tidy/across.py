"""Places from left to right: nodes and upright arrows as close as their distances and words allow.

Columns say only what stands left of what; things of different heights may stand above each other. Refuses to
know why something stands where it does in the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.process.tidy import text
from engine.process.tidy.axis import Axis
from engine.process.tidy.down import Down
from engine.process.tidy.furniture import Rect
from engine.process.tidy.graph import EVENT, Graph
from engine.process.tidy.grid import DOWN, RIGHT, UP, Grid
from engine.process.tidy.ports import Ports
from engine.process.tidy.tracks import Tracks

BRANCHES: Final = 34.0
NEAREST: Final = 10.0
ROUNDS: Final = 4
# Least distance across, by what stands left and right; the second number is how near in height it matters.
APART: Final = {
    ("body", "body"): (22.0, 10.0),
    ("body", "run"): (14.0, 8.0),
    ("body", "words"): (6.0, 2.0),
    ("body", "edge"): (20.0, 8.0),
    ("run", "run"): (12.0, 10.0),
    ("run", "words"): (5.0, 2.0),
    ("edge", "run"): (14.0, 10.0),
    ("words", "words"): (8.0, 2.0),
    ("edge", "words"): (8.0, 2.0),
    ("edge", "edge"): (24.0, 10.0),
}

# The same, where a sheet would else be too wide.
TIGHT: Final = APART | {
    ("body", "body"): (20.0, 10.0),
    ("body", "run"): (11.0, 8.0),
    ("body", "words"): (4.0, 2.0),
    ("run", "run"): (10.0, 10.0),
    ("words", "words"): (5.0, 2.0),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that takes room: what moves with it, its place in the order, and where it reaches."""

    variable: object
    line: int
    place: int
    kind: str
    rect: Rect  # across relative to the variable, down absolute
    owner: str = ""


class Across:
    """The places of one picture from left to right."""

    def __init__(
        self, graph: Graph, grid: Grid, tracks: Tracks, ports: Ports, down: Down, *, is_tight: bool = False
    ) -> None:
        self.apart = TIGHT if is_tight else APART
        self.graph, self.grid, self.tracks, self.ports, self.down = graph, grid, tracks, ports, down
        self.axis = Axis()
        self.things: list[Thing] = []
        self._nodes()
        self._edges()
        self._upright()
        self._keep()
        self.axis.solve()
        self._pull()

    def x(self, variable: object) -> float:
        return self.axis.position(variable)

    def y(self, code: str) -> float:
        """Return the height of the middle of a node."""
        node = self.graph.nodes[code]
        if node.host is None or node.host not in self.grid.frames:
            return self.down.row(self.grid.row[node.host or code])
        route = next((self.ports.routes[flow.id] for flow in self.graph.outgoing[code]), None)
        if route is None:
            return self.down.row(self.grid.frames[node.host].top)
        if route.leaves == RIGHT:
            return self.down.run(self.tracks.runs[route.flow.id][0])
        return self.down.row(self.grid.where(route.points[0])[1] // 2)

    def _nodes(self) -> None:
        for code, node in self.graph.nodes.items():
            self.axis.add(code)
            if node.is_frame or node.host:
                continue
            line, y = 2 * self.grid.column[code] + 1, self.y(code)
            for rect in self.ports.body(code):
                self.things.append(Thing(code, line, 0, "body", rect.moved(0, y), code))
            for rect in self.ports.around(code):
                self.things.append(Thing(code, line, 0, "words", rect.moved(0, y), code))

    def _edges(self) -> None:
        for code, frame in self.grid.frames.items():
            top, bottom = self.down.row(frame.top), self.down.row(frame.bottom)
            for side, column in (("left", frame.left), ("right", frame.right)):
                variable = code, side
                self.axis.add(variable)
                line = 2 * column + 1
                self.things.append(Thing(variable, line, 0, "edge", Rect(0, top, 0, bottom), code))
            title = max((text.width(name) for name in self.graph.nodes[code].names), default=0.0)
            if title:
                room = Rect(8, top + 4, 16 + title, top + 22)
                self.things.append(Thing((code, "left"), 2 * frame.left + 1, 0, "words", room, code))
            for event in self.graph.boundary.get(code, ()):
                self._event(event, code)

    def _event(self, event: str, frame: str) -> None:
        route = next((self.ports.routes[flow.id] for flow in self.graph.outgoing[event]), None)
        half, y = EVENT / 2, self.y(event)
        line = self.grid.where(route.points[0])[0] if route else 2 * self.grid.frames[frame].left + 3
        if route and route.leaves == RIGHT:
            self.axis.tie(event, (frame, "right"), 0.0)
        body = Rect(-half, y - half, half, y + half)
        self.things.append(Thing(event, line, 0, "body", body, event))
        for rect in self.ports.rooms[event].all:
            self.things.append(Thing(event, line, 0, "words", rect.moved(0, y), event))

    def _upright(self) -> None:
        for flow, runs in self.tracks.runs.items():
            for run in runs:
                if not run.is_upright:
                    continue
                self.axis.add(run.key)
                route = self.ports.routes[flow]
                ends = [self._end(flow, run.index, by) for by in (-1, 1)]
                rect = Rect(0, min(ends), 0, max(ends))
                if run.is_first:
                    self._tie(run.key, route.flow.source, self.ports.offset[flow, True])
                if run.is_last:
                    self._tie(run.key, route.flow.target, self.ports.offset[flow, False])
                place = self.tracks.place[run.key]
                self.things.append(Thing(run.key, run.line, place, "run", rect, flow))

    def _tie(self, run: object, node: str, offset: float) -> None:
        host = self.graph.nodes[node].host
        if host and host not in self.grid.frames:
            node = host
        self.axis.tie(run, node, offset)

    def _end(self, flow: str, index: int, by: int) -> float:
        """Return the height of one end of an upright part of a route."""
        runs, route = self.tracks.runs[flow], self.ports.routes[flow]
        if 0 <= index + by < len(runs):
            return self.down.run(runs[index + by])
        code = route.flow.source if by < 0 else route.flow.target
        side = route.leaves if by < 0 else route.reaches
        half = self.graph.nodes[code].height / 2
        node = self.graph.nodes[code]
        y = self.y(code)
        if node.host and node.host not in self.grid.frames:
            y += self.ports.event_at(code)[1]
        return y + (half if side == DOWN else -half if side == UP else 0.0)

    def _keep(self) -> None:
        things = sorted(self.things, key=lambda thing: (thing.line, thing.place))
        for index, one in enumerate(things):
            top, bottom = one.rect.top, one.rect.bottom
            for other in things[index + 1 :]:
                if top >= other.rect.bottom + NEAREST or other.rect.top >= bottom + NEAREST:
                    continue
                if one.variable == other.variable:
                    continue
                if one.line == other.line and not (one.kind == other.kind == "run"):
                    continue
                apart, near = self._apart(one, other)
                if top < other.rect.bottom + near and other.rect.top < bottom + near:
                    self.axis.keep(one.variable, other.variable, one.rect.right + apart - other.rect.left)

    def _apart(self, one: Thing, other: Thing) -> tuple[float, float]:
        first, second = sorted((one.kind, other.kind))
        apart, near = self.apart[first, second]
        if first == second == "body":
            nodes = self.graph.nodes[one.owner], self.graph.nodes[other.owner]
            if all(node.is_gateway for node in nodes):
                apart = BRANCHES
        return apart, near

    def _pull(self) -> None:
        """Move what hangs on something further right towards it."""
        pulls: dict[object, int] = {}
        for one, other in self._level_ends():
            first, second = self.axis.root(one)[0], self.axis.root(other)[0]
            if first != second:
                pulls[first] = pulls.get(first, 0) + 1
                pulls[second] = pulls.get(second, 0) - 1
        for _ in range(ROUNDS):
            order = sorted(self.axis.at, key=lambda variable: -self.axis.at[variable])
            for variable in order:
                if pulls.get(variable, 0) > 0:
                    free = self.axis.free(variable)
                    if 0 < free < 4000:
                        self.axis.at[variable] += free

    def _level_ends(self) -> Iterable[tuple[object, object]]:
        """Yield what the level parts of routes connect, the left one first."""
        for flow, runs in self.tracks.runs.items():
            route = self.ports.routes[flow]
            for run in runs:
                if run.is_upright:
                    continue
                before = (
                    self._variable(route.flow.source, "right") if run.is_first else runs[run.index - 1].key
                )
                after = self._variable(route.flow.target, "left") if run.is_last else runs[run.index + 1].key
                points = route.points
                is_right = self.grid.where(points[0])[0] <= self.grid.where(points[-1])[0]
                if not run.is_first and not run.is_last:
                    is_right = runs[run.index - 1].line < runs[run.index + 1].line
                elif run.is_first and not run.is_last:
                    is_right = self.grid.where(points[0])[0] < runs[run.index + 1].line
                elif run.is_last and not run.is_first:
                    is_right = runs[run.index - 1].line < self.grid.where(points[-1])[0]
                yield (before, after) if is_right else (after, before)

    def _variable(self, node: str, side: str) -> object:
        if node in self.grid.frames:
            return node, side
        host = self.graph.nodes[node].host
        return host if host and host not in self.grid.frames else node
