"""Expressions of a service about entries of a register: compiled once; what they read and nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from engine.scope import FUNCTIONS
from feel import Expression, compile_expression


@lru_cache(maxsize=256)
def readable(text: str, names: frozenset[str]) -> Expression:
    """Compile an expression that reads no other names."""
    return compile_expression(text.removeprefix("="), functions=FUNCTIONS, names=names)


def unknown_names(
    expression: Expression, known: Mapping[str, Collection[str]], fields: Collection[str]
) -> Iterator[str]:
    """Yield what an expression reads of a `known` name and it doesn't have; `fields` are an entry's."""
    for path in sorted(expression.paths):
        if len(path) > 1 and path[0] in known and path[1] not in known[path[0]]:
            yield ".".join(path[:2])
        elif path[:2] == ("entry", "fields") and len(path) > 2 and path[2] not in fields:
            yield ".".join(path[:3])
