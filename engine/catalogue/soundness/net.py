"""The net of one region of a level: nodes that consume and produce tokens on flows.

A level falls apart into regions: the part that its start reaches, and each side branch that a
non-interrupting boundary event begins and that never comes back to it. Side branches are
threads of their own, of which any number may run, so each is judged alone. A subprocess is
judged alone too and stands here as a choice between the ways it may end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from engine.catalogue.soundness.drawing import Level, NotDecided, Step

MAX_WAYS = 12
BEGIN = "(begin)"
Join = Literal["any", "all", "some"]


@dataclass(frozen=True)
class Endings:
    """How a level may end, as the host that stands for it sees it."""

    completes: bool = True
    errors: frozenset[str | None] = frozenset()
    may_fail: bool = False


@dataclass(frozen=True)
class Outcome:
    """One way in which a node may fire; `ends` removes every token of the region."""

    flows: tuple[int, ...]
    story: tuple[str, ...] = ()
    ends: bool = False
    error: str | None = None
    is_error: bool = False
    members: frozenset[str] = frozenset()


@dataclass
class Node:
    """A step, or a part of one. The optional flows are an inclusive choice beside the `always` ones.

    No token rests before a node that `is_instant`: an end takes it at once.
    """

    key: str
    story: tuple[str, ...]
    join: Join = "any"
    incoming: list[int] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    always: list[int] = field(default_factory=list)
    optional: list[int] = field(default_factory=list)
    default: int | None = None
    clears: list[int] = field(default_factory=list)
    members: frozenset[str] = frozenset()
    is_instant: bool = False

    def ways(self) -> list[Outcome]:
        """Return every way in which the node may fire."""
        if not self.optional:
            return self.outcomes
        if len(self.optional) > MAX_WAYS:
            raise NotDecided("too_many_ways", self.key)
        least = 0 if self.always and self.default is None else 1
        found = [
            Outcome((*self.always, *chosen))
            for size in range(least, len(self.optional) + 1)
            for chosen in combinations(self.optional, size)
        ]
        if self.default is not None:
            found.append(Outcome((*self.always, self.default)))
        return self.outcomes + found

    def produced(self) -> set[int]:
        """Return all flows on which the node may put a token."""
        found = {flow for outcome in self.outcomes for flow in outcome.flows}
        return (
            found | {*self.always, *self.optional} | ({self.default} if self.default is not None else set())
        )


@dataclass
class Flow:
    """A place for a token on its way to a node, with what lies on that way after a reduction."""

    target: str
    story: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()


@dataclass
class Net:
    """One region. The node `BEGIN` fires once, first."""

    nodes: dict[str, Node]
    flows: dict[int, Flow]
    ends: frozenset[str]

    def copy(self) -> Net:
        """Return a net whose nodes and flows may be changed."""
        nodes = {
            key: replace(
                node,
                incoming=list(node.incoming),
                outcomes=list(node.outcomes),
                always=list(node.always),
                optional=list(node.optional),
            )
            for key, node in self.nodes.items()
        }
        return Net(nodes, {number: replace(flow) for number, flow in self.flows.items()}, self.ends)


@dataclass(frozen=True)
class Region:
    """Steps of a level that are judged together, and the steps at which they begin."""

    steps: frozenset[str]
    entries: tuple[str, ...]
    is_main: bool


def regions(level: Level) -> tuple[Region, ...]:
    """Return the main region, with everything that nothing reaches, and the side branches."""
    starts = tuple(step.id for step in level.starts)
    main = _reach(level, starts)
    aside = {s.id: _reach(level, (s.id,)) for s in level.steps if s.host and not s.is_interrupting}
    while joined := [event for event, reached in aside.items() if reached & main]:
        for event in joined:
            main |= aside.pop(event)
    groups: list[set[str]] = []
    for reached in aside.values():
        merged = set(reached)
        for group in [group for group in groups if group & merged]:
            merged |= group
            groups.remove(group)
        groups.append(merged)
    rest = {step.id for step in level.steps} - set().union(*groups)
    found = [Region(frozenset(rest), starts, True)]
    for group in groups:
        entries = tuple(e for e in aside if e in group and level.by_id[e].host not in group)
        found.append(Region(frozenset(group), entries, False))
    return tuple(found)


def _reach(level: Level, begin: Collection[str]) -> set[str]:
    found: set[str] = set()
    pending = list(begin)
    while pending:
        step = pending.pop()
        if step in found:
            continue
        found.add(step)
        pending.extend(arc.target for arc in level.leaving[step])
        pending.extend(event.id for event in level.boundaries[step] if event.is_interrupting)
    return found


def build(level: Level, region: Region, endings: Mapping[str, Endings]) -> Net:
    """Return the net of a region."""
    return _Builder(level, region, endings).net()


def _is_plain_end(node: Node) -> bool:
    return not node.produced() and not node.outcomes[0].ends


class _Builder:
    def __init__(self, level: Level, region: Region, endings: Mapping[str, Endings]) -> None:
        self.level = level
        self.region = region
        self.endings = endings
        self.nodes: dict[str, Node] = {}
        self.flows: dict[int, Flow] = {}
        self.by_arc: dict[int, int] = {}

    def net(self) -> Net:
        for position, arc in enumerate(self.level.arcs):
            if arc.source in self.region.steps and arc.target in self.region.steps:
                self.by_arc[position] = self._flow(arc.target)
        for step in self.level.steps:
            entered = step.id in self.region.entries
            if step.id in self.region.steps and step.kind != "boundary" and not entered:
                self._add(step)
        outcomes = [Outcome(self._out(entry), (entry,)) for entry in self.region.entries]
        self.nodes[BEGIN] = Node(BEGIN, (), outcomes=outcomes)
        for number, flow in self.flows.items():
            self.nodes[flow.target].incoming.append(number)
        for node in self.nodes.values():
            if len(node.incoming) == 1:
                node.join = "any"
        self._let_gateways_before_terminate_be_instant()
        ends = {step.id for step in self.level.steps if step.kind == "end"}
        return Net(self.nodes, self.flows, frozenset(ends))

    def _let_gateways_before_terminate_be_instant(self) -> None:
        """The first of several tokens that meet before a terminate event ends the others."""
        changed = True
        while changed:
            changed = False
            for node in self.nodes.values():
                step = self.level.by_id.get(node.key)
                if node.is_instant or step is None or step.kind != "exclusive" or len(node.outcomes) != 1:
                    continue
                after = [self.nodes[self.flows[flow].target] for flow in node.outcomes[0].flows]
                if after and after[0].is_instant and not _is_plain_end(after[0]):
                    node.is_instant = changed = True

    def _flow(self, target: str) -> int:
        self.flows[len(self.flows)] = Flow(target)
        return len(self.flows) - 1

    def _out(self, step: str) -> tuple[int, ...]:
        return tuple(
            self.by_arc[position]
            for position, arc in enumerate(self.level.arcs)
            if arc.source == step and position in self.by_arc
        )

    def _add(self, step: Step) -> None:
        node = Node(step.id, (step.id,), members=frozenset({step.id}))
        self.nodes[step.id] = node
        beside = [
            event
            for event in self.level.boundaries[step.id]
            if not event.is_interrupting and event.id in self.region.steps
        ]
        running = self._stays(node, beside) if beside else node
        if step.kind == "exclusive":
            running.outcomes = [Outcome((flow,)) for flow in self._out(step.id)] or [Outcome(())]
        elif step.kind in {"terminate", "error_end"}:
            is_error = step.kind == "error_end"
            running.outcomes = [Outcome((), ends=True, error=step.code, is_error=is_error)]
            node.is_instant = True
        else:
            self._ways_out(step, running)
        running.outcomes += self._other_endings(step)
        node.is_instant = node.is_instant or step.kind == "end"
        if step.kind == "parallel":
            node.join = "all"
        elif step.kind == "inclusive":
            node.join = "some"

    def _stays(self, node: Node, beside: list[Step]) -> Node:
        """Split a host: it stays while events beside it put tokens into the same region."""
        running = Node(f"{node.key} running", (), members=node.members)
        self.nodes[running.key] = running
        armed = [self._flow(event.id) for event in beside]
        node.outcomes = [Outcome((self._flow(running.key), *armed))]
        running.clears = armed
        for event, flow in zip(beside, armed, strict=True):
            again = (flow,) if event.repeats else ()
            outcome = Outcome((*self._out(event.id), *again))
            self.nodes[event.id] = Node(
                event.id, (event.id,), outcomes=[outcome], members=frozenset({event.id})
            )
        return running

    def _ways_out(self, step: Step, node: Node) -> None:
        """Let a token leave by all flows, or by those whose conditions hold."""
        ending = self.endings.get(step.inner or "", Endings())
        if not ending.completes:
            return
        for position, arc in enumerate(self.level.arcs):
            if position not in self.by_arc or arc.source != step.id:
                continue
            flow = self.by_arc[position]
            if arc.is_default and step.kind != "parallel":
                node.default = flow
            elif step.kind == "inclusive" or (arc.is_conditional and step.kind != "parallel"):
                node.optional.append(flow)
            else:
                node.always.append(flow)
        if not node.optional:
            rest = (node.default,) if node.default is not None else ()
            node.outcomes.append(Outcome((*node.always, *rest)))
            node.always, node.default = [], None

    def _other_endings(self, step: Step) -> Iterator[Outcome]:
        """Yield what boundary events make of a step, and the errors that none of them catches."""
        ending = self.endings.get(step.inner or "")
        left = set(ending.errors) if ending else set()
        events = [event for event in self.level.boundaries[step.id] if event.is_interrupting]
        for event in sorted(events, key=lambda event: event.code is None):
            caught = {code for code in left if event.code in (None, code)} if event.catches else set()
            left -= caught
            if not event.catches or caught or (ending or step).may_fail:
                yield Outcome(self._out(event.id), (event.id,))
        for code in sorted(left, key=str):
            yield Outcome((), ends=True, error=code, is_error=True)
