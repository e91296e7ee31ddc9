"""Abstract state of a case at one place of one path, and what a condition adds to it.

`must` are the names that are surely written, `may` those that may be. Facts are the values that a
place in the data can have, as JSON text; of a place without a fact nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any, Final

from feel import tree

Values = frozenset[str]
Fact = tuple[str, Values]
Facts = frozenset[Fact]

NOTHING: Final = "null"
CLOCK: Final = "#clock"  # no place in the data is called so
RUNNING, DECIDED = "running", "decided"
OVER: Final[Values] = frozenset({DECIDED})


@dataclass(frozen=True, slots=True)
class State:
    """Abstract state of a case's data: what is certain of its places and their values."""

    must: frozenset[str]
    may: frozenset[str]
    facts: Facts = frozenset()

    def values(self, place: str) -> Values | None:
        """Return the values a place can have; nothing is there before anybody wrote it."""
        known = self._fact(place)
        if known is None and place != CLOCK and root_of(place) not in self.may:
            return _UNWRITTEN
        return known

    def holds_something(self, place: str) -> bool:
        """Tell whether the place is surely no null, since something in it is none."""
        return any(inner.startswith(f"{place}.") and NOTHING not in values for inner, values in self.facts)

    def told(self, place: str, values: Values | None) -> State:
        """Return the state with a fact, or without one."""
        known = self._fact(place)
        if known == values:
            return self
        before = () if known is None else ((place, known),)
        after = () if values is None else ((place, values),)
        return State(self.must, self.may, self.facts.symmetric_difference((*before, *after)))

    def _fact(self, place: str) -> Values | None:
        for known, values in self.facts:
            if known == place:
                return values
        return None

    def written(self, names: Iterable[str]) -> State:
        """Return the state after names were written: what was known of their values is over."""
        new = frozenset(names)
        if not new:
            return self
        return State(self.must | new, self.may | new, self.facts.difference(self._under(new)))

    def like(self, before: State, names: frozenset[str]) -> State:
        """Return the state where these names are again as they were before."""
        facts = self.facts.difference(self._under(names)).union(before._under(names))
        must = self.must - names | before.must & names
        return State(must, self.may - names | before.may & names, facts)

    def without(self, names: frozenset[str]) -> State:
        """Return the state where others may write these names meanwhile."""
        return State(self.must, self.may | names, self.facts.difference(self._under(names)))

    def only_of(self, places: frozenset[str]) -> State:
        """Return the state where nothing is known but of these places, what is in them and what holds them.

        A fact without values stays: where it stands no case comes.
        """
        known = frozenset(fact for fact in self.facts if not fact[1] or _is_of(fact[0], places))
        return State(self.must, self.may, known)

    def split(self, names: frozenset[str]) -> tuple[State, State]:
        """Return what is certain of these names (a projection), and the rest.

        A fact without values stays with the names: where it stands no case comes, whatever is asked there.
        """
        inside = frozenset(fact for fact in self.facts if root_of(fact[0]) in names or not fact[1])
        within = State(self.must & names, self.may & names, inside)
        return within, State(self.must - names, self.may - names, self.facts - inside)

    def beside(self, rest: State) -> State:
        """Return the state together with what is certain of other names."""
        return State(self.must | rest.must, self.may | rest.may, self.facts | rest.facts)

    def _under(self, names: frozenset[str]) -> list[Fact]:
        return [fact for fact in self.facts if root_of(fact[0]) in names]


_UNWRITTEN: Final[Values] = frozenset({NOTHING})


@lru_cache(maxsize=4096)
def root_of(place: str) -> str:
    """Return the name a place is under."""
    return place.partition(".")[0]


def _is_of(place: str, places: frozenset[str]) -> bool:
    return any(
        place == other or place.startswith(f"{other}.") or other.startswith(f"{place}.") for other in places
    )


def joined(states: Iterable[State]) -> State:
    """Return what is certain where any of the states may be the one."""
    return reduce(either, states)


def either(one: State, other: State) -> State:
    """Return what is certain where any of the two may be the one."""
    if one == other:
        return one
    facts = one.facts if one.facts == other.facts else _either_fact(one.facts, other.facts)
    return State(one.must & other.must, one.may | other.may, facts)


def _either_fact(one: Facts, other: Facts) -> Facts:
    # Most facts are the same in both, and sets keep the hashes of what they share.
    alike = one & other
    theirs = dict(other - alike)
    return alike.union((place, values | theirs[place]) for place, values in one - alike if place in theirs)


def both(states: Iterable[State]) -> State:
    """Return what is certain where all of the states came together."""
    return reduce(_together, states)


def _together(one: State, other: State) -> State:
    mine, theirs = dict(one.facts), dict(other.facts)
    facts = {place: mine[place] | theirs[place] for place in mine.keys() & theirs.keys()}
    if OVER in (mine.get(CLOCK), theirs.get(CLOCK)):
        # Nothing that the other branch does to the clock of a decided case counts any more.
        facts[CLOCK] = OVER
    return State(one.must | other.must, one.may | other.may, frozenset(facts.items()))


def agree(states: Iterable[State], *, but: frozenset[str]) -> bool:
    """Tell whether the states can be of one case: what no branch writes is the same in all of them."""
    together: dict[str, Values] = {}
    for place, values in (fact for state in states for fact in state.facts):
        if place == CLOCK or root_of(place) in but:
            continue
        together[place] = together.get(place, values) & values
        if not together[place]:
            return False
    return True


def spelled(node: tree.Node) -> str | None:
    """Return the place that an expression reads, if it is nothing but a read."""
    if isinstance(node, tree.Name):
        return node.name
    if isinstance(node, tree.Path):
        base = spelled(node.base)
        return base and f"{base}.{node.name}"
    return None


def constant(node: tree.Node) -> str | None:
    """Return a literal as JSON text; numbers and dates are not followed."""
    if isinstance(node, tree.Literal) and (node.value is None or isinstance(node.value, str | bool)):
        return as_text(node.value)
    return None


@lru_cache(maxsize=4096, typed=True)
def as_text(value: Any) -> str:
    """Return a value as it stands in facts."""
    return json.dumps(value, ensure_ascii=False)


def possible(node: tree.Node, state: State, tracked: frozenset[str]) -> Values | None:
    """Return the values that an expression can have here, if they can be listed."""
    text, place = constant(node), spelled(node)
    if text is not None:
        return frozenset({text})
    if place is not None:
        return state.values(place) if place in tracked else None
    if isinstance(node, tree.If):
        found: set[str] = set()
        for way, truth in ((node.then, True), (node.otherwise, False)):
            after = assume(node.condition, truth, state=state, tracked=tracked)
            values = None if after is None else possible(way, after, tracked)
            if after is not None and values is None:
                return None
            found |= values or frozenset()
        return frozenset(found)
    return None


def assume(node: tree.Node, truth: bool, *, state: State, tracked: frozenset[str]) -> State | None:
    """Return what is certain where a condition has an answer; nothing where it can't have it."""
    match node:
        case tree.Logic(operator=operator, operands=operands):
            if (operator == "and") == truth:
                return _all(operands, truth, state, tracked)
            found = [assume(operand, truth, state=state, tracked=tracked) for operand in operands]
            possible_paths = [after for after in found if after is not None]
            return joined(possible_paths) if possible_paths else None
        case tree.Call(callee=tree.Name(name="not"), arguments=(inner,)):
            return assume(inner, not truth, state=state, tracked=tracked)
        case tree.Comparison(operator="=" | "!=" as operator, left=left, right=right):
            for read, other in ((left, right), (right, left)):
                place, text = spelled(read), constant(other)
                if place is not None and text is not None:
                    is_equal = (operator == "=") == truth
                    return _narrowed(state, place, text, is_equal=is_equal, tracked=tracked)
        case tree.Name() | tree.Path():
            place = spelled(node)
            if place is not None:
                return _narrowed(state, place, as_text(truth), is_equal=True, tracked=tracked)
        case tree.Literal(value=bool() as value):
            return state if value == truth else None
    return state


def _all(operands: tuple[tree.Node, ...], truth: bool, state: State, tracked: frozenset[str]) -> State | None:
    after: State | None = state
    for operand in operands:
        if after is None:
            return None
        after = assume(operand, truth, state=after, tracked=tracked)
    return after


def _narrowed(
    state: State, place: str, text: str, *, is_equal: bool, tracked: frozenset[str]
) -> State | None:
    if place not in tracked:
        return state
    known = state.values(place)
    if is_equal and text == NOTHING and state.holds_something(place):
        return None
    if known is None:
        left = frozenset({text}) if is_equal else None
    else:
        left = known & {text} if is_equal else known - {text}
        if not left:
            return None
    after = state.told(place, left)
    name = root_of(place)
    if is_equal == (text != NOTHING) and (name not in after.must or name not in after.may):
        # Something is there, so somebody wrote it.
        after = State(after.must | {name}, after.may | {name}, after.facts)
    return after


def facts_of(values: Mapping[str, Values]) -> Facts:
    """Return facts to begin with."""
    return frozenset(values.items())
