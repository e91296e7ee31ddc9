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
MIDDLE: Final = 90.0  # of a second arrow on the middle of a row or column
AGAINST: Final = 2.0  # what a way to the left costs beside its length, where it does not lead back
NO_ROOM: Final = 90.0
ROUNDS: Final = 2
_OVER: Final = 3000.0
_FAR: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Route:
    """The points of an arrow, with the cells that it leaves and reaches, and the sides of these."""

    flow: Flow
    points: tuple[int, ...]
    leaves: int
    reaches: int
    is_back: bool


class Router:
    """What lies on the grid, and the search for one more arrow."""

    def __init__(self, graph: Graph, reading: Reading, grid: Grid) -> None:
        self.graph, self.reading, self.grid = graph, reading, grid
        self.routes: dict[str, Route] = {}
        points = grid.across * grid.down
        self.units = [0] * (2 * points)
        self.straight = [0] * points, [0] * points  # arrows that pass level, upright
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
        """Tell whether an arrow is straight and alone."""
        points = route.points
        step = points[1] - points[0]
        is_straight = points[-1] - points[0] == step * (len(points) - 1)
        passing = self.straight[abs(step) == 1]
        return is_straight and not any(passing[point] for point in points[1:-1])

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

    def _add(self, route: Route) -> None:
        self.routes[route.flow.id] = route
        self._mark(route, 1)
        self._ports[route.points[0], route.leaves].append(route.flow.id)
        self._ports[route.points[-1], route.reaches].append("")

    def _remove(self, route: Route) -> None:
        del self.routes[route.flow.id]
        self._mark(route, -1)
        self._ports[route.points[0], route.leaves].remove(route.flow.id)
        self._ports[route.points[-1], route.reaches].remove("")

    def _search(self, flow: Flow) -> Route:
        is_back = flow.id in self.reading.back
        starts = [(port, self._leaving(flow, port, is_back)) for port in self.grid.exits(flow)]
        ends = [(port, self._reaching(flow, port, is_back)) for port in self.grid.entries(flow)]
        return _Search(self, flow, is_back).run(starts, ends)

    def _leaving(self, flow: Flow, port: Port, is_back: bool) -> float:
        node = self.graph.nodes[flow.source]
        has_sides = node.is_box or (node.host is not None and node.host not in self.grid.frames)
        cost = port.cost + self._crowd(has_sides, port, is_leaving=True)
        if is_back and not node.host:
            cost += {DOWN: 0.0, UP: 45.0}.get(port.side, 60.0)
        elif flow.id not in self.reading.main and port.side == RIGHT and node.is_gateway:
            cost += 30.0
        if not node.host and port.side == DOWN and node.id in self.graph.boundary:
            cost += _OVER
        return cost + self._crowded(node.id, port)

    def _reaching(self, flow: Flow, port: Port, is_back: bool) -> float:
        node = self.graph.nodes[flow.target]
        cost = port.cost + self._crowd(node.is_box, port, is_leaving=False)
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

    def _crowd(self, is_box: bool, port: Port, *, is_leaving: bool) -> float:
        """Return what it costs that others use the side."""
        others = self._ports[port.cell, port.side]
        mixed = sum(bool(other) != is_leaving for other in others)
        if is_box:
            return 30.0 * len(others) + 80.0 * mixed + (_OVER if len(others) >= 3 else 0.0)
        return 500.0 * len(others) + 300.0 * mixed + (_OVER if len(others) >= 2 else 0.0)


def grid_row(grid: Grid, node: str) -> int:
    return grid.row[grid.graph.nodes[node].host or node]


class _Search:
    """A* over points and directions."""

    def __init__(self, router: Router, flow: Flow, is_back: bool) -> None:
        self.router, self.flow, self.is_back = router, flow, is_back
        self.grid = router.grid
        self.level = router.graph.level(flow)
        self.is_down = grid_row(self.grid, flow.source) < grid_row(self.grid, flow.target)
        self.bend = BEND * (1.3 if flow.id in router.reading.main else 1.0)

    def run(self, starts: list[tuple[Port, float]], ends: list[tuple[Port, float]]) -> Route:
        goals: dict[tuple[int, int], list[tuple[float, Port]]] = {}
        for port, cost in ends:
            goals.setdefault((port.point, (port.side + 2) % 4), []).append((cost, port))
        left = self._left([(*self._place(port.point), cost) for port, cost in ends])
        free, steps = self.grid.free(self.level), self.grid.steps
        known: dict[tuple[int, int], float] = {}
        came: dict[tuple[int, int], tuple[int, int] | Port] = {}
        queue: list[tuple[float, float, int, int]] = []
        best: tuple[float, tuple[int, int], Port] | None = None
        for port, cost in starts:
            state = port.point, port.side
            cost += self._step(port.cell, port.side)
            if free[port.point] and cost < known.get(state, _FAR):
                known[state], came[state] = cost, port
                heapq.heappush(queue, (cost + left(port.point), cost, *state))
        while queue:
            bound, cost, point, heading = heapq.heappop(queue)
            if best is not None and bound >= best[0]:
                break
            if cost > known[point, heading]:
                continue
            for turn in (0, 1, 3):
                towards = (heading + turn) % 4
                after = steps[towards][point][0]
                is_goal = (point, towards) in goals
                if after < 0 or not (is_goal or free[after]):
                    continue
                reached = cost + self._at(point, heading, towards) + self._step(point, towards)
                for extra, port in goals[point, towards] if is_goal else ():
                    if best is None or reached + extra < best[0]:
                        best = reached + extra, (point, heading), port
                if free[after] and reached < known.get((after, towards), _FAR):
                    known[after, towards], came[after, towards] = reached, (point, heading)
                    heapq.heappush(queue, (reached + left(after), reached, after, towards))
        assert best is not None, self.flow.id
        return self._route(best[1], best[2], came)

    def _route(
        self, last: tuple[int, int], end: Port, came: dict[tuple[int, int], tuple[int, int] | Port]
    ) -> Route:
        points = [end.cell]
        state: tuple[int, int] | Port = last
        while not isinstance(state, Port):
            points.append(state[0])
            state = came[state]
        points.append(state.cell)
        return Route(self.flow, tuple(reversed(points)), state.side, end.side, self.is_back)

    def _place(self, point: int) -> tuple[float, float]:
        across, down = self.grid.where(point)
        return self.grid.x[across], self.grid.y[down]

    def _left(self, marks: list[tuple[float, float, float]]) -> Callable[[int], float]:
        """Return what tells, of a point, what is at least still to come."""
        found: dict[int, float] = {}

        def left(point: int) -> float:
            if point not in found:
                x, y = self._place(point)
                found[point] = min([abs(a - x) + abs(d - y) + cost for a, d, cost in marks])
            return found[point]

        return left

    def _step(self, point: int, towards: int) -> float:
        """Return what a step to the next point costs."""
        _, length, unit, is_middle = self.grid.steps[towards][point]
        cost = length + self.router.units[unit] * (MIDDLE if is_middle else 3.0)
        if towards == LEFT and not self.is_back:
            cost += length * (0.3 if self.is_down else AGAINST) + 10.0
        return cost

    def _at(self, point: int, heading: int, towards: int) -> float:
        """Return what it costs to pass a point: bends, and what lies there."""
        level, upright = self.router.straight
        if heading == towards:
            return (upright if heading in (RIGHT, LEFT) else level)[point] * CROSSING
        return self.bend + (level[point] + upright[point]) * MEETING
