"""Scopes of names, as the compiler sees them and as closures walk them.

At run time a scope is ``(values, parent)``; a filter's is ``(entries of the item, parent, item)``. The
compiler knows the names of every scope but a filter's: what an item holds is seen only when it is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from feel.run import Run
from feel.values import PLAIN, Value, take

Scope = tuple[Any, ...]
Code = Callable[[Scope, Run], Value]


@dataclass(slots=True)
class Frame:
    """A scope during compilation; ``names`` is None for an item whose entries are not known."""

    names: set[str] | None


@dataclass(slots=True)
class Reads:
    """Names an expression reads from outside, and its calls; what is possible, an item may have instead."""

    names: set[str] = field(default_factory=set)
    possible_names: set[str] = field(default_factory=set)
    possible_paths: set[tuple[str, ...]] = field(default_factory=set)
    paths: set[tuple[str, ...]] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Place:
    """Place of a name: in which open items it may be, and the scope that surely has it, or the root."""

    items: tuple[int, ...]
    hops: int
    is_root: bool


def find(frames: list[Frame], name: str) -> Place:
    """Say where a name will be found from inside the frames."""
    items: list[int] = []
    for hops, frame in enumerate(reversed(frames)):
        if frame.names is None:
            items.append(hops)
            if name == "item":
                return Place(tuple(items), hops, is_root=False)
        elif name in frame.names:
            return Place(tuple(items), hops, is_root=False)
    return Place(tuple(items), len(frames), is_root=True)


def up(scope: Scope, hops: int) -> Scope:
    """Return the scope n levels out."""
    while hops:
        scope = scope[1]
        hops -= 1
    return scope


def root_code(name: str, hops: int) -> Code:
    """Read a name of the context that was given from outside."""
    if hops == 0:

        def direct(scope: Scope, run: Run) -> Value:
            value = scope[0].get(name)
            return value if type(value) in PLAIN else take(run, value)

        return direct

    def distant(scope: Scope, run: Run) -> Value:
        value = up(scope, hops)[0].get(name)
        return value if type(value) in PLAIN else take(run, value)

    return distant


def local_code(name: str, hops: int) -> Code:
    """Read a name that an enclosing part of the expression has bound."""
    if hops == 0:
        return lambda scope, run: scope[0][name]
    if hops == 1:
        return lambda scope, run: scope[1][0][name]
    return lambda scope, run: up(scope, hops)[0][name]


def item_code(hops: int) -> Code:
    """Read the item a filter looks at."""
    return lambda scope, run: up(scope, hops)[2]


def probing_code(name: str, hops: int, *, otherwise: Code) -> Code:
    """Read a name from an item if it has it."""

    def probe(scope: Scope, run: Run) -> Value:
        entries = up(scope, hops)[0]
        return entries[name] if name in entries else otherwise(scope, run)

    return probe


def place_code(place: Place, name: str) -> Code:
    """Read a name from its place."""
    if place.is_root:
        code = root_code(name, place.hops)
    elif place.items and place.hops == place.items[-1]:
        code = item_code(place.hops)
    else:
        code = local_code(name, place.hops)
    for hops in reversed(place.items):
        code = probing_code(name, hops, otherwise=code)
    return code
