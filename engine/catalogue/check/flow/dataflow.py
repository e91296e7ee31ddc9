"""Follows everything that is certain along the flows of a level, until nothing new is learned.

What is certain is kept apart by what conditions have said (a partition): two conditions on one
value go together. Where there are too many partitions of an element they become one.

A level is walked once for all beginnings that are the same to it: a walk is memoised by the
projection of the state to the names in its footprint, and the rest, the frame, goes past it.
"""

from __future__ import annotations

import weakref
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Final

from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.check.flow.footprints import Footprints, Framed
from engine.catalogue.check.flow.liveness import Liveness
from engine.catalogue.check.flow.shape import Shape, waits
from engine.catalogue.check.flow.state import (
    CLOCK,
    RUNNING,
    Facts,
    State,
    agree,
    assume,
    both,
    either,
    facts_of,
    joined,
)
from engine.operations import ALL
from engine.process import Element, Flow

PARTITIONS: Final = 24
COMBINATIONS: Final = 64
VISITS: Final = 50_000
BEGINNING: Final = State(frozenset(), frozenset(), facts_of({CLOCK: frozenset({RUNNING})}))
_ONE: Final[Facts] = frozenset({("*", frozenset())})
SCOPES: Final = frozenset({"subProcess", "callActivity"})

Key = tuple[str, Facts]


class TooManyPaths(Exception):
    """The diagram has more paths than are followed."""


@dataclass
class World:
    """Context that all walks of one service share: effects, shapes, footprints."""

    effects: Effects
    shapes: dict[str, Shape]
    footprints: Footprints
    liveness: Liveness
    walks: dict[tuple[str, State], Walk] = field(default_factory=dict)
    visits: int = 0

    @classmethod
    def of(cls, effects: Effects) -> World:
        definition = effects.version.definition
        shapes = {scope.key: Shape(scope, definition) for scope in definition.scopes}
        footprints = Footprints(effects)
        return cls(effects, shapes, footprints, Liveness(shapes, footprints))

    def walk(self, key: str, entry: State) -> Framed:
        """Return the walk over a level, begun with what is certain there."""
        footprint = self.footprints.of(key)
        inside, frame = entry.split(footprint)
        found = self.walks.get((key, inside))
        if found is None:
            # All walks of a service take many megabytes: held by nobody, they are to go at once.
            found = self.walks[key, inside] = Walk(weakref.proxy(self), self.shapes[key], footprint, inside)
            found.run()
        return Framed(found, entry, frame)


@dataclass
class Walk:
    """One walk over one level, for all beginnings that are the same to it."""

    world: World
    shape: Shape
    footprint: frozenset[str]
    entry: State
    states: dict[str, dict[Facts, State]] = field(default_factory=lambda: defaultdict(dict))
    before: dict[Key, dict[Key, State]] = field(default_factory=lambda: defaultdict(dict))
    exits: dict[Key, list[State]] = field(default_factory=dict)
    inner: dict[Key, Framed] = field(default_factory=dict)
    begun: dict[tuple[str, State], Framed] = field(default_factory=dict)
    ends: dict[Key, State] = field(default_factory=dict)
    thrown: dict[str | None, State] = field(default_factory=dict)
    _queue: deque[Key] = field(default_factory=deque)
    _arrived: dict[str, dict[str, dict[Key, State]]] = field(default_factory=dict)
    _waiting_joins: dict[str, None] = field(default_factory=dict)

    def run(self) -> None:
        """Follow everything to its end."""
        self._come(self.shape.scope.start.id, self.entry, None)
        while self._queue or self._waiting_joins:
            if not self._queue:
                self._join(self._waiting_joins.popitem()[0])
                continue
            key = self._queue.popleft()
            self.world.visits += 1
            if self.world.visits > VISITS:
                raise TooManyPaths
            if key[1] in self.states[key[0]]:
                self._leave(key, self.states[key[0]][key[1]])

    @cached_property
    def outcome(self) -> list[State]:
        """What is certain when the level is over, once the walk is, for each path it may have gone."""
        # What came to an end before its states were joined is in the joined one.
        current = (state for (end, facts), state in self.ends.items() if facts in self.states[end])
        found = list(dict.fromkeys(current))
        return [both(found)] if self.shape.ends_apart and found else found

    @cached_property
    def at_rest(self) -> State | None:
        """What is certain wherever a token may wait inside, once the walk is over: events meet it there."""
        found: list[State] = []
        for element_id, states in self.states.items():
            element = self.shape.elements[element_id]
            for facts, state in states.items():
                inner = self.inner.get((element_id, facts))
                if inner is None and waits(element):
                    found.append(state)
                elif inner is not None and inner.at_rest is not None:
                    found.append(inner.at_rest)
        return joined(found) if found else None

    def _come(self, element: str, state: State, source: Key | None, *, carried: State | None = None) -> None:
        """Note that a token may come to an element; `carried` is what it brings, where others join it."""
        known, arriving = self.states[element], state
        facts = _ONE if _ONE in known else state.facts
        if facts not in known and len(known) >= PARTITIONS:
            state = joined((*known.values(), state))
            for old in list(known):
                self.before[element, _ONE] |= self.before.pop((element, old), {})
                known.pop(old)
            facts = _ONE
        if source is not None:
            before, brought = self.before[element, facts], carried or arriving
            earlier = before.get(source)
            before[source] = brought if earlier is None else either(earlier, brought)
        last = known.get(facts)
        after = state if last is None else either(last, state)
        if after is not last and after != last:
            known[facts] = after
            self._queue.append((element, facts))

    def _leave(self, key: Key, state: State) -> None:
        element = self.shape.elements[key[0]]
        if element.kind in SCOPES:
            self._through(element, key, state)
        else:
            self.exits[key] = [state]
            self._interrupted(element, key, state)
            self._go_on(element, key, self.world.effects.after(element, state))

    def _through(self, element: Element, key: Key, state: State) -> None:
        """Go through a subprocess or block; of what one of many writes only what is collected stays."""
        effects = self.world.effects
        level, inside = element.called or element.id, effects.entered(element, state)
        inner = self.begun.get((level, inside)) or self.world.walk(level, inside)
        self.inner[key] = self.begun[level, inside] = inner
        self._interrupted(element, key, state)
        outcome = self.exits[key] = inner.outcome
        if element.loop is not None:
            clocks = [known.values(CLOCK) or frozenset() for known in (state, *outcome)]
            collected = element.loop.output_collection
            kept = state.written([collected] if collected else [])
            outcome = [kept.told(CLOCK, frozenset().union(*clocks))]
        live = self.world.liveness.behind(self.shape.scope.key, element.id)
        for after in outcome:
            left = effects.left(element, effects.mapped(element, after), before=state)
            self._go_on(element, key, left.only_of(live))

    def _go_on(self, element: Element, key: Key, state: State) -> None:
        state = self._meanwhile(element, state)
        if element.kind == "endEvent":
            if element.event == "error":
                self._throw(element.error_code, state)
            else:
                self.ends[key] = state
        for flow, after in self._chosen(element, state):
            after = self._beside(flow, after)
            if flow.target in self.shape.counted_joins:
                self._arrived.setdefault(flow.target, {}).setdefault(flow.id, {})[key] = after
                self._waiting_joins[flow.target] = None
            else:
                self._come(flow.target, after, key)

    def _chosen(self, element: Element, state: State) -> Iterator[tuple[Flow, State]]:
        """Yield the paths out with what is certain on each; one that can't be taken is left out."""
        flows = self.shape.leaving[element.id]
        if element.kind not in {"exclusiveGateway", "inclusiveGateway"}:
            yield from ((flow, state) for flow in flows)
            return
        left: State | None = state
        for flow in flows:
            if flow.condition is None or flow.is_default or left is None:
                continue
            before = left if element.kind == "exclusiveGateway" else state
            taken = self._told(flow.condition, True, before)
            if taken is not None:
                yield flow, taken
            left = self._told(flow.condition, False, left)
        for flow in flows:
            if (flow.condition is None or flow.is_default) and left is not None:
                yield flow, left

    def _told(self, condition: str, truth: bool, state: State) -> State | None:
        node = self.world.effects.tree(condition)
        tracked = self.world.effects.tracked
        return state if node is None else assume(node, truth, state=state, tracked=tracked)

    def _beside(self, flow: Flow, state: State) -> State:
        """Forget what the other branches may change meanwhile."""
        others = self.shape.beside.get(flow.id)
        if not others:
            return state
        clocks = state.values(CLOCK) or frozenset()
        for element in others:
            # Who ends the level at once leaves nobody who could meet the clock.
            if element.id in self.shape.lingering:
                clocks |= {self.world.effects.clock_after(element, clock) for clock in clocks}
        return state.without(self.shape.written_beside[flow.id]).told(CLOCK, clocks)

    def _meanwhile(self, element: Element, state: State) -> State:
        """Let what an event has begun beside an element have stopped the clock; decisions are told apart."""
        beside = self.shape.begun_beside.get(element.id)
        if not beside:
            return state
        before, clocks = None, state.values(CLOCK) or frozenset()
        while clocks != before:
            before = clocks
            for running in beside:
                if not ALL.traits_of(running.operation).decides:
                    clocks |= {self.world.effects.clock_after(running, clock) for clock in clocks}
        return state.told(CLOCK, clocks)

    def _join(self, element: str) -> None:
        arrived = self._arrived.get(element, {})
        is_waiting = len(arrived) < len(self.shape.entering[element])
        if self.shape.elements[element].kind == "parallelGateway" and is_waiting:
            return
        paths = [list(by_source.values()) for by_source in arrived.values()]
        count = 1
        for way in paths:
            count *= len(way)
        if count > COMBINATIONS:
            paths = [[joined(way)] for way in paths]
        sources = [pair for by_source in arrived.values() for pair in by_source.items()]
        for states in product(*paths):
            if not agree(states, but=self.shape.written_behind_splits):
                continue
            together = both(states)
            for source, carried in sources:
                self._come(element, together, source, carried=carried)

    def _interrupted(self, element: Element, key: Key, state: State) -> None:
        """Begin what the boundary events of an element begin."""
        errors = self._errors(element, key, state)
        caught: set[str | None] = set()
        for event in self.shape.boundaries[element.id]:
            if event.event == "error":
                found = [one for code, one in errors.items() if event.error_code in (None, code)]
                caught.add(event.error_code)
                meanwhile = found or [state]
            elif key in self.inner and element.loop is None:
                meanwhile = [self.inner[key].at_rest or state]
            else:
                meanwhile = [state]
            there = joined(meanwhile)
            if key in self.inner:
                there = self.world.effects.left(element, there, before=state)
            self._come(event.id, there, key)
        for code, one in errors.items():
            if not caught & {None, code}:
                self._throw(code, one)

    def _throw(self, code: str | None, state: State) -> None:
        earlier = self.thrown.get(code)
        self.thrown[code] = state if earlier is None else either(earlier, state)

    def _errors(self, element: Element, key: Key, state: State) -> dict[str | None, State]:
        """Return the errors that may come out of an element, with what is certain then."""
        if key in self.inner:
            return self.inner[key].thrown
        if element.operation in ALL.names:
            return {ALL.find(element.operation or "").gives_up_with: state}
        return {}
