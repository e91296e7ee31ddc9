"""Declared types of a model: of its input data and of its own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from engine.decisions import model
from feel import Expression, Functions, UnaryTests
from feel.analyse import UNKNOWN, Analysis, Kind, analyse, kind_named, list_of

_MAX_DEPTH: Final = 10
_NOTHING: Final[Mapping[str, Kind]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Declared:
    """``variables`` are the kinds of what a decision may read, ``results`` of what host functions return."""

    items: Mapping[str, model.Item]
    variables: Mapping[str, Kind]
    functions: Functions
    results: Mapping[str, Kind]

    def of(self, text: Expression | UnaryTests, tested: Kind = UNKNOWN) -> Analysis:
        """Return what is known of an expression or a cell; `tested` is the kind of what the cell tests."""
        return analyse(
            text, kinds=self.variables, functions=self.functions, results=self.results, tested=tested
        )

    def kind(self, name: str) -> Kind:
        """Return the kind of a type by its name."""
        return _kind(name, self.items, _MAX_DEPTH)

    def allowed(self, name: str) -> str:
        """Return the tests of the values that a type of the model allows, if they are all it says."""
        item = self.items.get(name)
        if item is None or item.is_collection or item.members or item.constraint:
            return ""
        return item.allowed


def declared_by(
    source: model.Model,
    functions: Functions,
    *,
    outside: Mapping[str, Kind] = _NOTHING,
    results: Mapping[str, Kind] = _NOTHING,
) -> Declared:
    """Return what a model declares of the values it reads; `outside` are the kinds of what it is given."""
    items = {item.name: item for item in source.items}
    variables: dict[str, Kind] = dict(outside)
    for node in source.nodes.values():
        if not isinstance(node, model.InputData) or not node.type_name or node.origin:
            continue
        kind = _kind(node.type_name, items, _MAX_DEPTH)
        for name in (node.variable, node.name, node.id):
            if not _is_narrower(outside.get(name), kind):
                variables[name] = kind
    return Declared(items, variables, functions, results)


def _is_narrower(given: Kind | None, declared: Kind) -> bool:
    """Tell whether what comes from outside is known better than its declaration says."""
    return given is not None and given.is_known and (not declared.is_known or given.name == declared.name)


def _kind(name: str, items: Mapping[str, model.Item], depth: int) -> Kind:
    item = items.get(name)
    return kind_named(name) if item is None else _of_item(item, items, depth)


def _of_item(item: model.Item, items: Mapping[str, model.Item], depth: int) -> Kind:
    if depth == 0 or item.signature is not None:
        return UNKNOWN
    if item.members:
        members = tuple((member.name, _of_item(member, items, depth - 1)) for member in item.members)
        kind = Kind("context", members=members)
    else:
        kind = _kind(item.base, items, depth - 1)
    return list_of(kind) if item.is_collection else kind
