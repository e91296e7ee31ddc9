"""Columns and rows of nodes: each after what leads to it, in the rows of its lane, a cell for each.

Straight below or above its predecessor a node may stand in the same column, where the way is clear. Levels
are placed inside out: to the level around it an inner one is a block of cells. Refuses to know distances.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.process.tidy.graph import Flow, Graph
from engine.process.tidy.order import Reading

ROWS_OF_A_LANE: Final = 2
ROWS_WITHOUT_LANES: Final = 4


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices of the search that may differ from the first draft."""

    row: Mapping[str, int] = field(default_factory=dict)
    wait: Mapping[str, int] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()  # nodes that are placed as soon as what leads to them
    loose: frozenset[str] = frozenset()  # flows that may lead to the left, to a lower row


@dataclass(frozen=True, slots=True)
class Span:
    """The block of cells that an inner level takes: its first and last column are its edges."""

    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Placement:
    """The cell of every node; a boundary event has that of its host."""

    column: dict[str, int]
    row: dict[str, int]
    span: dict[str, Span]
    lane_of_row: tuple[int, ...]
    columns: int


class _Level:
    """The cells of one level while they are filled; columns count from the level's own left edge."""

    def __init__(self) -> None:
        self.taken: set[tuple[int, int]] = set()
        self.reserved: set[tuple[int, int]] = set()
        self.sides: set[tuple[str, str]] = set()
        self.column: dict[str, int] = {}
        self.row: dict[str, int] = {}
        self.rows: set[int] = set()
        self.span: dict[str, Span] = {}

    @property
    def width(self) -> int:
        return max((column for column, _ in self.taken), default=0) + 1

    def end(self, node: str) -> int:
        """Return the last column of a node or block."""
        return self.span[node].right if node in self.span else self.column[node]

    def is_clear(self, column: int, one: int, other: int) -> bool:
        low, high = sorted((one, other))
        cells = [(column, row) for row in range(low + 1, high)]
        return not any(cell in self.taken or cell in self.reserved for cell in cells)


def place(graph: Graph, reading: Reading, choices: Choices) -> Placement:
    """Return the cells of all nodes."""
    levels: dict[str | None, _Level] = {}
    for parent in sorted(graph.children, key=lambda level: -_nesting(graph, level)):
        levels[parent] = _Placing(graph, reading, choices, levels).level(parent)
    column, row, span = dict(levels[None].column), dict(levels[None].row), dict(levels[None].span)
    for parent in sorted(graph.children, key=lambda level: _nesting(graph, level)):
        if parent is None or parent not in span:
            continue
        inner, shift = levels[parent], span[parent].left + 1
        column |= {node: at + shift for node, at in inner.column.items()}
        row |= inner.row
        span |= {
            node: Span(block.left + shift, block.right + shift, block.top, block.bottom)
            for node, block in inner.span.items()
        }
    return _compressed(graph, column, row, span)


def _nesting(graph: Graph, level: str | None) -> int:
    depth = 0
    while level is not None:
        level, depth = graph.nodes[level].parent, depth + 1
    return depth


def _compressed(
    graph: Graph, column: dict[str, int], row: dict[str, int], span: dict[str, Span]
) -> Placement:
    used = sorted(set(row.values()) | {edge for block in span.values() for edge in (block.top, block.bottom)})
    at = {old: new for new, old in enumerate(used)}
    rows = ROWS_OF_A_LANE if graph.lanes else ROWS_WITHOUT_LANES
    return Placement(
        column,
        {node: at[old] for node, old in row.items()},
        {node: Span(s.left, s.right, at[s.top], at[s.bottom]) for node, s in span.items()},
        tuple(old // rows for old in used),
        max([*column.values(), *(block.right for block in span.values())], default=0) + 1,
    )


class _Placing:
    """Places the nodes of one level after another, in reading order."""

    def __init__(
        self, graph: Graph, reading: Reading, choices: Choices, inner: Mapping[str | None, _Level]
    ) -> None:
        self.graph, self.reading, self.choices, self.inner = graph, reading, choices, inner
        self.rows = ROWS_OF_A_LANE if graph.lanes else ROWS_WITHOUT_LANES

    def level(self, parent: str | None) -> _Level:
        level = _Level()
        for node in self._order(parent):
            if self.graph.nodes[node].is_frame:
                self._block(level, node)
            else:
                self._node(level, node)
        self._events(level, parent)
        return level

    def _order(self, parent: str | None) -> list[str]:
        """Return the nodes of a level in the order in which they take their cells."""
        nodes = [node for node in self.graph.children.get(parent, ()) if not self.graph.nodes[node].host]
        turn: dict[str, tuple[float, ...]] = {}
        for node in sorted(nodes, key=self.reading.rank.__getitem__):
            turn[node] = (float(self.reading.rank[node]),)
            if node in self.choices.early:
                turn[node] = max(
                    [
                        (*turn[source], turn[node][0])
                        for _, source in self.reading.before[node]
                        if source in turn
                    ],
                    default=turn[node],
                )
        return sorted(nodes, key=turn.__getitem__)

    def _node(self, level: _Level, node: str) -> None:
        best: tuple[float, int, int] | None = None
        before = self._before(level, node)
        for row in self._rows(node):
            column = self._column(level, node, row, before)
            cost = self._cost(level, before, column, row)
            if best is None or cost < best[0]:
                best = cost, column, row
        assert best is not None
        _, column, row = best
        level.column[node], level.row[node] = column, row
        level.taken.add((column, row))
        level.rows.add(row)
        for flow, source in before:
            self._reserve(level, flow, source, node)

    def _rows(self, node: str) -> Iterator[int]:
        first = self.graph.nodes[node].lane * self.rows
        if node in self.choices.row:
            yield first + self.choices.row[node] % self.rows
        else:
            yield from range(first, first + self.rows)

    def _before(self, level: _Level, node: str) -> list[tuple[Flow, str]]:
        """Return the flows that lead forward to a node, with the placed nodes from whose cells they come."""
        return [pair for pair in self.reading.before[node] if pair[1] in level.column]

    def _column(self, level: _Level, node: str, row: int, before: list[tuple[Flow, str]]) -> int:
        least = max(
            (
                self._least(level, flow, source, row)
                for flow, source in before
                if flow.id not in self.choices.loose
            ),
            default=0,
        )
        column = least + self.choices.wait.get(node, 0)
        while not self._fits(level, column, row, before):
            column += 1
        return column

    def _least(self, level: _Level, flow: Flow, source: str, row: int) -> int:
        """Return the first column that a flow allows its target."""
        if source in level.span:
            block = level.span[source]
            if self.graph.nodes[flow.source].host and not block.top <= row <= block.bottom:
                return block.left + 1 + max(0, (block.right - block.left - 1) // 3)
            return block.right + 1
        return level.column[source] + (0 if self._may_stack(level, flow, source, row) else 1)

    def _may_stack(self, level: _Level, flow: Flow, source: str, row: int) -> bool:
        """Tell whether an arrow may go straight up or down to a row."""
        if row == level.row[source] or flow.id in self.choices.beside or source in level.span:
            return False
        side = "bottom" if row > level.row[source] else "top"
        is_event = bool(self.graph.nodes[flow.source].host)
        if not is_event and side == "bottom" and source in self.graph.boundary:
            return False
        return (source, side) not in level.sides and level.is_clear(
            level.column[source], level.row[source], row
        )

    def _fits(self, level: _Level, column: int, row: int, before: list[tuple[Flow, str]]) -> bool:
        if (column, row) in level.taken or (column, row) in level.reserved:
            return False
        above = below = 0
        for flow, source in before:
            if source in level.span or level.column[source] != column:
                continue
            if not self._may_stack(level, flow, source, row):
                return False
            above += level.row[source] < row
            below += level.row[source] > row
        return above <= 1 and below <= 1

    def _cost(self, level: _Level, before: list[tuple[Flow, str]], column: int, row: int) -> float:
        cost = 2.0 * column
        straight = False
        for flow, source in before:
            if source in level.span:
                straight |= level.span[source].top <= row <= level.span[source].bottom
                continue
            at, side = level.column[source], level.row[source]
            is_free = side == row and (source, "right") not in level.sides
            is_free = is_free and not any((between, row) in level.taken for between in range(at + 1, column))
            straight |= is_free or at == column
            cost -= 0.6 if is_free and flow.id in self.reading.main else 0
        if row not in level.rows:
            cost += 1.2
        return cost + (0 if straight else 1.5) + 0.2 * (row % self.rows)

    def _reserve(self, level: _Level, flow: Flow, source: str, node: str) -> None:
        """Keep the cells free through which a straight arrow goes."""
        if source in level.span:
            return
        start, end = (level.column[source], level.row[source]), (level.column[node], level.row[node])
        if start[0] == end[0]:
            low, high = sorted((start[1], end[1]))
            level.reserved |= {(start[0], row) for row in range(low + 1, high)}
            is_down = end[1] > start[1]
            level.sides |= {
                (source, "bottom" if is_down else "top"),
                (node, "top" if is_down else "bottom"),
            }
        elif start[1] == end[1] and (source, "right") not in level.sides:
            cells = {(column, start[1]) for column in range(start[0] + 1, end[0])}
            if not cells & level.taken:
                level.reserved |= cells
                level.sides |= {(source, "right"), (node, "left")}

    def _block(self, level: _Level, node: str) -> None:
        """Place an inner level as a block of cells, behind what leads to it and clear of everything."""
        inner = self.inner.get(node) or _Level()
        rows = [*inner.row.values(), *(block.bottom for block in inner.span.values())]
        rows = rows or [self.graph.nodes[node].lane * self.rows]
        top, bottom = min(rows), max(rows)
        before = [
            level.end(source) + 1 if source in level.span or source in level.column else 0
            for _, source in self._before(level, node)
        ]
        left = max(before, default=0) + self.choices.wait.get(node, 0)
        width = inner.width + 2
        while any((left + c, row) in level.taken for c in range(width) for row in range(top, bottom + 1)):
            left += 1
        level.span[node] = Span(left, left + width - 1, top, bottom)
        level.column[node], level.row[node] = left, top
        level.taken |= {(left + c, row) for c in range(width) for row in range(top, bottom + 1)}

    def _events(self, level: _Level, parent: str | None) -> None:
        for node in self.graph.children.get(parent, ()):
            host = self.graph.nodes[node].host
            if host and host in level.column:
                level.column[node], level.row[node] = level.column[host], level.row[host]
