"""Divergence: a loop that goes round within one step of a case, so that the case never comes to rest.

A token on such a loop waits nowhere and can't leave it by any choice, so whatever else might end the
case, a terminate event behind a task beside it, never gets its turn (run to completion). Looked for only in
a net as it is drawn: a smaller one doesn't tell where a case rests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from engine.catalogue.soundness.moves import Move
from engine.catalogue.soundness.net import BEGIN, Net, Node


def may_diverge(net: Net) -> bool:
    """Tell whether some loop of a net as drawn has neither a wait nor a way out, whoever comes to it."""
    if not net.is_drawn:
        return False
    left = {key for key, node in net.nodes.items() if not node.waits and key != BEGIN}
    before: dict[str, set[str]] = defaultdict(set)
    for key in left:
        for flow in net.nodes[key].produced():
            before[net.flows[flow].target].add(key)
    pending = [*left]
    while pending:
        key = pending.pop()
        if key in left and not _goes_round(net, net.nodes[key], among=left):
            left.remove(key)
            pending += before[key]
    return bool(left)


def _goes_round(net: Net, node: Node, *, among: Collection[str]) -> bool:
    """Tell whether each way out of a node has a token for one of some nodes."""
    ways = [outcome.flows for outcome in node.outcomes]
    # Of an inclusive choice the ways with the fewest tokens tell: any other has one of theirs besides.
    ways += [(*node.always, flow) for flow in (*node.optional, node.default) if flow is not None]
    if node.always and node.default is None:
        ways.append(tuple(node.always))
    return bool(ways) and all(any(net.flows[flow].target in among for flow in way) for way in ways)


def diverging(states: Iterable[int], possible: Callable[[int], Iterable[Move]]) -> set[int]:
    """Return the states from which a case never rests again, whatever the conditions say.

    While a step is possible at which nobody waits, the engine takes no other; a signal thrown meanwhile may
    move who waits for it.
    """
    after: dict[int, set[int | None]] = {}
    for state in states:
        moves = list(possible(state))
        if any(not move.waits for move in moves):
            after[state] = {move.after(state) for move in moves if not move.waits or move.is_called}
    while gone := [state for state, following in after.items() if not following <= after.keys()]:
        for state in gone:
            del after[state]
    return {*after}
