"""The net of one region of a level: nodes that consume and produce tokens on flows.

A subprocess is judged alone and stands here as a choice between the paths it may end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Literal

from engine.catalogue.soundness.drawing import Level, Step, Thrown
from engine.catalogue.soundness.hosts import Hosts
from engine.catalogue.soundness.regions import Region

MAX_WAYS = 12
BEGIN = "(begin)"
Join = Literal["any", "all", "some"]


@dataclass(frozen=True)
class Outcome:
    """One way in which a node may fire; `ends` removes every token of the region."""

    flows: tuple[int, ...]
    story: tuple[str, ...] = ()
    ends: bool = False
    error: Thrown | None = None
    members: frozenset[str] = frozenset()


@dataclass
class Node:
    """A step, or a part of one. The optional flows are an inclusive choice beside the `always` ones.

    No token rests before a node that `is_instant`: an end takes it at once. One that `is_armed` is an event
    whose token its host takes away again. Where a node `waits`, the case may come to rest; one that
    `is_called` waits for a signal that the case itself may throw; one that `fails` may end with an error that
    nobody at its own border catches.
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
    is_armed: bool = False
    waits: bool = False
    is_called: bool = False
    fails: bool = False

    @property
    def is_wide(self) -> bool:
        """Tell whether the node has more paths than can be tried."""
        return len(self.optional) > MAX_WAYS

    def paths(self) -> list[Outcome]:
        """Return every firing of the node; if it `is_wide`, only the smallest and the largest."""
        if not self.optional:
            return self.outcomes
        least = 0 if self.always and self.default is None else 1
        most = len(self.optional)
        sizes = (least, 2, most) if self.is_wide else range(least, most + 1)
        found = [
            Outcome((*self.always, *chosen)) for size in sizes for chosen in combinations(self.optional, size)
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
    """A place for a token on its way to a node, with what lies on that path after a reduction."""

    target: str
    story: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()


@dataclass
class Net:
    """One region. The node `BEGIN` fires once, first. A copy is no longer the net as it `is_drawn`."""

    nodes: dict[str, Node]
    flows: dict[int, Flow]
    ends: frozenset[str]
    is_drawn: bool = True

    @property
    def always_rests(self) -> bool:
        """Tell whether a case comes to rest from wherever it is: no loop goes without anybody waiting."""
        after = {
            key: {
                target for flow in node.produced() if not self.nodes[target := self.flows[flow].target].waits
            }
            for key, node in self.nodes.items()
            if not node.waits
        }
        try:
            TopologicalSorter(after).prepare()
        except CycleError:
            return False
        return True

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
        flows = {number: replace(flow) for number, flow in self.flows.items()}
        return Net(nodes, flows, self.ends, is_drawn=False)


def build(level: Level, region: Region, hosts: Hosts) -> Net:
    """Return the net of a region."""
    return _Builder(level, region, hosts).net()


def _is_plain_end(node: Node) -> bool:
    return not node.produced() and not node.outcomes[0].ends


class _Builder:
    def __init__(self, level: Level, region: Region, hosts: Hosts) -> None:
        self.level = level
        self.region = region
        self.hosts = hosts
        self.nodes: dict[str, Node] = {}
        self.flows: dict[int, Flow] = {}
        self.by_arc: dict[int, int] = {}
        self.leaving: dict[str, list[int]] = defaultdict(list)

    def net(self) -> Net:
        for position, arc in enumerate(self.level.arcs):
            if arc.source in self.region.steps and arc.target in self.region.steps:
                self.by_arc[position] = self._flow(arc.target)
                self.leaving[arc.source].append(position)
        for step in self.level.steps:
            entered = step.id in self.region.entries
            if step.id in self.region.steps and step.kind != "boundary" and not entered:
                self._add(step)
        outcomes = [
            Outcome(self._out(entry), (entry,))
            for entry in self.region.entries
            if self.hosts.may_come(self.level.by_id[entry])
        ]
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
        return tuple(self.by_arc[position] for position in self.leaving[step])

    def _add(self, step: Step) -> None:
        node = Node(step.id, (step.id,), members=frozenset({step.id}))
        self.nodes[step.id] = node
        beside = [
            event
            for event in self.level.boundaries[step.id]
            if not event.is_interrupting and event.id in self.region.steps
        ]
        running = self._stays(node, beside) if beside else node
        running.waits, running.fails = self.hosts.waits(step), self.hosts.fails(step)
        running.is_called = self.hosts.is_called(step)
        fate = self.hosts.fate(step)
        ended = Outcome((), ends=True, error=step.throws or step.hears)
        if step.kind == "exclusive":
            running.outcomes = [Outcome((flow,)) for flow in self._out(step.id)] or [Outcome(())]
        elif step.kind == "terminate" or fate == "ends":
            running.outcomes = [ended]
        else:
            self._paths_out(step, running)
            running.outcomes += [ended] if fate == "either" else []
        running.outcomes += [Outcome(self._out(event.id), (event.id,)) for event in self.hosts.ended_by(step)]
        running.outcomes += [Outcome((), ends=True, error=error) for error in self.hosts.left(step)]
        node.is_instant = self.hosts.takes_any(step)
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
            outcomes = [Outcome((*self._out(event.id), *again))] if self.hosts.may_come(event) else []
            members = frozenset({event.id})
            armed_node = Node(event.id, (event.id,), outcomes=outcomes, members=members, is_armed=True)
            armed_node.waits, armed_node.is_called = True, self.hosts.is_called(event)
            self.nodes[event.id] = armed_node
        return running

    def _paths_out(self, step: Step, node: Node) -> None:
        """Let a token leave by all flows, or by those whose conditions hold."""
        if not self.hosts.inside(step).completes:
            return
        for position in self.leaving[step.id]:
            arc = self.level.arcs[position]
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
