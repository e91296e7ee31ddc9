"""The ways of arrows over the grid: as few bends, crossings and detours as a search finds.

Every arrow is searched with what lies there already in mind, the short ones first; then each is taken up and
searched again. Refuses to know distances other than the grid's rough ones.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.process.tidy.graph import Flow, Graph
from engine.process.tidy.grid import DOWN, LEFT, RIGHT, UP, Grid, Port
from engine.process.tidy.order import Reading

BEND: Final = 70.0
CROSSING: Final = 420.0
MEETING: Final = 60.0  # of an arrow that joins another's line: it may have to cross it
AGAINST: Final = 2.0  # what a way to the left costs beside its length, where it does not lead back
NO_ROOM: Final = 160.0
JOINING: Final = 0.3  # the same, where it joins a lower row
ROUNDS: Final = 3
BESIDE_EVENT: Final = 150.0
# What an arrow does at a side.
LEAVES, ARRIVES, EVENT = "leaves", "arrives", "event"
_OVER: Final = 3000.0
_FAR: Final = float("inf")
_TURNS: Final = tuple((heading, (heading + 1) % 4, (heading + 3) % 4) for heading in range(4))


@dataclass(frozen=True, slots=True)
class Route:
    """The points of an arrow, with the cells that it leaves and reaches, and the sides of these."""

    flow: Flow
    points: tuple[int, ...]
    leaves: int
    reaches: int
    is_back: bool


class Router:
    """Router of arrows: what lies on the grid, and the search for one more."""

    def __init__(self, graph: Graph, reading: Reading, grid: Grid) -> None:
        self.graph, self.reading, self.grid = graph, reading, grid
        self.routes: dict[str, Route] = {}
        points = grid.across * grid.down
        self.units = [0] * (2 * points)
        self.straight = [0] * points, [0] * points  # arrows that pass level, upright
        self.turns = [0] * points
        self._ports: dict[tuple[int, int], list[str]] = defaultdict(list)

    def route(self) -> dict[str, Route]:
        """Return a route for every flow."""
        flows = sorted(self.graph.flows, key=self._turn)
        for flow in flows:
            self._add(self._search(flow))
        for _ in range(ROUNDS):
            changed = 0
            for flow in flows:
                before = self.routes[flow.id]
                if self._is_perfect(before):
                    continue
                self._remove(before)
                after = self._search(flow)
                self._add(after)
                changed += after != before
            if not changed:
                break
        return self.routes

    def _is_perfect(self, route: Route) -> bool:
        """Tell whether an arrow has at most one bend and meets no other."""
        points = route.points
        bends = 0
        for before, point, after in zip(points, points[1:], points[2:], strict=False):
            if after - point != point - before:
                bends += 1
            elif self.straight[abs(after - point) == 1][point]:
                return False
        if bends > 1:
            return False
        units = (2 * min(pair) + (abs(pair[0] - pair[1]) != 1) for pair in pairwise(points))
        return all(self.units[unit] == 1 for unit in units)

    def _turn(self, flow: Flow) -> tuple[bool, float, int]:
        grid = self.grid
        one, other = grid.column[flow.source], grid.column[flow.target]
        down = abs(grid.row[flow.source] - grid.row[flow.target])
        return flow.id in self.reading.back, abs(one - other) + down, self.reading.rank[flow.source]

    def _mark(self, route: Route, by: int) -> None:
        points = route.points
        for one, other in pairwise(points):
            self.units[2 * min(one, other) + (abs(one - other) != 1)] += by
        for before, point, after in zip(points, points[1:], points[2:], strict=False):
            if after - point == point - before:
                self.straight[abs(after - point) != 1][point] += by
            else:
                self.turns[point] += by

    def _add(self, route: Route) -> None:
        self.routes[route.flow.id] = route
        self._mark(route, 1)
        self._ports[route.points[0], route.leaves].append(self._role(route.flow))
        self._ports[route.points[-1], route.reaches].append(ARRIVES)

    def _remove(self, route: Route) -> None:
        del self.routes[route.flow.id]
        self._mark(route, -1)
        self._ports[route.points[0], route.leaves].remove(self._role(route.flow))
        self._ports[route.points[-1], route.reaches].remove(ARRIVES)

    def _role(self, flow: Flow) -> str:
        return EVENT if self.graph.nodes[flow.source].host else LEAVES

    def _search(self, flow: Flow) -> Route:
        is_back = flow.id in self.reading.back
        starts = [(port, self._leaving(flow, port, is_back)) for port in self.grid.exits(flow)]
        ends = [(port, self._reaching(flow, port, is_back)) for port in self.grid.entries(flow)]
        return _Search(self, flow, is_back).run(starts, ends)

    def _leaving(self, flow: Flow, port: Port, is_back: bool) -> float:
        node = self.graph.nodes[flow.source]
        is_frame = node.is_frame or node.host in self.grid.frames
        has_sides = node.is_box or (node.host is not None and node.host not in self.grid.frames)
        cost = port.cost + self._crowd(has_sides, port, self._role(flow), is_frame=is_frame)
        if is_back and not node.host:
            cost += {DOWN: 0.0, UP: 45.0}.get(port.side, 60.0)
        elif flow.id not in self.reading.main and port.side == RIGHT and node.is_gateway:
            cost += 30.0
        if not node.host and port.side == DOWN and node.id in self.graph.boundary:
            cost += _OVER
        return cost + self._crowded(node.id, port)

    def _reaching(self, flow: Flow, port: Port, is_back: bool) -> float:
        node = self.graph.nodes[flow.target]
        cost = port.cost + self._crowd(node.is_box, port, ARRIVES, is_frame=node.is_frame)
        if is_back:
            cost += {DOWN: 0.0, UP: 45.0}.get(port.side, 160.0)
        if port.side == DOWN and node.id in self.graph.boundary:
            cost += _OVER
        return cost + self._crowded(node.id, port)

    def _crowded(self, code: str, port: Port) -> float:
        """Return what it costs to take the last free side from an article."""
        if not self.graph.nodes[code].note[1] or port.side not in (UP, DOWN):
            return 0.0
        used = [side for side in range(4) if self._ports[port.cell, side]]
        return NO_ROOM if (port.side + 2) % 4 in used and port.side not in used else 0.0

    def _crowd(self, is_box: bool, port: Port, role: str, *, is_frame: bool) -> float:
        """Return what it costs that others use the side."""
        others = self._ports[port.cell, port.side]
        mixed = sum(other != role for other in others)
        if is_frame:
            return _OVER * len(others)
        if is_box:
            beside_event = sum((other == EVENT) != (role == EVENT) for other in others)
            return (
                30.0 * len(others)
                + 80.0 * mixed
                + BESIDE_EVENT * beside_event
                + (_OVER if len(others) >= 3 else 0.0)
            )
        return 500.0 * len(others) + 300.0 * mixed + (_OVER if len(others) >= 2 else 0.0)


class _Search:
    """A* over points and directions."""

    def __init__(self, router: Router, flow: Flow, is_back: bool) -> None:
        self.router, self.flow, self.is_back = router, flow, is_back
        self.grid = router.grid
        self.best: tuple[float, int, Port] | None = None
        self.level = router.graph.level(flow)
        self.against = JOINING if self._is_join(flow) else AGAINST
        self.bend = BEND * (1.3 if flow.id in router.reading.main else 1.0)

    def _is_join(self, flow: Flow) -> bool:
        """Tell whether an arrow joins a lower row further left."""
        grid = self.grid
        source = self.router.graph.nodes[flow.source].host or flow.source
        is_left = grid.column[flow.target] < grid.column[source]
        return is_left and grid.row[source] < grid.row[flow.target]

    def run(self, starts: list[tuple[Port, float]], ends: list[tuple[Port, float]]) -> Route:
        left = self._left(ends)
        free = self.grid.free(self.level)
        self.goals: dict[int, list[tuple[float, Port]]] = {}
        for port, cost in ends:
            self.goals.setdefault(4 * port.point + (port.side + 2) % 4, []).append((cost, port))
        self.known = [_FAR] * (4 * len(free))
        self.came: dict[int, int | Port] = {}
        queue: list[tuple[float, float, int]] = []
        for port, cost in starts:
            state = 4 * port.point + port.side
            _, length, unit, shared = self.grid.steps[port.side][port.cell]
            cost += length + self.router.units[unit] * shared
            if free[port.point] and cost < self.known[state]:
                self.known[state], self.came[state] = cost, port
                heapq.heappush(queue, (cost + left(port.point), -cost, state))
        while queue:
            bound, negative, state = heapq.heappop(queue)
            if self.best is not None and bound >= self.best[0]:
                break
            if -negative > self.known[state]:
                continue
            for after, cost in self._next(state, -negative):
                if free[after >> 2] and cost < self.known[after]:
                    self.known[after], self.came[after] = cost, state
                    heapq.heappush(queue, (cost + left(after >> 2), -cost, after))
        assert self.best is not None, self.flow.id
        return self._route(self.best[1], self.best[2])

    def _next(self, state: int, cost: float) -> list[tuple[int, float]]:
        """Return the states that follow one, with what they cost; note where a goal is reached."""
        point, heading = state >> 2, state & 3
        units, (level, upright) = self.router.units, self.router.straight
        found = []
        turn = self.bend + (level[point] + upright[point] + self.router.turns[point]) * MEETING
        pass_ = (level if heading & 1 else upright)[point] * CROSSING
        for towards in _TURNS[heading]:
            after, length, unit, shared = self.grid.steps[towards][point]
            if after < 0:
                continue
            reached = cost + length + units[unit] * shared + (pass_ if towards == heading else turn)
            if towards == LEFT and not self.is_back:
                reached += length * self.against + 10.0
            for extra, port in self.goals.get(4 * point + towards, ()):
                if self.best is None or reached + extra < self.best[0]:
                    self.best = reached + extra, state, port
            found.append((4 * after + towards, reached))
        return found

    def _route(self, last: int, end: Port) -> Route:
        points = [end.cell]
        state: int | Port = last
        while isinstance(state, int):
            points.append(state >> 2)
            state = self.came[state]
        points.append(state.cell)
        return Route(self.flow, tuple(reversed(points)), state.side, end.side, self.is_back)

    def _left(self, ends: list[tuple[Port, float]]) -> Callable[[int], float]:
        """Return what tells, of a point, what is at least still to come."""
        grid = self.grid
        marks = []
        for port, cost in ends:
            across, down = grid.where(port.point)
            marks.append((grid.x[across], grid.y[down], cost))
        found: dict[int, float] = {}

        def left(point: int) -> float:
            known = found.get(point)
            if known is None:
                x, y = grid.x[point % grid.across], grid.y[point // grid.across]
                known = found[point] = min(
                    [
                        abs(a - x) + abs(d - y) + cost + (BEND if a != x and d != y else 0.0)
                        for a, d, cost in marks
                    ]
                )
            return known

        return left
