"""The lattice of types: what a type is made of, and which conforms to which. Refuses to know values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, eq=False)
class Sort:
    """A node of the lattice, by its name in FEEL; ``unknown`` is whatever it is compared with.

    Nodes share parts, so that one may spell out endlessly: what goes through them remembers where it was.
    ``element`` belongs to lists and ranges, ``members`` to contexts, ``parameters`` and ``result`` to
    functions; a function without ``parameters`` takes any number of any type.
    """

    name: str
    element: Sort | None = None
    members: tuple[tuple[str, Sort], ...] = ()
    parameters: tuple[Sort, ...] | None = None
    result: Sort | None = None


UNKNOWN: Final = Sort("unknown")
ANY: Final = Sort("Any")
NULL: Final = Sort("Null")
FUNCTION: Final = Sort("function", result=UNKNOWN)


def function_of(parameters: Iterable[Sort], result: Sort) -> Sort:
    """Return the type of a function."""
    return Sort("function", parameters=tuple(parameters), result=result)


def list_of(element: Sort) -> Sort:
    """Return the type of a list."""
    return Sort("list", element)


def conforms(one: Sort, other: Sort) -> bool:
    """Say whether a value of one type may stand wherever the other is expected."""
    return _Comparison().conforms(one, other)


class _Comparison:
    """The pairs of nodes that were compared."""

    def __init__(self) -> None:
        self._found: dict[tuple[Sort, Sort], bool] = {}

    def conforms(self, one: Sort, other: Sort) -> bool:
        if one is other or one.name in ("unknown", "Null") or other.name in ("unknown", "Any"):
            return True
        if one.name != other.name:
            return False
        pair = (one, other)
        if pair not in self._found:
            self._found[pair] = self._parts_conform(one, other)
        return self._found[pair]

    def _parts_conform(self, one: Sort, other: Sort) -> bool:
        if one.name == "function":
            return self._function_conforms(one, other)
        if one.name == "context":
            having = dict(one.members)
            return all(
                name in having and self.conforms(having[name], member) for name, member in other.members
            )
        return self.conforms(one.element or UNKNOWN, other.element or UNKNOWN)

    def _function_conforms(self, one: Sort, other: Sort) -> bool:
        """Parameters conform the other way round: whoever calls gives what the other type says."""
        if one.parameters is not None and other.parameters is not None:
            if len(one.parameters) != len(other.parameters):
                return False
            pairs = zip(other.parameters, one.parameters, strict=True)
            if not all(self.conforms(given, taken) for given, taken in pairs):
                return False
        return self.conforms(one.result or UNKNOWN, other.result or UNKNOWN)


def joined(sorts: Iterable[Sort]) -> Sort:
    """Return the type of a value that is of one of these types."""
    widest = NULL
    for sort in sorts:
        if sort.name == "unknown":
            return UNKNOWN
        if conforms(widest, sort):
            widest = sort
        elif not conforms(sort, widest):
            widest = ANY
    return widest
