"""Divergence: a loop that goes round within one step of a case, so that the case never comes to rest.

A token on such a loop waits nowhere and can't leave it by any choice, so whatever else might end the
case, a terminate event behind a task beside it, never gets its turn (run to completion). Looked for only in
a net as it is drawn: a smaller one doesn't tell where a case rests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from engine.catalogue.soundness.moves import Move
from engine.catalogue.soundness.net import BEGIN, Net


def may_diverge(net: Net) -> bool:
    """Tell whether some loop of a net as drawn has neither a wait nor a way out, whoever comes to it."""
    if not net.is_drawn:
        return False
    left = {key for key, node in net.nodes.items() if not node.waits and key != BEGIN}
    while gone := [key for key in left if not _goes_round(net, key, among=left)]:
        left -= {*gone}
    return bool(left)


def _goes_round(net: Net, key: str, *, among: Collection[str]) -> bool:
    """Tell whether each way out of a node has a token for one of some nodes."""
    ways = net.nodes[key].paths()
    return bool(ways) and all(any(net.flows[flow].target in among for flow in way.flows) for way in ways)


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
