"""What was drawn, reduced to what steers tokens: steps, the arcs between them, and levels of nesting.

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
    """A sequence flow."""

    source: str
    target: str
    is_conditional: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A node. `code` is the error an end throws or a boundary event catches, None for any.

    `may_fail` tells that work inside may end with an error that the drawing does not show.
    """

    id: str
    kind: Kind
    host: str | None = None
    is_interrupting: bool = True
    repeats: bool = False
    catches: bool = False
    code: str | None = None
    inner: str | None = None
    may_fail: bool = False


@dataclass(frozen=True)
class Level:
    """A process, a called block or an embedded subprocess."""

    key: str
    steps: tuple[Step, ...]
    arcs: tuple[Arc, ...]

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


@dataclass(frozen=True)
class Drawing:
    """A process with the levels inside it; `strict` where an error that nobody catches is a flaw."""

    key: str
    levels: Mapping[str, Level] = field(default_factory=dict)
    strict: bool = False
