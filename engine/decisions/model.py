"""The model of a DMN file: what it says, as data. Refuses to know how it is evaluated.

To change a hit policy of decision tables: `engine/decisions/model.py` (`HitPolicy`); then `hit_policies.py`
(what it answers, what follows from it) and `analyse/grid.py` (which rules go before others). `make check`
names each. `tests/decisions/test_hit_policies.py`, `test_analyse_brute_force.py`.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field

# Begins what stands for an id in a file where a node has none; no id of a file can.
NAMELESS: typing.Final = ":"
HitPolicy = typing.Literal["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
Aggregation = typing.Literal["", "SUM", "MIN", "MAX", "COUNT"]


@dataclass(frozen=True, slots=True)
class Logic:
    """Any boxed expression; ``id`` is its element's, or that of the nearest one around it."""

    id: str


@dataclass(frozen=True, slots=True)
class Typed(Logic):
    """A boxed expression that may say of which type its value is."""

    type_name: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Literal(Typed):
    text: str


@dataclass(frozen=True, slots=True)
class Input(Logic):
    """``values`` are unary tests of what is expected; the analysis counts on it, evaluation does not."""

    text: str
    label: str
    type_name: str
    values: str = ""


@dataclass(frozen=True, slots=True)
class Output(Logic):
    """``values`` are unary tests in order of priority, ``default`` the text of the default entry."""

    name: str
    label: str
    type_name: str
    values: str
    default: str


@dataclass(frozen=True, slots=True)
class Rule(Logic):
    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table(Typed):
    policy: HitPolicy
    aggregation: Aggregation
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a boxed context; without a name it is the context's result."""

    name: str
    type_name: str
    logic: Logic


@dataclass(frozen=True, slots=True)
class Context(Typed):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Relation(Typed):
    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]
    column_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf(Typed):
    items: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Invocation(Typed):
    callee: Logic
    bindings: tuple[tuple[str, Logic], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type_name: str


@dataclass(frozen=True, slots=True)
class Definition(Logic):
    """A function. ``kind`` other than FEEL is never run; ``type_name`` is its own type or its result's."""

    kind: str
    parameters: tuple[Parameter, ...]
    body: Logic | None
    type_name: str = ""


@dataclass(frozen=True, slots=True)
class Conditional(Typed):
    condition: Logic
    then: Logic
    otherwise: Logic


@dataclass(frozen=True, slots=True)
class Iteration(Typed):
    """A boxed ``for``, ``some`` or ``every`` (``kind``) over the items of a list."""

    kind: str
    variable: str
    domain: Logic
    body: Logic


@dataclass(frozen=True, slots=True)
class Filter(Typed):
    domain: Logic
    match: Logic


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the requirement graph; requirements are ids.

    ``origin`` are the names of the imports that lead to the file it stands in: none for a node of this file.
    """

    id: str
    name: str
    variable: str
    type_name: str
    requirements: tuple[str, ...] = ()
    origin: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class InputData(Node):
    pass


@dataclass(frozen=True, slots=True)
class Decision(Node):
    logic: Logic | None = None


@dataclass(frozen=True, slots=True)
class Knowledge(Node):
    """A business knowledge model: a function with a name."""

    function: Definition | None = None


@dataclass(frozen=True, slots=True)
class Service(Node):
    """A decision service: some decisions as one function."""

    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Signature of a function: what it takes and what it gives; no name is anything."""

    parameters: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item definition: a type of the model's own. That of a function has a ``signature``."""

    name: str
    base: str = ""
    is_collection: bool = False
    allowed: str = ""
    constraint: str = ""
    members: tuple[Item, ...] = ()
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """Another file that this one rests on; what it holds is called ``name.…`` here."""

    name: str
    namespace: str
    location: str


@dataclass(frozen=True, slots=True)
class Model:
    """One file. Once linked, ``nodes`` also has those of the ``imported`` models, each with its origin.

    ``doubled`` are ids that several nodes share: these have ids of their own here and are found by name.
    """

    id: str
    name: str
    nodes: Mapping[str, Node] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    namespace: str = ""
    imports: tuple[Import, ...] = ()
    imported: Mapping[str, Model] = field(default_factory=dict)
    doubled: frozenset[str] = frozenset()

    def decisions(self) -> tuple[Decision, ...]:
        """Return the decisions in the order of the file, without those of other files."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Decision) and not node.origin)
