"""The order in which a process reads: which flows go back, which is the main way, what comes before what.

A flow goes back where a depth-first walk from the start meets a node that it is still inside of. The main way
follows, at each branch, what takes the most steps to its end. Refuses to know lanes and sizes.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.process.tidy.graph import Flow, Graph


@dataclass(frozen=True, slots=True)
class Reading:
    """The nodes of all levels, each after those that lead to it, and what is said of flows."""

    sequence: tuple[str, ...]
    back: frozenset[str]
    main: frozenset[str]
    rank: dict[str, int]
    before: dict[str, tuple[tuple[Flow, str], ...]]  # flows that lead forward to a node, from whose cells


def reading_of(graph: Graph) -> Reading:
    """Return in which order the nodes of a graph are read."""
    back = _back(graph)
    depth = _depth(graph, back)
    main = _main(graph, back, depth)
    sequence = _sequence(graph, back, main, depth)
    before = {
        node: tuple(
            (flow, graph.nodes[flow.source].host or flow.source) for flow in flows if flow.id not in back
        )
        for node, flows in graph.incoming.items()
    }
    return Reading(sequence, back, main, {node: place for place, node in enumerate(sequence)}, before)


def _starts(graph: Graph) -> list[str]:
    """Return where walks begin: what nothing leads to, then anything, each level in its order."""
    nodes = [node for node in graph.nodes.values() if not node.host]
    entries = [node.id for node in nodes if not graph.incoming[node.id]]
    return list(dict.fromkeys([*entries, *(node.id for node in nodes)]))


def _next(graph: Graph, node: str) -> list[tuple[str, str]]:
    """Return what follows a node, with the flow to it; boundary events follow their host."""
    after = [(flow.target, flow.id) for flow in graph.outgoing[node]]
    return [*after, *((event, "") for event in graph.boundary.get(node, ()))]


def _back(graph: Graph) -> frozenset[str]:
    state: dict[str, int] = {}
    back: set[str] = set()
    for start in _starts(graph):
        if start in state:
            continue
        state[start] = 1
        stack = [(start, iter(_next(graph, start)))]
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                state[node] = 2
                stack.pop()
            elif state.get(step[0]) == 1:
                back.add(step[1])
            elif step[0] not in state:
                state[step[0]] = 1
                stack.append((step[0], iter(_next(graph, step[0]))))
    return frozenset(back - {""})


def _postorder(graph: Graph, back: frozenset[str], order: dict[str, list[tuple[str, str]]]) -> list[str]:
    seen: set[str] = set()
    done: list[str] = []
    for start in _starts(graph):
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(order[start]))]
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                done.append(node)
                stack.pop()
            elif step[1] not in back and step[0] not in seen:
                seen.add(step[0])
                stack.append((step[0], iter(order[step[0]])))
    return done


def _depth(graph: Graph, back: frozenset[str]) -> dict[str, float]:
    """Return how much is still to be done from each node on, by the longest way."""
    after = {node: _next(graph, node) for node in graph.nodes}
    depth: dict[str, float] = {}
    for node in _postorder(graph, back, after):
        own = 1.0 if graph.nodes[node].is_box else 0.1
        depth[node] = own + max(
            (depth.get(target, 0) for target, flow in after[node] if flow and flow not in back), default=0
        )
    return depth


def _main(graph: Graph, back: frozenset[str], depth: dict[str, float]) -> frozenset[str]:
    """Return, for each node, the flow to what takes longest."""
    found = set()
    for node in graph.nodes:
        forward = [flow for flow in graph.outgoing[node] if flow.id not in back]
        if forward:
            found.add(max(forward, key=lambda flow: depth[flow.target]).id)
    return frozenset(found)


def _sequence(
    graph: Graph, back: frozenset[str], main: frozenset[str], depth: dict[str, float]
) -> tuple[str, ...]:
    """Return a topological order in which the main way is read before its side branches."""

    def late(step: tuple[str, str]) -> tuple[bool, bool, float]:
        return step[1] in main, bool(step[1]), depth[step[0]]

    after = {node: sorted(_next(graph, node), key=late) for node in graph.nodes}
    starts = list(reversed(_postorder(graph, back, after)))
    return tuple(starts)
