"""The requirement graph: every requirement exists, and none leads back to itself."""

from __future__ import annotations

from engine.decisions import model
from engine.decisions.errors import DecisionError


def find_node(found: model.Model, name: str) -> model.Node:
    """Return a decision or service by its id, else by its name."""
    if name in found.doubled:
        raise DecisionError("decision.id_missing_or_twice", name)
    node = found.nodes.get(name)
    if isinstance(node, model.Decision | model.Service):
        return node
    for node in found.nodes.values():
        names = (".".join((*node.origin, name_)) for name_ in (node.name, node.variable))
        if isinstance(node, model.Decision | model.Service) and name in names:
            return node
    raise DecisionError("decision.unknown", name)


def needs_of(node: model.Node) -> tuple[str, ...]:
    """Return the ids a node can't be evaluated without."""
    if isinstance(node, model.Service):
        return (*node.requirements, *node.outputs, *node.encapsulated)
    return node.requirements


def check_graph(found: model.Model) -> None:
    """Refuse requirements of unknown nodes and loops of them."""
    for node in found.nodes.values():
        for needed in needs_of(node):
            if needed not in found.nodes:
                raise DecisionError("decision.requirement_unknown", node.id, requirement=needed)
    done: set[str] = set()
    for start in found.nodes:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            current, is_left = stack.pop()
            if is_left:
                on_path.discard(path.pop())
                done.add(current)
            elif current in on_path:
                raise DecisionError("decision.requirement_cyclic", current)
            elif current not in done:
                path.append(current)
                on_path.add(current)
                stack.append((current, True))
                stack.extend((needed, False) for needed in _decision_needs(found, current))


def _decision_needs(found: model.Model, id_: str) -> tuple[str, ...]:
    """A business knowledge model may call itself; that loop is one of calls, and those are counted."""
    node = found.nodes[id_]
    if isinstance(node, model.Knowledge):
        return tuple(
            needed for needed in node.requirements if not isinstance(found.nodes[needed], model.Knowledge)
        )
    return needs_of(node)
