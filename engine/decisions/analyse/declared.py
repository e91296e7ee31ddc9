"""What a model says of the values it gets: the types of its input data and of its own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.decisions import model
from feel.analyse import UNKNOWN, Kind, kind_named, list_of

_MAX_DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Declared:
    """``variables`` are the kinds of what a decision may read."""

    items: Mapping[str, model.Item]
    variables: Mapping[str, Kind]

    def kind(self, name: str) -> Kind:
        """Return the kind of a type by its name."""
        return _kind(name, self.items, _MAX_DEPTH)

    def allowed(self, name: str) -> str:
        """Return the tests of the values that a type of the model allows, if they are all it says."""
        item = self.items.get(name)
        if item is None or item.is_collection or item.members or item.constraint:
            return ""
        return item.allowed


def declared_by(source: model.Model) -> Declared:
    """Return what a model declares of the values that come from outside."""
    items = {item.name: item for item in source.items}
    variables: dict[str, Kind] = {}
    for node in source.nodes.values():
        if isinstance(node, model.InputData | model.Decision) and node.type_name and not node.origin:
            for name in (node.variable, node.name, node.id):
                variables[name] = _kind(node.type_name, items, _MAX_DEPTH)
    return Declared(items, variables)


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
