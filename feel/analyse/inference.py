"""State of one analysis: the names in sight, their kinds, and the problems found so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from feel import tree
from feel.analyse.kinds import ORDERED, UNKNOWN, Kind
from feel.analyse.mending import Choice, as_condition, as_date, compared, mended, with_value
from feel.errors import Position, position_in
from feel.functions import Functions

Rule = Callable[[Any, Any], Kind]
MAX_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of an expression that can't be what was meant: its value is null, or the same in every case.

    ``found`` says of which kinds it is made, ``hint`` is the nearest of the names or values there are, and
    ``mended`` the whole expression with that in the place of the wrong one, where it can be written so.
    ``choices`` are the ways to mend it where nothing says which of them is meant.
    """

    code: str
    position: Position
    found: str
    hint: str = ""
    mended: str = ""
    choices: tuple[Choice, ...] = ()


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

    def report(
        self,
        code: str,
        node: tree.Node,
        *kinds: object,
        hint: str = "",
        instead: tuple[str, str] = ("", ""),
        ways: tuple[Choice, ...] = (),
    ) -> None:
        """Note a problem; `instead` is what is wrong in the text, and what would stand there.

        `ways` are whole expressions in the place of this one; a single one is the fix.
        """
        found, whole = ", ".join(map(str, kinds)), mended(self.text, *instead)
        if len(ways) == 1 and not whole:
            ((hint, whole),) = ways
        choices = () if whole else ways
        self.problems.append(Problem(code, position_in(self.text, node.at), found, hint, whole, choices))

    def result(self, function: str, arguments: Sequence[tree.Node]) -> Kind:
        """Return the kind of what a host's function gives: for this argument, else for any."""
        if len(arguments) == 1 and isinstance(arguments[0], tree.Literal):
            known = self.results.get(f"{function} {arguments[0].value}")
            if known is not None:
                return known
        return self.results.get(function, UNKNOWN)

    def condition(self, node: tree.Node) -> None:
        kind = self.kind(node)
        if kind.is_known and kind.name not in ("boolean", "null"):
            self.report("feel.not_a_condition", node, kind, ways=as_condition(self.text, node, kind))

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
                self.differ(node, left, right)
            elif left.excludes(right):
                self.never_equal(node, left, right)
        elif left.name != right.name or left.name not in ORDERED:
            self.differ(node, left, right)

    def differ(self, node: tree.Node, left: Kind, right: Kind) -> None:
        """Report a comparison of two kinds; a literal may have been meant as one of the other kind."""
        hint = _unquoted(left, right) or _unquoted(right, left)
        instead = (f'"{hint}"', hint) if hint else ("", "")
        if not hint and (date := next(filter(any, (as_date(left, right), as_date(right, left))), None)):
            instead, hint = date, date[1]
        ways = compared(self.text, node, left, right) if isinstance(node, tree.Comparison) else ()
        self.report("feel.kinds_differ", node, left, right, hint=hint, instead=instead, ways=ways)

    def never_equal(self, node: tree.Node, left: Kind, right: Kind) -> None:
        """Report two texts of which none can be the other."""
        few, many = sorted((left.values or frozenset(), right.values or frozenset()), key=len)
        near = {value: nearest(value, many) for value in sorted(few)}
        value, hint = min(near.items(), key=lambda pair: len(pair[1]), default=("", ""))
        instead = (f'"{value}"', f'"{hint}"') if hint else ("", "")
        ways = () if hint or len(few) != 1 else with_value(self.text, value, many)
        shown = _listed(few), _listed(many)
        self.report("feel.never_equal", node, *shown, hint=hint, instead=instead, ways=ways)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like this one, or nothing."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.5)), "")


def _unquoted(text: Kind, other: Kind) -> str:
    """Return the truth value or number that a text is, where one was meant: a literal between quotes."""
    value = next(iter(text.values or ()), "") if len(text.values or ()) == 1 else ""
    meant = {"boolean": value in ("true", "false"), "number": value.isascii() and value.isdigit()}
    return value if meant.get(other.name) else ""


def _listed(values: frozenset[str]) -> str:
    shown = [f'"{value[:40]}"' for value in sorted(values)[:MAX_LISTED]]
    return " / ".join(shown) + (" …" if len(values) > MAX_LISTED else "")
