"""Control-flow graph of a drawing, reduced to what steers tokens: steps, arcs, and levels of nesting.

The common language of our own diagrams and of foreign files. Knows no XML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Kind = Literal[
    "start",
    "task",
    "scope",
    "exclusive",
    "parallel",
    "inclusive",
    "end",
    "terminate",
    "error_end",
    "boundary",
]


class NotDecided(Exception):
    """The drawing holds something whose flow of control is not modelled, or is too large."""

    def __init__(self, reason: str, element: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.element = element


@dataclass(frozen=True, slots=True)
class Arc:
    """A sequence flow; one that is not drawn has no id."""

    source: str
    target: str
    is_conditional: bool = False
    is_default: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Thrown:
    """Event that a step throws and another event catches; to catch a code of None is to catch any."""

    event: Literal["error", "escalation", "cancel", "signal"]
    code: str | None = None

    def catches(self, thrown: Thrown) -> bool:
        """Tell whether an event that catches this catches what was thrown."""
        return self.event == thrown.event and self.code in (None, thrown.code)


@dataclass(frozen=True, slots=True)
class Step:
    """A node. `throws` is what an end or a throw event throws, `catches` what a boundary event waits for
    that comes from within its host; what comes from outside may come at any time. `hears` is a signal, which
    may come from either.

    `acts` tells that an end does something, `may_fail` that work inside may end with an error that the
    drawing does not show, `rests` that a case may wait here,
    `may_escalate` that it may do so without showing it,
    `is_many` that it is done once for each item of a list, `is_timed` that an event is a term that runs out.
    """

    id: str
    kind: Kind
    host: str | None = None
    is_interrupting: bool = True
    repeats: bool = False
    throws: Thrown | None = None
    catches: Thrown | None = None
    hears: Thrown | None = None
    inner: str | None = None
    acts: bool = False
    may_fail: bool = False
    may_escalate: bool = False
    rests: bool = True
    is_many: bool = False
    is_timed: bool = False

    def takes(self, thrown: Thrown) -> bool:
        """Tell whether a boundary event keeps from its level what was thrown in its host.

        Everybody hears a signal, so only the end of the host keeps it away from others.
        """
        is_heard = self.is_interrupting and self.hears == thrown
        return is_heard or (self.catches is not None and self.catches.catches(thrown))


@dataclass(frozen=True, slots=True)
class Handler:
    """An event subprocess of a level: the level inside it, and what begins it from within."""

    inner: str
    is_interrupting: bool = True
    catches: Thrown | None = None
    is_timed: bool = False


@dataclass(frozen=True)
class Level:
    """A process, a called block or an embedded subprocess, with its event subprocesses."""

    key: str
    steps: tuple[Step, ...]
    arcs: tuple[Arc, ...]
    handlers: tuple[Handler, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """Return the steps by id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def leaving(self) -> Mapping[str, tuple[Arc, ...]]:
        """Return the arcs that leave each step."""
        found: dict[str, list[Arc]] = defaultdict(list)
        for arc in self.arcs:
            found[arc.source].append(arc)
        return defaultdict(tuple, {source: tuple(arcs) for source, arcs in found.items()})

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[Step, ...]]:
        """Return the boundary events of each host."""
        found: dict[str, list[Step]] = defaultdict(list)
        for step in self.steps:
            if step.host is not None:
                found[step.host].append(step)
        return defaultdict(tuple, {host: tuple(events) for host, events in found.items()})

    @property
    def starts(self) -> tuple[Step, ...]:
        """Return the steps at which a token may begin."""
        return tuple(step for step in self.steps if step.kind == "start")

    def catcher(self, host: str, thrown: Thrown) -> Step | None:
        """Return the boundary event of a host that catches what was thrown in it, its own code first."""
        found = [event for event in self.boundaries[host] if event.takes(thrown)]
        return min(found, key=lambda event: event.catches != thrown, default=None)


@dataclass(frozen=True)
class Drawing:
    """A process with the levels inside it; `strict` where an error that nobody catches is a flaw."""

    key: str
    levels: Mapping[str, Level] = field(default_factory=dict)
    strict: bool = False
