"""The search for a better picture: one choice of the placement after another is tried otherwise.

What is at the ends of the worst arrows comes first. The same graph gives the same steps, and their number is
limited by the size of the graph, so that it ends in seconds for any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Final

from engine.process.tidy.graph import Flow, Graph
from engine.process.tidy.order import reading_of
from engine.process.tidy.outlook import outlook
from engine.process.tidy.picture import Picture, picture_of
from engine.process.tidy.place import ROWS_OF_A_LANE, ROWS_WITHOUT_LANES, Choices, Placement, place
from engine.process.tidy.score import Score, score_of

WORK: Final = 1_800_000  # of all trials together: the work of one grows with the square of the elements
LEAST, MOST = 10, 400  # trials
MISSES: Final = 40
LOOKED_AT: Final = 14  # nodes whose changes are weighed at once
TRIED: Final = 24  # of these changes
KICK: Final = 2  # changes at once, where no single one helps


def best_picture(graph: Graph, trials: int | None = None) -> Picture:
    """Return the best picture of a search; without `trials` there are as many as the size allows."""
    return _Search(graph, trials).run()


class _Search:
    def __init__(self, graph: Graph, trials: int | None) -> None:
        self.graph, self.reading = graph, reading_of(graph)
        elements = max(1, len(graph.nodes) + len(graph.flows))
        self.left = trials or min(MOST, max(LEAST, WORK // elements**2))
        self.random = Random(elements)
        self.rows = ROWS_OF_A_LANE if graph.lanes else ROWS_WITHOUT_LANES
        self.choices = Choices()
        self.seen: set[tuple[object, ...]] = set()
        self.placement, self.picture, self.score = self._try(self.choices)

    def run(self) -> Picture:
        """Climb to what no single change makes better; then change several at once, and climb again.

        In turn it goes on from the best with few and with more changes, and from the beginning.
        """
        while self.left > 0 and self._step():
            pass
        best = self.choices, self.placement, self.picture, self.score
        misses = 0
        while self.left > 0 and misses < MISSES:
            if misses % 3 == 2:
                self.choices = Choices()
            self._kick(KICK * (1 + misses % 3))
            while self.left > 0 and self._step():
                pass
            if self.score.total < best[3].total - 1:
                best, misses = (self.choices, self.placement, self.picture, self.score), 0
            else:
                self.choices, self.placement, self.picture, self.score = best
                misses += 1
        return best[2]

    def _kick(self, changes_made: int) -> None:
        """Make some changes whether they are good or not."""
        nodes = self._suspects()
        for _ in range(changes_made):
            node = nodes[int(self.random.random() ** 1.5 * len(nodes))]
            changes = list(self._of_node(node))
            if changes:
                self.choices = changes[int(self.random.random() * len(changes))]
        self.placement, self.picture, self.score = self._try(self.choices)

    def _step(self) -> bool:
        """Take the first change that makes the picture better; say whether there was one."""
        for choices, placement in self._candidates():
            if self.left <= 0:
                return False
            found = self._try(choices, placement)
            if found[2].total < self.score.total - 1:
                self.choices = choices
                self.placement, self.picture, self.score = found
                return True
        return False

    def _candidates(self) -> list[tuple[Choices, Placement]]:
        """Return the changes that look best before anything is drawn, each placement once."""
        found: list[tuple[float, int, Choices, Placement]] = []
        keys = set(self.seen)
        for choices in self._changes():
            placement = place(self.graph, self.reading, choices)
            key = self._key(placement)
            if key not in keys:
                keys.add(key)
                found.append((outlook(self.graph, placement), len(found), choices, placement))
        found.sort(key=lambda candidate: candidate[:2])
        return [(choices, placement) for _, _, choices, placement in found[:TRIED]]

    def _try(self, choices: Choices, placement: Placement | None = None) -> tuple[Placement, Picture, Score]:
        self.left -= 1
        placement = placement or place(self.graph, self.reading, choices)
        self.seen.add(self._key(placement))
        picture = picture_of(self.graph, self.reading, placement)
        return placement, picture, score_of(self.graph, self.reading, picture)

    def _key(self, placement: Placement) -> tuple[object, ...]:
        return tuple(placement.column.items()), tuple(placement.row.items()), placement.lane_of_row

    def _changes(self) -> Iterator[Choices]:
        for node in self._suspects()[:LOOKED_AT]:
            yield from self._of_node(node)

    def _suspects(self) -> list[str]:
        """Return the nodes, those at the ends of the worst arrows first."""
        blame = dict.fromkeys(self.graph.nodes, 0.0)
        for flow in self.graph.flows:
            for node in (flow.source, flow.target):
                node = self.graph.nodes[node].host or node
                blame[node] += self.score.blame.get(flow.id, 0.0)
        ordered = sorted(blame, key=lambda node: (-blame[node], self.reading.rank[node]))
        return [node for node in ordered if not self.graph.nodes[node].host]

    def _of_node(self, node: str) -> Iterator[Choices]:
        now = self.choices
        chain = self._chain(node)
        if not self.graph.nodes[node].is_frame:
            for row in range(self.rows):
                if now.row.get(node) != row:
                    yield replace(now, row={**now.row, node: row})
            for row in range(self.rows if len(chain) > 1 else 0):
                yield replace(now, row={**now.row, **dict.fromkeys(chain, row)})
        if len(self.graph.incoming[node]) == 1:
            yield replace(now, early=now.early ^ frozenset(chain))
        for flow in (*self.graph.incoming[node], *self.graph.outgoing[node]):
            yield replace(now, beside=now.beside ^ {flow.id})
        before = [flow for flow in self.graph.incoming[node] if flow.id not in self.reading.back]
        down = [flow.id for flow in before if self._leads_down(flow)]
        for flow_ in down if len(before) > 1 else ():
            yield replace(now, loose=now.loose ^ {flow_})
        if len(down) > 1:
            first = min(down, key=lambda flow_: self._column(flow_))
            yield replace(now, loose=now.loose | frozenset(down) - {first})
        wait = now.wait.get(node, 0)
        yield replace(now, wait={**now.wait, node: wait + 1})
        if wait:
            yield replace(now, wait={**now.wait, node: wait - 1})

    def _column(self, flow: str) -> int:
        """Return the column of the source of a flow."""
        source = next(found.source for found in self.graph.flows if found.id == flow)
        return self.placement.column[source]

    def _leads_down(self, flow: Flow) -> bool:
        source = self.graph.nodes[flow.source].host or flow.source
        return self.placement.row[source] < self.placement.row[flow.target]

    def _chain(self, node: str) -> list[str]:
        """Return a node with those that follow it one by one in its lane."""
        chain = [node]
        while len(chain) < len(self.graph.nodes):
            after = [flow for flow in self.graph.outgoing[chain[-1]] if flow.id in self.reading.main]
            if not after or after[0].target in chain:
                break
            target = self.graph.nodes[after[0].target]
            if target.lane != self.graph.nodes[node].lane or target.is_frame:
                break
            if len(self.graph.incoming[target.id]) > 1:
                break
            chain.append(target.id)
        return chain
