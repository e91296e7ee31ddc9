"""Plays a net in every possible way, breadth first, so that the first way to a flaw is a shortest one.

A state is the set of flows that hold a token, as the bits of an integer. Where two tokens meet,
on one flow or before one step that does not join them, the step would be done twice: that is a
flaw and is not played further. A state that somebody outside may end is as good as one that goes on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.catalogue.soundness.divergence import diverging, may_diverge
from engine.catalogue.soundness.drawing import Thrown
from engine.catalogue.soundness.moves import InclusiveJoin, Move, reaching
from engine.catalogue.soundness.net import BEGIN, Flow, Net, Node, Outcome
from engine.catalogue.soundness.outside import NOTHING, Ended

START = -1
DONE = 0


@dataclass
class Explored:
    """Result of the exploration. Each flaw is the state before it with the move or the flow concerned.

    After the state `circling`, `lead` comes before the steps of the `cycle`. A state that is `held` is stuck,
    but may be ended from outside.
    """

    paths: dict[int, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    doubled: tuple[int, Move, int] | None = None
    stuck: int | None = None
    held: int | None = None
    circling: int | None = None
    lead: tuple[str, ...] = ()
    cycle: tuple[str, ...] = ()
    alive: set[str] = field(default_factory=set)
    completes: bool = False
    errors: dict[Thrown, int] = field(default_factory=dict)
    is_cut: bool = False

    @property
    def is_flawless(self) -> bool:
        """Tell whether every state leads to an end and no flow ever holds two tokens."""
        return self.doubled is None and self.stuck is None and self.circling is None

    def path(self, state: int) -> tuple[str, ...]:
        """Return the elements passed on a shortest way to a state."""
        parts: list[tuple[str, ...]] = []
        while state != START:
            state, story = self.paths[state]
            parts.append(story)
        return tuple(element for story in reversed(parts) for element in story)


class Explorer:
    """One exploration of one net; a deep one finds flaws that lie far away, by longer paths.

    Where it may be `ended` from outside, only a net as drawn tells where a case rests, unless it always does.
    """

    def __init__(
        self,
        net: Net,
        *,
        limit: int,
        is_deep: bool = False,
        ended: Ended = NOTHING,
        always_rests: bool = False,
    ) -> None:
        self._net = net
        self._ended = ended
        self._always_rests = always_rests
        self._endable: set[int] = set()
        self._failing = 0
        if ended.by_failure:
            self._failing = sum(1 << n for n, flow in net.flows.items() if net.nodes[flow.target].fails)
        self._is_deep = is_deep
        self._limit = limit
        self._joins: list[InclusiveJoin] = []
        self._by_flow: list[tuple[int, list[Move]]] = []
        self._found = Explored()
        self._before: dict[int, list[int]] = {}
        self._hopeless: set[int] = set()
        self._queue: deque[int] = deque()
        for node in net.nodes.values():
            if node.incoming:
                self._prepare(node)

    def explore(self) -> Explored:
        """Return what can be found within the limit of states."""
        for move in self._moves(self._net.nodes[BEGIN], 0):
            self._found.alive |= move.members
            self._put(START, 0, move=move)
        while self._queue:
            if len(self._found.paths) > self._limit:
                self._found.is_cut = True
                return self._found
            state = self._queue.pop() if self._is_deep else self._queue.popleft()
            if state != DONE and not self._leave(state):
                self._note_stuck(state)
        self._find_entered()
        self._found.is_cut = any(node.is_wide for node in self._net.nodes.values())
        if not self._found.is_cut:
            self._find_circling()
        return self._found

    def _prepare(self, node: Node) -> None:
        incoming = sum(1 << flow for flow in node.incoming)
        if node.join == "some":
            reach = {1 << flow: reaching(self._net, flow, join=node) for flow in node.incoming}
            self._joins.append(InclusiveJoin(incoming, reach, self._moves(node, incoming)))
        elif node.join == "all":
            self._by_flow.append((incoming, self._moves(node, incoming)))
        else:
            self._by_flow += [(1 << flow, self._moves(node, 1 << flow)) for flow in node.incoming]

    def _moves(self, node: Node, consumed: int) -> list[Move]:
        return [move for way in node.paths() for move in self._moves_by(node, way, consumed=consumed)]

    def _moves_by(self, node: Node, way: Outcome, *, consumed: int) -> Iterator[Move]:
        """Yield the moves of one path: where several of its tokens end everything, any may be the first."""
        cleared = sum(1 << flow for flow in node.clears)
        story, members = [*node.story, *way.story], node.members | way.members
        resting: list[Flow] = []
        produced, apart, meets = 0, 0, 0
        endings = [way] if way.ends else []
        pending = list(way.flows)
        while pending:
            number = pending.pop(0)
            flow = self._net.flows[number]
            target = self._net.nodes[flow.target]
            if target.is_instant:
                story += (*flow.story, *target.story)
                members |= flow.members
                pending += target.outcomes[0].flows
                endings += [outcome for outcome in target.outcomes[:1] if outcome.ends]
                continue
            resting.append(flow)
            meets |= (1 << number) & apart
            produced |= 1 << number
            together = target.incoming if target.join == "any" else [number]
            apart |= sum(1 << other for other in together)
        if endings:
            cleared, produced, apart, meets, resting = -1, 0, 0, 0, []
        for flow in resting:
            story += flow.story
            members |= flow.members
        members = members.union(story)
        for error in dict.fromkeys(ending.error for ending in endings) or (None,):
            parts = (consumed, produced, ~cleared, apart, meets, tuple(story), error, members)
            yield Move(*parts, node.waits, node.is_called)

    def _leave(self, state: int) -> bool:
        """Play every move that is possible in a state; tell whether there is one."""
        is_able, rests = False, True
        for move in self._possible(state):
            is_able = True
            rests = rests and move.waits
            self._found.alive |= move.members
            self._put(state, move.left(state), move=move)
        if (self._ended.at_rest and (rests or self._always_rests)) or state & self._failing:
            self._endable.add(state)
        return is_able

    def _note_stuck(self, state: int) -> None:
        """Note a state without any move: a flaw, unless somebody outside surely ends it.

        At a subprocess without an end nobody waits for a token, so there whoever may end it will do.
        """
        found = self._found
        waits_in_vain = self._waits_at_join(state)
        if state not in self._endable or (waits_in_vain and not self._ended.surely):
            self._endable.discard(state)
            self._hopeless.add(state)
            found.stuck = state if found.stuck is None else found.stuck
        elif waits_in_vain and found.held is None:
            found.held = state

    def _waits_at_join(self, state: int) -> bool:
        """Tell whether a token waits for another one; at a subprocess without an end it does not."""
        net = self._net
        return any(net.nodes[flow.target].join != "any" for n, flow in net.flows.items() if state >> n & 1)

    def _put(self, state: int, rest: int, *, move: Move) -> None:
        """Add what a move produces to what it left."""
        found = self._found
        if rest & move.apart or move.meets:
            found.doubled = found.doubled or (state, move, rest & move.apart or move.produced & move.meets)
            self._hopeless.add(state)
            return
        after = rest | move.produced
        if move.error is not None:
            found.errors.setdefault(move.error, state)
        elif after == DONE:
            found.completes = True
        self._before.setdefault(after, []).append(state)
        if after not in found.paths:
            found.paths[after] = (state, move.story)
            self._queue.append(after)

    def _possible(self, state: int) -> Iterator[Move]:
        for flows, moves in self._by_flow:
            if state & flows == flows:
                yield from moves
        for join in self._joins:
            if join.is_open(state):
                yield from join.moves

    def _find_entered(self) -> None:
        """Note the steps that a token enters and never leaves: subprocesses without an end."""
        for node in self._net.nodes.values():
            if node.join == "any" and not node.paths():
                incoming = sum(1 << flow for flow in node.incoming)
                if any(state & incoming for state in self._found.paths):
                    self._found.alive |= node.members

    def _find_circling(self) -> None:
        """Find the first state that leads neither to an end nor to another flaw, or never to a rest."""
        known = {DONE, *self._hopeless, *self._endable}
        pending = list(known)
        while pending:
            for state in self._before.get(pending.pop(), ()):
                if state not in known:
                    known.add(state)
                    pending.append(state)
        left = {state for state in self._found.paths if state not in known}
        if not left and may_diverge(self._net):
            lasting = (state for state in self._found.paths if not state & self._failing and state != DONE)
            left = diverging(lasting, self._possible)
        self._found.circling = next((state for state in self._found.paths if state in left), None)
        if self._found.circling is not None:
            self._follow(self._found.circling)

    def _follow(self, state: int) -> None:
        """Note one turn of the loop that a state leads into, and the steps before it."""
        passed: dict[int, tuple[str, ...]] = {}
        while state not in passed:
            # While a step is possible at which nobody waits, it comes first.
            move = min(self._possible(state), key=lambda move: move.waits)
            passed[state] = move.story
            state = move.left(state) | move.produced
        states = list(passed)
        first = states.index(state)
        self._found.lead = tuple(step for before in states[:first] for step in passed[before])
        self._found.cycle = tuple(step for turn in states[first:] for step in passed[turn])
