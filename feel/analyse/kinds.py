"""Kinds of values, as they can be known before there is a value. Null is of every kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.types import SPELLINGS
from feel.values import Function, Range, Value


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind by the name FEEL gives its type; ``unknown`` may be anything.

    ``element`` belongs to lists and ranges, ``members`` to contexts; a closed context has no others.
    ``values`` are the only texts a string may be, nothing where it may be any; ``choices`` are the lists
    of options it comes from, as the host names them.
    """

    name: str
    element: Kind | None = None
    members: tuple[tuple[str, Kind], ...] = ()
    is_closed: bool = False
    values: frozenset[str] | None = None
    choices: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        return self.name != "unknown"

    @property
    def is_scalar(self) -> bool:
        return self.name in SCALARS

    @property
    def widened(self) -> Kind:
        """Return the kind with texts that may be any, in its members and elements too."""
        if self.name == "context":
            members = tuple((name, kind.widened) for name, kind in self.members)
            return Kind(self.name, members=members, is_closed=self.is_closed)
        return self.bare if self.element is None else Kind(self.name, self.element.widened)

    @property
    def bare(self) -> Kind:
        """Return the kind without what is known of single values."""
        return Kind(self.name) if self.values is not None or self.choices else self

    def excludes(self, other: Kind) -> bool:
        """Tell whether no text is both of this kind and of the other."""
        return (
            self.name == other.name == STRING.name
            and self.values is not None
            and other.values is not None
            and not self.values & other.values
        )

    def member(self, name: str) -> Kind | None:
        """Return the kind of a context's entry, if it is known."""
        return dict(self.members).get(name)

    def __str__(self) -> str:
        return self.name if self.element is None else f"{self.name}<{self.element}>"


UNKNOWN: Final = Kind("unknown")
NULL: Final = Kind("null")
NUMBER: Final = Kind("number")
STRING: Final = Kind("string")
BOOLEAN: Final = Kind("boolean")
DATE: Final = Kind("date")
TIME: Final = Kind("time")
DATE_TIME: Final = Kind("date and time")
DAYS: Final = Kind("days and time duration")
MONTHS: Final = Kind("years and months duration")
CONTEXT: Final = Kind("context")
FUNCTION: Final = Kind("function")

ORDERED: Final = frozenset(kind.name for kind in (NUMBER, STRING, DATE, TIME, DATE_TIME, DAYS, MONTHS))
SCALARS: Final = ORDERED | {"boolean"}
_OF_TYPE: Final[dict[type, Kind]] = {
    type(None): NULL,
    bool: BOOLEAN,
    str: STRING,
    Decimal: NUMBER,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    DaysDuration: DAYS,
    MonthsDuration: MONTHS,
    Function: FUNCTION,
}


def one_of(values: Iterable[str]) -> Kind:
    """Return the kind of a text that is one of some."""
    return Kind("string", values=frozenset(values))


def list_of(element: Kind) -> Kind:
    """Return the kind of a list."""
    return Kind("list", element)


def kind_named(name: str) -> Kind:
    """Return the kind of a declared type by its name; what is not a type of the language is unknown."""
    name = SPELLINGS.get(name, name)
    return Kind(name) if name in SCALARS else UNKNOWN


def kind_of(value: Value) -> Kind:
    """Return the kind of a FEEL value."""
    known = _OF_TYPE.get(type(value))
    if isinstance(value, str):
        return Kind(STRING.name, values=frozenset((value,)))
    if known is not None:
        return known
    if isinstance(value, list):
        return list_of(joined(kind_of(item) for item in value))
    if isinstance(value, dict):
        return Kind(
            "context", members=tuple((key, kind_of(item)) for key, item in value.items()), is_closed=True
        )
    if isinstance(value, Range):
        return Kind("range", joined((kind_of(value.start), kind_of(value.end))))
    return UNKNOWN


def joined(kinds: Iterable[Kind]) -> Kind:
    """Return the kind of a value that is of one of these kinds."""
    found = {kind for kind in kinds if kind != NULL}
    if not found:
        return NULL
    if len(found) == 1:
        return found.pop()
    names = {kind.name for kind in found}
    if len(names) > 1 or "unknown" in names:
        return UNKNOWN
    name = names.pop()
    if name in ("list", "range"):
        return Kind(name, joined(kind.element or UNKNOWN for kind in found))
    if name == STRING.name:
        return _of_texts(found)
    return _of_contexts(found) if name == CONTEXT.name else Kind(name)


def _of_texts(kinds: Collection[Kind]) -> Kind:
    listed = [kind.values for kind in kinds if kind.values is not None]
    values = frozenset().union(*listed) if len(listed) == len(kinds) else None
    return Kind(STRING.name, values=values, choices=frozenset().union(*(kind.choices for kind in kinds)))


def _of_contexts(kinds: Collection[Kind]) -> Kind:
    """Return the kind of a context that is one of these: it has what any of them has."""
    names = dict.fromkeys(name for kind in kinds for name, _ in kind.members)
    members = tuple((name, joined(_entry(kind, name) for kind in kinds)) for name in names)
    return Kind(CONTEXT.name, members=members, is_closed=all(kind.is_closed for kind in kinds))


def _entry(kind: Kind, name: str) -> Kind:
    return kind.member(name) or (NULL if kind.is_closed else UNKNOWN)
