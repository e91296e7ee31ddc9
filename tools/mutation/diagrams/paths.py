"""Paths changed: conditions negated, moved, swapped; another default; another kind of gateway."""

from __future__ import annotations

from itertools import pairwise

from engine.process.source import BPMN, Node, local_name
from mutation.diagrams.drawing import GATEWAYS, Do, Drawing, Edit, Edits, condition, key
from mutation.expressions import moved

# An inclusive gateway that waits for all, as a parallel one does, is no change.
_KINDS = {
    "exclusiveGateway": ("inclusiveGateway", "parallelGateway"),
    "parallelGateway": ("exclusiveGateway",),
    "inclusiveGateway": ("exclusiveGateway", "parallelGateway"),
}


def negated(drawing: Drawing) -> Edits:
    for flow, text in conditions(drawing):
        yield another(flow, text, f"=not({text.removeprefix('=')})")


def boundary_moved(drawing: Drawing) -> Edits:
    for flow, text in conditions(drawing):
        for new in moved(text.removeprefix("=")):
            yield another(flow, text, f"={new}")


def conditions_swapped(drawing: Drawing) -> Edits:
    for gateway in drawing.of_kind("exclusiveGateway", "inclusiveGateway"):
        for one, other in pairwise(_conditioned(drawing, gateway)):
            if _text(one) != _text(other):
                yield Edit(
                    key(gateway),
                    f"conditions of {key(one)} and {key(other)} swapped",
                    frozenset({key(gateway)}),
                    _swapping(key(one), key(other)),
                )


def default_changed(drawing: Drawing) -> Edits:
    """Another way is the default one, which gets its condition; with two paths it would be a negation."""
    for gateway in drawing.of_kind("exclusiveGateway"):
        paths, default = _conditioned(drawing, gateway), gateway.get("default")
        for way in paths if default and len(paths) > 1 else ():
            change = f"default {default} → {key(way)}"
            yield Edit(key(gateway), change, frozenset({key(gateway)}), _defaulting(key(gateway), key(way)))


def gateway_changed(drawing: Drawing) -> Edits:
    """Another kind, where that can make a difference.

    To an inclusive one, paths that exclude each other are the same, and so are those that only come together.
    """
    for gateway in drawing.of_kind(*GATEWAYS):
        old = local_name(gateway)
        for new in _KINDS[old]:
            if (old, new) != ("exclusiveGateway", "inclusiveGateway") or _may_overlap(drawing, gateway):
                change = f"{old} → {new}"
                yield Edit(key(gateway), change, frozenset({key(gateway)}), _becoming(key(gateway), new))


def _may_overlap(drawing: Drawing, gateway: Node) -> bool:
    """Tell whether two conditions may hold at once; those that ask one thing for different values can't."""
    asked = [_text(flow).rpartition(" = ") for flow in _conditioned(drawing, gateway)]
    is_choice = len({subject for subject, _, _ in asked}) == 1 and all(
        value.startswith('"') for _, _, value in asked
    )
    return len(asked) > 1 and not (is_choice and len({value for _, _, value in asked}) == len(asked))


def conditions(drawing: Drawing) -> list[tuple[Node, str]]:
    return [(flow, _text(flow)) for flow in drawing.of_kind("sequenceFlow") if condition(flow) is not None]


def _conditioned(drawing: Drawing, gateway: Node) -> list[Node]:
    return [flow for flow in drawing.paths_out(gateway) if condition(flow) is not None]


def _text(flow: Node) -> str:
    found = condition(flow)
    return (found.text or "").strip() if found is not None else ""


def another(flow: Node, old: str, new: str) -> Edit:
    way = key(flow)

    def do(drawing: Drawing) -> None:
        found = condition(drawing.node(way))
        assert found is not None
        found.text = new

    return Edit(way, f"{old} → {new}", frozenset({flow.get("sourceRef") or ""}), do)


def _swapping(one: str, other: str) -> Do:
    def do(drawing: Drawing) -> None:
        first, second = condition(drawing.node(one)), condition(drawing.node(other))
        assert first is not None and second is not None
        first.text, second.text = second.text, first.text

    return do


def _defaulting(gateway: str, way: str) -> Do:
    def do(drawing: Drawing) -> None:
        node = drawing.node(gateway)
        moving = condition(drawing.node(way))
        assert moving is not None
        drawing.node(node.get("default") or "").append(moving)
        node.set("default", way)

    return do


def _becoming(gateway: str, kind: str) -> Do:
    def do(drawing: Drawing) -> None:
        node = drawing.node(gateway)
        node.tag = f"{{{BPMN}}}{kind}"
        if kind == "parallelGateway":  # as the editor does it: such a one asks no conditions
            node.attrib.pop("default", None)
            for flow in drawing.paths_out(node):
                if (asked := condition(flow)) is not None:
                    flow.remove(asked)

    return do
