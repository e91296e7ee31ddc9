"""Graph of one level: how its elements are connected, as the walk over it asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from engine.catalogue.check.flow.effects import written_inside
from engine.operations import ALL
from engine.process import Definition, Element, Flow, Scope
from engine.process.elements import SCOPES

JOINING = frozenset({"parallelGateway", "inclusiveGateway"})
WAITING = frozenset({"userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway"}) | SCOPES
# What may end its level for everybody; where an escalation or a signal leads is not asked here.
ENDING = frozenset({"terminate", "error", "escalation", "signal"})


@dataclass(frozen=True)
class Shape:
    """One level of nesting."""

    scope: Scope
    definition: Definition = field(repr=False)

    @cached_property
    def elements(self) -> dict[str, Element]:
        return {element.id: element for element in self.scope.elements}

    @cached_property
    def leaving(self) -> dict[str, list[Flow]]:
        found: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.scope.flows:
            found[flow.source].append(flow)
        return found

    @cached_property
    def entering(self) -> dict[str, list[Flow]]:
        found: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.scope.flows:
            found[flow.target].append(flow)
        return found

    @cached_property
    def boundaries(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = defaultdict(list)
        for element in self.scope.elements:
            if element.attached_to is not None:
                found[element.attached_to].append(element)
        return found

    def is_join(self, element: str) -> bool:
        """Tell whether several flows come together here as one token."""
        return self.elements[element].kind in JOINING and len(self.entering[element]) > 1

    @cached_property
    def counted_joins(self) -> frozenset[str]:
        """Return the joins where tokens of several paths are surely all there: else each path is its own."""
        parallel = {element.id for element in self.scope.elements if element.kind == "parallelGateway"}
        return frozenset(element for element in parallel | self.fed_in_parallel if self.is_join(element))

    @cached_property
    def fed_in_parallel(self) -> frozenset[str]:
        """Return the inclusive joins to which the branches of one parallel gateway lead."""
        found = set()
        for gateway in self.scope.elements:
            if gateway.kind != "parallelGateway":
                continue
            reached = self.branches(gateway.id).values()
            for element in self.scope.elements:
                is_inclusive = element.kind == "inclusiveGateway" and self.is_join(element.id)
                if is_inclusive and sum(element.id in keys for keys in reached) > 1:
                    found.add(element.id)
        return frozenset(found)

    @cached_property
    def ends_apart(self) -> bool:
        """Tell whether branches of a parallel gateway come to ends of their own."""
        for gateway in self.scope.elements:
            if gateway.kind == "parallelGateway" and len(self.leaving[gateway.id]) > 1:
                reached = self.branches(gateway.id).values()
                with_end = [keys for keys in reached if any(self._is_end(element) for element in keys)]
                if len(with_end) > 1 or (with_end and len(with_end) < len(reached)):
                    return True
        return False

    def branches(self, gateway: str) -> dict[str, frozenset[str]]:
        """Return for each flow out of a gateway what its branch comes to before it joins another one.

        The join is the last. Where a branch divides and its own parts join, it goes on.
        """
        past: dict[str, set[str]] = {flow.id: set() for flow in self.leaving[gateway]}
        while True:
            found = {flow.id: self.reach(flow.target, past=past[flow.id]) for flow in self.leaving[gateway]}
            inner = {
                branch: {name for name in names - past[branch] if self._joins_within(name, names, gateway)}
                for branch, names in found.items()
            }
            if not any(inner.values()):
                return found
            for branch, joins in inner.items():
                past[branch] |= joins

    def _joins_within(self, join: str, branch: Collection[str], gateway: str) -> bool:
        """Tell whether what comes to a join is of one branch of a gateway, or comes around from behind it."""
        if not self.is_join(join):
            return False
        behind = self.reach(join, past=self.elements, until=gateway)
        return all(flow.source in branch or flow.source in behind for flow in self.entering[join])

    def reach(self, begin: str, *, past: Collection[str] = (), until: str = "") -> frozenset[str]:
        """Return what a branch comes to up to the next join, that included; some joins it goes `past`."""
        found: set[str] = set()
        pending = [begin]
        while pending:
            element = pending.pop()
            if element in found:
                continue
            found.add(element)
            pending += [event.id for event in self.boundaries[element]]
            if element != until and (not self.is_join(element) or element in past):
                pending += [flow.target for flow in self.leaving[element]]
        return frozenset(found)

    def onward(self, begin: str) -> frozenset[str]:
        """Return an element and all that may follow it on its level."""
        found: set[str] = set()
        pending = [begin]
        while pending:
            element = pending.pop()
            if element not in found:
                found.add(element)
                pending += [flow.target for flow in self.leaving[element]]
                pending += [event.id for event in self.boundaries[element] if event.is_interrupting]
        return frozenset(found)

    def ends_the_level(self, element: Element) -> bool:
        """Tell whether a case may be over here: not where what an event has begun beside a step is over."""
        is_main = element.id in self.onward(self.scope.start.id)
        return element.kind == "endEvent" and (is_main or element.event == "terminate")

    def lingers(self, element: str, *, ends: frozenset[str] = ENDING) -> bool:
        """Tell whether the level may go on after an element: else it ends in the same step, for all."""
        seen: set[str] = set()
        pending = [flow.target for flow in self.leaving[element]]
        while pending:
            name = pending.pop()
            following = self.elements[name]
            if name in seen or (following.throws and following.event in ends):
                continue
            seen.add(name)
            if self.is_join(name) or self._is_end(name) or waits(following):
                return True
            pending += [flow.target for flow in self.leaving[name]]
        return self._is_end(element)

    @cached_property
    def lingering(self) -> frozenset[str]:
        """Return the elements after which the level may go on."""
        return frozenset(element for element in self.elements if self.lingers(element))

    @cached_property
    def beside(self) -> dict[str, tuple[Element, ...]]:
        """Return for each flow that begins a branch the elements that may run while a token is on it."""
        found = {}
        for gateway in self.scope.elements:
            if gateway.kind in JOINING:
                branches = self.branches(gateway.id)
                for flow in self.leaving[gateway.id]:
                    theirs = frozenset[str]().union(*(branches[name] for name in branches if name != flow.id))
                    others = sorted(theirs - self.reach(flow.target))
                    found[flow.id] = tuple(self.elements[name] for name in others)
        return found

    @cached_property
    def written_beside(self) -> dict[str, frozenset[str]]:
        """Return for each such flow what they write."""
        return {
            flow: frozenset(name for other in others for name in written_inside(other, self.definition))
            for flow, others in self.beside.items()
        }

    @cached_property
    def written_behind_splits(self) -> frozenset[str]:
        """Return what is written anywhere behind a gateway whose branches join again."""
        splits = (element.id for element in self.scope.elements if element.kind in JOINING)
        behind = frozenset[str]().union(*(self.onward(split) for split in splits))
        elements = (self.elements[name] for name in behind)
        return frozenset(name for element in elements for name in written_inside(element, self.definition))

    @cached_property
    def begun_beside(self) -> dict[str, tuple[Element, ...]]:
        """Return for each element what events beside it begin that need not end the level."""
        found = {}
        for element, events in list(self.boundaries.items()):
            paths = (self.onward(event.id) for event in events if not event.is_interrupting)
            names = frozenset[str]().union(*paths) & self.lingering
            found[element] = tuple(self.elements[name] for name in sorted(names))
        return found

    def _is_end(self, element: str) -> bool:
        return self.elements[element].kind == "endEvent"


def waits(element: Element) -> bool:
    """Tell whether a token may rest at an element or inside it."""
    if element.operation is not None:
        return ALL.traits_of(element.operation).is_job
    return element.kind in WAITING
