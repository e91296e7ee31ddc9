"""The order of arrows that share a channel: which runs left of which, so that they cross least.

Two arrows that run along each other keep their sides as they part at either end; where the ends disagree they
cross once. Refuses to know distances.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from engine.process.tidy.grid import DOWN, LEFT, RIGHT, UP, Grid
from engine.process.tidy.routes import Route

# What it weighs to have two runs in the wrong order.
ON_EACH_OTHER, CROSSING, NEAR = 4000, 1000, 1
SWAPS: Final = 4
Key = tuple[str, int]
Line = tuple[bool, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A straight part of a route: upright or level, on a line of the grid, from `low` to `high`."""

    flow: str
    index: int
    is_upright: bool
    line: int
    low: int
    high: int
    is_first: bool
    is_last: bool

    @property
    def key(self) -> Key:
        return self.flow, self.index


@dataclass(frozen=True)
class Tracks:
    """The runs of all routes, and the place of each among those of its line."""

    runs: Mapping[str, tuple[Run, ...]]
    place: Mapping[Key, int]


def tracks_of(routes: Mapping[str, Route], grid: Grid) -> Tracks:
    """Return the runs of routes in an order that avoids crossings."""
    return _Tracks(routes, grid).tracks()


class _Tracks:
    def __init__(self, routes: Mapping[str, Route], grid: Grid) -> None:
        self.routes, self.grid = routes, grid
        self.runs: dict[str, tuple[Run, ...]] = {}
        self.run_of: dict[str, list[int]] = {}
        for flow, route in routes.items():
            self.runs[flow], self.run_of[flow] = _runs(flow, route, grid)
        self.before: dict[Line, dict[tuple[Key, Key], int]] = defaultdict(dict)

    def tracks(self) -> Tracks:
        for one, other in self._meeting():
            self._compare(one, other)
        place: dict[Key, int] = {}
        lines: dict[Line, list[Run]] = defaultdict(list)
        for runs in self.runs.values():
            for run in runs:
                lines[run.is_upright, run.line].append(run)
        for line, runs_of_line in lines.items():
            order = _sorted([run.key for run in runs_of_line], self.before[line])
            place |= {key: index for index, key in enumerate(order)}
        return Tracks(self.runs, place)

    def _meeting(self) -> list[tuple[str, str]]:
        at: dict[int, list[str]] = defaultdict(list)
        for flow, route in self.routes.items():
            for point in route.points:
                at[point].append(flow)
        number = {flow: index for index, flow in enumerate(self.routes)}
        pairs = {pair for flows in at.values() for pair in combinations(flows, 2)}
        return sorted(pairs, key=lambda pair: (number[pair[0]], number[pair[1]]))

    def _compare(self, one: str, other: str) -> None:
        p, q = self.routes[one].points, self.routes[other].points
        place = {point: index for index, point in enumerate(q)}
        i = 0
        while i < len(p) - 1:
            step = self._step(p, i, place)
            if not step:
                self._corner(one, other, i, place)
                i += 1
                continue
            end = i + 1
            while end < len(p) - 1 and self._step(p, end, place) == step:
                end += 1
            self._along(one, other, (i, end), (place[p[i]], step))
            i = end

    @staticmethod
    def _step(p: tuple[int, ...], i: int, place: Mapping[int, int]) -> int:
        """Return whether another route takes the step after `i`: 1 the same way, -1 the other way round."""
        here, there = place.get(p[i]), place.get(p[i + 1])
        return there - here if here is not None and there is not None and abs(there - here) == 1 else 0

    def _along(self, one: str, other: str, part: tuple[int, int], match: tuple[int, int]) -> None:
        """Put two routes side by side where they run along each other."""
        p, q = self.routes[one].points, self.routes[other].points
        (i, end), (j, step) = part, match
        last = j + step * (end - i)
        at_end = at_start = 0
        if self._goes_on(p, end, 1, q, last, step):
            at_end = self._turn(p, end, 1) - self._turn(q, last, step)
        if self._goes_on(p, i, -1, q, j, -step):
            at_start = self._turn(q, j, -step) - self._turn(p, i, -1)
        # Where they part to both sides of a middle they would lie on each other there, not only cross.
        is_at_start = abs(at_start) == 2 and self._is_in_middle(p[i], p[i + 1])
        is_at_end = abs(at_end) == 2 and self._is_in_middle(p[end], p[end - 1])
        side = (at_start if is_at_start else at_end) or at_start or -1
        weight = ON_EACH_OTHER if is_at_start or is_at_end else CROSSING
        for k in range(i, end):
            heading = self._heading(p[k], p[k + 1])
            mine = one, self.run_of[one][k]
            theirs = other, self.run_of[other][min(j + step * (k - i), j + step * (k - i + 1))]
            is_first = (side < 0) == (heading in (UP, RIGHT))
            pair = (mine, theirs) if is_first else (theirs, mine)
            self._note(self.runs[one][mine[1]], pair, weight)

    def _is_in_middle(self, point: int, towards: int) -> bool:
        """Tell whether the line across at a point is the middle of a row or column."""
        across, down = self.grid.where(point)
        return bool((down if abs(towards - point) != 1 else across) % 2)

    @staticmethod
    def _goes_on(p: tuple[int, ...], i: int, by: int, q: tuple[int, ...], j: int, step: int) -> bool:
        return 0 <= i + by < len(p) and 0 <= j + step < len(q)

    def _turn(self, p: tuple[int, ...], i: int, by: int) -> int:
        """Return how a route goes on at a point: -1 to the left, 0 straight, 1 to the right."""
        turn = (self._heading(p[i], p[i + by]) - self._heading(p[i - by], p[i])) % 4
        return {0: 0, 1: 1, 3: -1}.get(turn, 0)

    def _heading(self, one: int, other: int) -> int:
        by = other - one
        return RIGHT if by == 1 else LEFT if by == -1 else DOWN if by > 0 else UP

    def _corner(self, one: str, other: str, i: int, place: Mapping[int, int]) -> None:
        """Keep apart two routes that turn at one point into different quarters."""
        p, q = self.routes[one].points, self.routes[other].points
        j = place.get(p[i])
        if j is None or not 0 < i < len(p) - 1 or not 0 < j < len(q) - 1:
            return
        mine = {self._heading(p[i], p[i - 1]): i - 1, self._heading(p[i], p[i + 1]): i}
        theirs = {self._heading(q[j], q[j - 1]): j - 1, self._heading(q[j], q[j + 1]): j}
        if len(mine.keys() | theirs.keys()) < 4 or {RIGHT, LEFT} <= mine.keys() or {UP, DOWN} <= mine.keys():
            return
        upright = [
            (one, self.run_of[one][mine.get(UP, mine.get(DOWN, 0))]),
            (other, self.run_of[other][theirs.get(UP, theirs.get(DOWN, 0))]),
        ]
        level = [
            (one, self.run_of[one][mine.get(LEFT, mine.get(RIGHT, 0))]),
            (other, self.run_of[other][theirs.get(LEFT, theirs.get(RIGHT, 0))]),
        ]
        if LEFT not in mine:
            upright.reverse()
        if UP not in mine:
            level.reverse()
        across, down = self.grid.where(p[i])
        for pair, line in ((upright, down), (level, across)):
            self._note(
                self.runs[pair[0][0]][pair[0][1]], (pair[0], pair[1]), ON_EACH_OTHER if line % 2 else NEAR
            )

    def _note(self, run: Run, pair: tuple[Key, Key], weight: int) -> None:
        known = self.before[run.is_upright, run.line]
        known[pair] = max(known.get(pair, 0), weight)


def _runs(flow: str, route: Route, grid: Grid) -> tuple[tuple[Run, ...], list[int]]:
    """Return the straight parts of a route, and to which of them each of its steps belongs."""
    points = route.points
    starts = [
        i for i in range(len(points) - 1) if i == 0 or points[i + 1] - points[i] != points[i] - points[i - 1]
    ]
    runs, run_of = [], []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(points) - 1
        (a, d), (b, e) = grid.where(points[start]), grid.where(points[end])
        is_upright = a == b
        low, high = sorted((d, e) if is_upright else (a, b))
        line = a if is_upright else d
        runs.append(Run(flow, index, is_upright, line, low, high, index == 0, index == len(starts) - 1))
        run_of += [index] * (end - start)
    return tuple(runs), run_of


def _sorted(keys: list[Key], before: Mapping[tuple[Key, Key], int]) -> list[Key]:
    """Return keys in an order that contradicts as little as possible."""
    left, order = list(keys), []
    weight: dict[Key, int] = dict.fromkeys(keys, 0)
    after: dict[Key, list[tuple[Key, int]]] = defaultdict(list)
    for (earlier, later), heavy in before.items():
        weight[later] += heavy
        after[earlier].append((later, heavy))
    while left:
        first = min(left, key=lambda key: weight[key])
        left.remove(first)
        order.append(first)
        for later, heavy in after[first]:
            weight[later] -= heavy
    for _ in range(SWAPS):
        for index in range(len(order) - 1):
            one, other = order[index], order[index + 1]
            if before.get((other, one), 0) > before.get((one, other), 0):
                order[index], order[index + 1] = other, one
    return order
