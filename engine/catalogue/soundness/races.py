"""Steps beside an end that ends everything: whether they are done depends on who is first.

A fork may lead to a terminate event on one path and, on another, to steps at which nobody waits. In one
and the same step of a case these may still be done before the end. A step where a case would have to
wait is never done there. Follows a net without counting tokens, so that it may find one step too many
alive and none too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.catalogue.soundness.drawing import Level, Thrown
from engine.catalogue.soundness.hosts import Endings, waits
from engine.catalogue.soundness.net import Net


@dataclass
class Raced:
    """The steps that may be done before an end comes in the same step, and the errors they end with."""

    steps: set[str] = field(default_factory=set)
    errors: set[Thrown] = field(default_factory=set)


def raced(net: Net, level: Level, endings: Mapping[str, Endings], *, alive: set[str]) -> Raced:
    """Return what may be done beside an end of the level that some case reaches."""
    found = Raced()
    pending = [
        target
        for node in net.nodes.values()
        if node.key in alive
        for way in node.paths()
        if any(_ends_all(net, flow) for flow in way.flows)
        for target in _targets(net, way.flows)
    ]
    while pending:
        key = pending.pop()
        node, step = net.nodes[key], level.by_id.get(key)
        if step is None or key in found.steps or waits(step, endings):
            continue
        found.steps.add(key)
        if step.kind == "error_end" and step.throws is not None:
            found.errors.add(step.throws)
        pending += [target for way in node.paths() for target in _targets(net, way.flows)]
    return found


def _targets(net: Net, flows: tuple[int, ...]) -> Iterator[str]:
    return (net.flows[flow].target for flow in flows)


def _ends_all(net: Net, flow: int) -> bool:
    """Tell whether a token on a flow ends the whole level before anything else is played."""
    target = net.nodes[net.flows[flow].target]
    if not target.is_instant:
        return False
    return any(
        outcome.ends or any(_ends_all(net, following) for following in outcome.flows)
        for outcome in target.outcomes
    )
