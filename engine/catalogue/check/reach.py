"""Reachability of elements that a case may come to, past those it must not pass.

Every flow counts as open; a boundary event may happen whenever its step is entered. Refuses to know what
conditions say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.process import Definition, Element

Node = tuple[str, bool]  # an element, and whether it is left


def reached(definition: Definition, *, but: Collection[str]) -> frozenset[str]:
    """Return the elements that are entered from the start on ways that pass none of those in `but`."""
    ways = _ways(definition)
    found, pending = set[Node](), [(definition.start.id, False)]
    while pending:
        node = pending.pop()
        if node in found or (node[1] and node[0] in but):
            continue
        found.add(node)
        pending += ways.get(node, ())
    return frozenset(name for name, is_left in found if not is_left)


def _ways(definition: Definition) -> dict[Node, list[Node]]:
    scopes = {scope.key: scope for scope in definition.scopes}
    ways: dict[Node, list[Node]] = {}
    for scope in definition.scopes:
        for element in scope.elements:
            inner = scopes.get(element.called or element.id)
            if inner is None or inner is scope:
                ways.setdefault((element.id, False), []).append((element.id, True))
            else:
                ways.setdefault((element.id, False), []).append((inner.start.id, False))
                for end in _ends(inner.elements):
                    ways.setdefault((end, True), []).append((element.id, True))
            if element.attached_to is not None:
                ways.setdefault((element.attached_to, False), []).append((element.id, False))
        for flow in scope.flows:
            ways.setdefault((flow.source, True), []).append((flow.target, False))
    return ways


def _ends(elements: Collection[Element]) -> Iterator[str]:
    return (element.id for element in elements if element.kind == "endEvent")
