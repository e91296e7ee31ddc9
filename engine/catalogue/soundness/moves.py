"""Moves of a net: one way of firing one node, and what an inclusive join waits for before it fires."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.catalogue.soundness.drawing import Thrown
from engine.catalogue.soundness.net import Net, Node


@dataclass(frozen=True, slots=True)
class Move:
    """One way of firing one node.

    Where it puts a token, none may lie on the flows kept `apart`; the tokens on the flows that
    `meets` names meet each other. It `waits` and `is_called` as its node.
    """

    consumed: int
    produced: int
    kept: int
    apart: int
    meets: int
    story: tuple[str, ...]
    error: Thrown | None = None
    members: frozenset[str] = frozenset()
    waits: bool = False
    is_called: bool = False

    def left(self, state: int) -> int:
        """Return what the move leaves of a state, before it puts down its own tokens."""
        return state & ~self.consumed & self.kept

    def after(self, state: int) -> int | None:
        """Return the state after the move, or None where two tokens meet."""
        rest = self.left(state)
        return None if rest & self.apart or self.meets else rest | self.produced


@dataclass(slots=True)
class InclusiveJoin:
    """Inclusive join: for each flow in, the flows from which a token can still come."""

    incoming: int
    reach: dict[int, int]
    moves: list[Move]

    def is_open(self, state: int) -> bool:
        """Tell whether the join may fire: no other token can come only to a flow that is empty."""
        if not state & self.incoming:
            return False
        waited, excused = 0, 0
        for flow, reaching in self.reach.items():
            if state & flow:
                excused |= reaching
            else:
                waited |= reaching
        return not state & ~self.incoming & waited & ~excused


def reaching(net: Net, flow: int, *, join: Node) -> int:
    """Return the flows from which a token can come to a flow without passing the join."""
    # An event beside a step puts its own token back; a level that never ends well leaves a flow empty.
    sources: dict[int, list[Node]] = defaultdict(list)
    for node in net.nodes.values():
        for number in node.produced():
            sources[number].append(node)
    found: set[int] = set()
    pending = [flow]
    while pending:
        number = pending.pop()
        if number in found:
            continue
        found.add(number)
        pending.extend(before for node in sources[number] if node is not join for before in node.incoming)
    return sum(1 << number for number in found)
