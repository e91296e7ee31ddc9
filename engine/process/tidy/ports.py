"""Ports on the sides of nodes, where arrows begin and end, and where boundary events stand.

Refuses to know where nodes stand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from engine.process.tidy import text
from engine.process.tidy.furniture import BESIDE, NAME_ROOM, Furniture, Rect, Side, boundary_name, furnish
from engine.process.tidy.graph import BETWEEN_EVENTS, EVENT, FROM_CORNER, Graph, Node
from engine.process.tidy.grid import DOWN, UP, Grid
from engine.process.tidy.routes import Route
from engine.process.tidy.tracks import Run, Tracks

APART: Final = 18.0
AT_BRANCH: Final = 16.0  # so that its end is nearer to this corner than to the next
FROM_EVENT: Final = 32.0  # of an arrow at the same side


@dataclass(frozen=True, slots=True)
class End:
    """One end of a route at the side of a node."""

    route: Route
    run: Run
    leaves: bool


class Ports:
    """Offsets of the ends of arrows and of boundary events from the middle of their side."""

    def __init__(self, graph: Graph, grid: Grid, routes: dict[str, Route], tracks: Tracks) -> None:
        self.graph, self.grid, self.routes, self.tracks = graph, grid, routes, tracks
        self.offset: dict[tuple[str, bool], float] = {}  # by flow, and whether it is the end that leaves
        self.event: dict[str, tuple[int, float]] = {}  # boundary events of steps: side, offset
        self._sides: dict[str, list[Side]] = defaultdict(list)
        self._spread()
        self._lone_events()
        self.rooms = {node.id: self._furnish(node.id) for node in graph.nodes.values()}

    def _spread(self) -> None:
        at: dict[tuple[int, int], list[End]] = defaultdict(list)
        for flow, route in self.routes.items():
            runs = self.tracks.runs[flow]
            at[route.points[0], route.leaves].append(End(route, runs[0], leaves=True))
            at[route.points[-1], route.reaches].append(End(route, runs[-1], leaves=False))
        for (_, side), ends in at.items():
            ends.sort(key=lambda end: self.tracks.place[end.run.key])
            for end, offset in zip(ends, self._offsets(side, ends), strict=True):
                self._set(side, end, offset)

    def _set(self, side: int, end: End, offset: float) -> None:
        flow = end.route.flow
        self.offset[flow.id, end.leaves] = offset
        node = self.graph.nodes[flow.source if end.leaves else flow.target]
        if end.leaves and node.host and node.host not in self.grid.frames:
            self.event[node.id] = side, offset
            self._sides[node.host].append(Side(flow, side, offset, leaves=False))
        else:
            self._sides[node.id].append(Side(flow, side, offset, end.leaves))

    def _offsets(self, side: int, ends: list[End]) -> list[float]:
        if any(self._is_event(end) for end in ends):
            return self._beside_events(ends)
        first = ends[0]
        node = self.graph.nodes[first.route.flow.source if first.leaves else first.route.flow.target]
        if node.is_frame or node.host in self.grid.frames:
            return [0.0] * len(ends)
        straight = [index for index, end in enumerate(ends) if end.run.is_first and end.run.is_last]
        middle = float(straight[0]) if len(straight) == 1 and node.is_box else (len(ends) - 1) / 2
        room = (node.width if side in (UP, DOWN) else node.height) / 2 - 8
        apart = APART if node.is_box else min(AT_BRANCH, node.width / 2)
        most = max(middle, len(ends) - 1 - middle)
        if most * apart > room:
            middle = (len(ends) - 1) / 2
            apart = min(apart, room / max(middle, 0.5))
        return [(index - middle) * apart for index in range(len(ends))]

    def _is_event(self, end: End) -> bool:
        host = self.graph.nodes[end.route.flow.source].host
        return end.leaves and host is not None and host not in self.grid.frames

    def _beside_events(self, ends: list[End]) -> list[float]:
        """Return offsets of events, from one end of a side, and of the arrows between them and the other."""
        events = [end for end in ends if self._is_event(end)]
        host = self.graph.nodes[events[0].route.flow.source].host or ""
        places = iter(self._event_offsets(host, len(events)))
        is_left = self._is_event(ends[0]) and not self._is_event(ends[-1])
        found, others = [], 0
        for end in ends if is_left else reversed(ends):
            if self._is_event(end):
                found.append(next(places))
            else:
                found.append(self._event_offsets(host, len(events))[-1] - FROM_EVENT - APART * others)
                others += 1
        return [-offset for offset in found] if is_left else list(reversed(found))

    def _event_offsets(self, host: str, count: int) -> list[float]:
        """Return the places of events from the right end of a side to the left."""
        last = self.graph.nodes[host].width / 2 - FROM_CORNER - EVENT / 2
        return [last - BETWEEN_EVENTS * index for index in range(count)]

    def _lone_events(self) -> None:
        """Give a place to boundary events from which nothing leads on."""
        for host, events in self.graph.boundary.items():
            if host in self.grid.frames:
                continue
            taken = sum(event in self.event for event in events)
            for event in events:
                if event not in self.event:
                    offset = self._event_offsets(host, taken + 1)[-1]
                    self.event[event] = DOWN, offset
                    taken += 1

    def sides(self, node: str) -> list[Side]:
        return self._sides[node]

    def _furnish(self, code: str) -> Furniture:
        node = self.graph.nodes[code]
        if node.host is None:
            return furnish(node, self._sides[code])
        if node.host in self.grid.frames:
            side = next((arrow.side for arrow in self._sides[code]), UP)
            return Furniture(boundary_name(node, side, is_left=False), None, {})
        side, offset = self.event[code]
        others = [arrow.offset for arrow in self._sides[node.host] if arrow.side == side]
        others += [
            at for event, (where, at) in self.event.items() if self._is_neighbour(event, node, where, side)
        ]
        across, _ = text.block(node.names, NAME_ROOM)
        is_left = any(offset < at < offset + across + EVENT / 2 + BESIDE for at in others)
        return Furniture(boundary_name(node, side, is_left=is_left), None, {})

    def _is_neighbour(self, event: str, node: Node, where: int, side: int) -> bool:
        return event != node.id and where == side and self.graph.nodes[event].host == node.host

    def body(self, code: str) -> tuple[Rect, ...]:
        """Return the node itself and its boundary events, relative to the middle of the node."""
        node = self.graph.nodes[code]
        found = [Rect(-node.width / 2, -node.height / 2, node.width / 2, node.height / 2)]
        for event in self.graph.boundary.get(code, ()):
            if event in self.event:
                x, y = self.event_at(event)
                found.append(Rect(x - EVENT / 2, y - EVENT / 2, x + EVENT / 2, y + EVENT / 2))
        return tuple(found)

    def around(self, code: str) -> tuple[Rect, ...]:
        """Return the rooms of words around a node and its boundary events."""
        found = list(self.rooms[code].all)
        for event in self.graph.boundary.get(code, ()):
            if event in self.event:
                found += [room.moved(*self.event_at(event)) for room in self.rooms[event].all]
        return tuple(found)

    def event_at(self, event: str) -> tuple[float, float]:
        """Return where a boundary event stands, relative to the middle of its host."""
        side, offset = self.event[event]
        host = self.graph.nodes[self.graph.nodes[event].host or ""]
        return offset, host.height / 2 if side == DOWN else -host.height / 2
