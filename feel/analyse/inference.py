"""What one analysis knows: the names in sight, their kinds, and the problems found so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from feel import tree
from feel.analyse.kinds import ORDERED, UNKNOWN, Kind
from feel.errors import Position, position_in
from feel.functions import Functions

Rule = Callable[[Any, Any], Kind]


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of an expression whose value can only be null; ``found`` says of which kinds it is made."""

    code: str
    position: Position
    found: str


@dataclass(slots=True)
class Frame:
    """Names an expression binds; those of a filter's item may not be known."""

    names: dict[str, Kind]
    item: Kind | None = None


@dataclass(slots=True)
class Inference:
    text: str
    functions: Functions
    declared: Mapping[str, Kind]
    results: Mapping[str, Kind]
    tested: Kind
    rules: Mapping[type[tree.Node], Rule]
    frames: list[Frame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def kind(self, node: tree.Node) -> Kind:
        rule = self.rules.get(type(node))
        if rule is not None:
            return rule(self, node)
        for child in tree.children(node):
            self.kind(child)
        return UNKNOWN

    def report(self, code: str, node: tree.Node, *kinds: object) -> None:
        self.problems.append(Problem(code, position_in(self.text, node.at), ", ".join(map(str, kinds))))

    def condition(self, node: tree.Node) -> None:
        kind = self.kind(node)
        if kind.is_known and kind.name not in ("boolean", "null"):
            self.report("feel.not_a_condition", node, kind)

    def within(self, frame: Frame, node: tree.Node) -> Kind:
        self.frames.append(frame)
        kind = self.kind(node)
        self.frames.pop()
        return kind

    def find(self, name: str) -> Kind | None:
        """Return the kind of a name, nothing if the expression does not bind it."""
        for frame in reversed(self.frames):
            if name in frame.names:
                return frame.names[name]
            if frame.item is not None:
                if name == "item":
                    return frame.item
                if frame.item.name in ("unknown", "context", "null"):
                    member = frame.item.member(name)
                    if member is not None or not frame.item.is_closed:
                        return member or UNKNOWN
        return self.declared.get(name)

    def compare(self, node: tree.Node, operator: str, left: Kind, right: Kind) -> None:
        """Report a comparison that has no answer whatever the values are."""
        if not left.is_known or not right.is_known:
            return
        if operator in ("=", "!="):
            if left.name != right.name and "null" not in (left.name, right.name):
                self.report("feel.kinds_differ", node, left, right)
        elif left.name != right.name or left.name not in ORDERED:
            self.report("feel.kinds_differ", node, left, right)
