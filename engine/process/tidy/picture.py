"""A laid out diagram: the boxes of its nodes, words and lanes, and the points of its arrows.

Put together from what stands where across and down. Refuses to know how a file says it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import Final

from engine.process.drawing import Box
from engine.process.tidy import text
from engine.process.tidy.across import Across
from engine.process.tidy.down import Down
from engine.process.tidy.furniture import Rect
from engine.process.tidy.graph import Graph
from engine.process.tidy.grid import DOWN, RIGHT, UP, Grid
from engine.process.tidy.order import Reading
from engine.process.tidy.place import Placement
from engine.process.tidy.ports import Ports
from engine.process.tidy.routes import Router
from engine.process.tidy.tracks import tracks_of

Point = tuple[float, float]
MARGIN: Final = 26.0  # between the edge of the lanes and what stands in them
WIDEST: Final = 1900.0
HEADER: Final = 30.0  # of a pool and of a lane, as bpmn-js draws them


@dataclass(frozen=True)
class Picture:
    """Positions of everything that is drawn; without lanes there is no pool."""

    boxes: dict[str, Box]
    labels: dict[str, Box]
    lines: dict[str, tuple[Point, ...]]
    lanes: tuple[Box, ...]
    pool: Box | None
    lane_of: dict[str, int]
    frames: frozenset[str]
    crowded: frozenset[str]  # steps without a free side for their article
    notes: tuple[Box, ...]  # the room kept for articles
    ties: dict[str, tuple[Point, ...]] = field(default_factory=dict)  # of annotations and data


def picture_of(graph: Graph, reading: Reading, placement: Placement) -> Picture:
    """Return the picture of a placement."""
    return _Picture(graph, reading, placement).picture()


class _Picture:
    def __init__(self, graph: Graph, reading: Reading, placement: Placement) -> None:
        self.graph = graph
        self.grid = Grid(graph, placement)
        self.routes = Router(graph, reading, self.grid).route()
        self.tracks = tracks_of(self.routes, self.grid)
        self.ports = Ports(graph, self.grid, self.routes, self.tracks)
        self.down = Down(graph, self.grid, self.tracks, self.ports)
        self.across = Across(graph, self.grid, self.tracks, self.ports, self.down)
        self.boxes: dict[str, Box] = {}
        self.labels: dict[str, Box] = {}
        self.notes: list[Box] = []

    def picture(self) -> Picture:
        picture = self._drawn()
        if _width(picture) > WIDEST:
            self.across = Across(self.graph, self.grid, self.tracks, self.ports, self.down, is_tight=True)
            self.boxes, self.labels, self.notes = {}, {}, []
            picture = self._drawn()
        return picture

    def _drawn(self) -> Picture:
        for code in self.graph.nodes:
            self._box(code)
        lines = {flow: self._line(flow) for flow in self.routes}
        return self._moved(lines)

    def _box(self, code: str) -> None:
        node = self.graph.nodes[code]
        if node.is_frame:
            frame = self.grid.frames[code]
            left, right = self.across.x((code, "left")), self.across.x((code, "right"))
            top, bottom = self.down.row(frame.top), self.down.row(frame.bottom)
            self.boxes[code] = Box(left, top, right - left, bottom - top)
            return
        x, y = self._middle(code)
        self.boxes[code] = Box(x - node.width / 2, y - node.height / 2, node.width, node.height)
        rooms = self.ports.rooms[code]
        if rooms.note:
            self.notes.append(_as_box(rooms.note.moved(x, y)))
        if rooms.name:
            self.labels[code] = _as_box(rooms.name.moved(x, y))
        for flow, room in rooms.answers.items():
            self.labels[flow] = _as_box(room.moved(x, y))

    def _middle(self, code: str) -> Point:
        node = self.graph.nodes[code]
        if node.host is None or node.host in self.grid.frames:
            return self.across.x(code), self.across.y(code)
        by_x, by_y = self.ports.event_at(code)
        return self.across.x(node.host) + by_x, self.across.y(node.host) + by_y

    def _line(self, flow: str) -> tuple[Point, ...]:
        runs, route = self.tracks.runs[flow], self.routes[flow]
        places = [self.across.x(run.key) if run.is_upright else self.down.run(run) for run in runs]
        points = [self._end(route.flow.source, route.leaves, places[0], runs[0].is_upright)]
        for index in range(len(runs) - 1):
            one, other = places[index], places[index + 1]
            points.append((one, other) if runs[index].is_upright else (other, one))
        points.append(self._end(route.flow.target, route.reaches, places[-1], runs[-1].is_upright))
        return tuple(points)

    def _end(self, code: str, side: int, place: float, is_upright: bool) -> Point:
        """Return where a line meets the outline of a node."""
        node, box = self.graph.nodes[code], self.boxes[code]
        x, y = box.x + box.width / 2, box.y + box.height / 2
        away = place - (x if is_upright else y)
        reach = (box.height if is_upright else box.width) / 2
        if node.is_gateway:
            reach -= abs(away)
        elif node.is_event:
            reach = max(reach**2 - away**2, 0.0) ** 0.5
        if side in (UP, DOWN):
            return place, y + (reach if side == DOWN else -reach)
        return x + (reach if side == RIGHT else -reach), place

    def _moved(self, lines: dict[str, tuple[Point, ...]]) -> Picture:
        """Return the picture with its corner at a round place and lanes around it."""
        taken = (*self.boxes.values(), *self.labels.values(), *self.notes)
        left = min([box.x for box in taken], default=0.0)
        left = min([left, *(x for points in lines.values() for x, _ in points)])
        right = max([box.x + box.width for box in taken], default=0.0)
        right = max([right, *(x for points in lines.values() for x, _ in points)])
        tops = [self.down.lane(lane) for lane in range(self.down.lanes + 1)]
        headers = 2 * HEADER if self.graph.lanes else 0.0
        dx, dy = round(headers + MARGIN - left), -tops[0]
        width = headers + right - left + 2 * MARGIN
        lanes = tuple(
            Box(HEADER, floor(top + dy), floor(width) - HEADER, floor(bottom + dy) - floor(top + dy))
            for top, bottom in zip(tops, tops[1:], strict=False)
        )
        return Picture(
            {code: _shifted(box, dx, dy) for code, box in self.boxes.items()},
            {code: _words_at(box, dx, dy) for code, box in self.labels.items()},
            {
                flow: tuple((floor(x + dx), floor(y + dy)) for x, y in points)
                for flow, points in lines.items()
            },
            lanes if self.graph.lanes else (),
            Box(0, 0, floor(width), floor(tops[-1] + dy)) if self.graph.lanes else None,
            self._lane_of(tops),
            frozenset(self.grid.frames),
            frozenset(code for code, room in self.ports.rooms.items() if room.is_crowded),
            tuple(_words_at(box, dx, dy) for box in self.notes),
        )

    def _lane_of(self, tops: list[float]) -> dict[str, int]:
        """Return the lane in which the middle of everything lies; a level is where its arrows come in."""
        found = {}
        for code, node in self.graph.nodes.items():
            y = self._middle(code)[1] if not node.is_frame else self.boxes[code].y + 1
            found[code] = max((lane for lane, top in enumerate(tops[:-1]) if top <= y), default=0)
        return found


def _width(picture: Picture) -> float:
    return picture.pool.width if picture.pool else max(box.x + box.width for box in picture.boxes.values())


def _as_box(room: Rect) -> Box:
    return Box(room.left, room.top, room.right - room.left, room.bottom - room.top)


def _shifted(box: Box, dx: float, dy: float) -> Box:
    """Return a box at a whole place: bpmn-js writes no other, and would move what it did not change."""
    left, top = floor(box.x + dx), floor(box.y + dy)
    return Box(left, top, floor(box.x + box.width + dx) - left, floor(box.y + box.height + dy) - top)


def _words_at(box: Box, dx: float, dy: float) -> Box:
    """Return the box of words at a whole place, and none narrower: they would fall into other lines."""
    return Box(floor(box.x + dx), floor(box.y + dy), ceil(box.width), ceil(box.height))


__all__ = ["Picture", "picture_of", "text"]
