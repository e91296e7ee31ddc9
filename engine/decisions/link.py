"""Puts together a model and those it imports. Refuses to know where their bytes come from.

Every way to a file is a copy of it: if two imports lead to the same model, each has inputs of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final, TypeVar

from engine.decisions import model, xml
from engine.decisions.errors import DecisionError
from engine.decisions.read import read

_MAX_COPIES: Final = 100
_MAX_NODES: Final = 5_000
_N = TypeVar("_N", bound=model.Node)


def link(data: bytes, others: Mapping[str, bytes]) -> model.Model:
    """Return the model of a file with everything it imports from the others, by location or namespace."""
    return _Linker(others).linked(data, around=())


class _Linker:
    """Reads a file when it is first asked for: one that nobody imports may be broken."""

    def __init__(self, others: Mapping[str, bytes]) -> None:
        self._others = others
        self._read: dict[bytes, model.Model] = {}
        self._copies = 0

    def linked(self, data: bytes, *, around: tuple[bytes, ...]) -> model.Model:
        """Return a file with what it imports; ``around`` are the files that led to it."""
        found = self._model(data)
        self._copies += 1
        if data in around:
            raise DecisionError("decision.import_cyclic", found.id, name=found.name)
        nodes = dict(found.nodes)
        imported: dict[str, model.Model] = {}
        places: dict[str, str] = {}
        for entry in found.imports:
            if entry.name in imported:
                raise DecisionError("decision.import_twice", found.id, name=entry.name)
            other = self.linked(self._find(found, entry), around=(*around, data))
            imported[entry.name] = other
            for node in other.nodes.values():
                copy = _moved(node, entry.name)
                nodes[copy.id] = copy
                places.setdefault(f"{_namespace(other, node)}#{node.id.rpartition('#')[2]}", copy.id)
            if len(nodes) > _MAX_NODES or self._copies > _MAX_COPIES:
                raise DecisionError("decision.too_large", found.id, limit=_MAX_NODES)
        for place, id_ in list(places.items()):
            namespace, _, local_id = place.rpartition("#")
            if namespace == found.namespace and local_id not in found.nodes:
                # Editors give all files one namespace: what is not here may be in another of them.
                places[local_id] = id_
        return replace(
            found,
            nodes={id_: node if node.origin else _resolved(node, places) for id_, node in nodes.items()},
            imported=imported,
        )

    def _find(self, found: model.Model, entry: model.Import) -> bytes:
        """Files that share a namespace are told apart by their location, a path or an address."""
        for key in (entry.location, entry.location.rpartition("/")[2], entry.namespace):
            data = self._others.get(key)
            if data is not None and self._model(data).namespace == entry.namespace:
                return data
        raise DecisionError("decision.import_unknown", found.id, name=entry.name, namespace=entry.namespace)

    def _model(self, data: bytes) -> model.Model:
        if data not in self._read:
            self._read[data] = read(data)
        return self._read[data]


def sources(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files by name and, where only one has it, by namespace: what ``link`` looks through."""
    found = dict(files)
    holders: dict[str, list[bytes]] = {}
    for data in files.values():
        with suppress(DecisionError):
            holders.setdefault(xml.attribute(xml.parse(data), "namespace"), []).append(data)
    for namespace, having in holders.items():
        if len(having) == 1:
            found.setdefault(namespace, having[0])
    return found


def _namespace(found: model.Model, node: model.Node) -> str:
    for name in node.origin:
        found = found.imported[name]
    return found.namespace


def _moved(node: _N, name: str) -> _N:
    """Return a node of an imported model as one of the model that imports it."""

    def moved(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{name}#{id_}" for id_ in ids)

    copy = replace(
        node, id=f"{name}#{node.id}", requirements=moved(node.requirements), origin=(name, *node.origin)
    )
    if isinstance(copy, model.Service):
        return replace(
            copy,
            outputs=moved(copy.outputs),
            encapsulated=moved(copy.encapsulated),
            inputs=moved(copy.inputs),
        )
    return copy


def _resolved(node: _N, places: Mapping[str, str]) -> _N:
    """Return a node that refers to nodes of other models by the ids they have here."""

    def resolved(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(places.get(id_, id_) for id_ in ids)

    copy = replace(node, requirements=resolved(node.requirements))
    if isinstance(copy, model.Service):
        return replace(
            copy,
            outputs=resolved(copy.outputs),
            encapsulated=resolved(copy.encapsulated),
            inputs=resolved(copy.inputs),
        )
    return copy
