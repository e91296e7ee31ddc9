"""Where services name a role, a form, an article of law or any other word: by step of their diagrams.

Refuses to know SQL and which services there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.process import DiagramError
from engine.process.source import Node, read_source

_ZEEBE: Final = "{http://camunda.org/schema/zeebe/1.0}"
_NAMED: Final = "id"
MOST: Final = 500


class Kind(StrEnum):
    """What is looked for."""

    ROLE = "role"
    FORM = "form"
    LAW = "law"
    OPERATION = "operation"
    BLOCK = "block"
    ANY = "any"


@dataclass(frozen=True)
class Usage:
    """A step that names it; `file` is below `bpmn/`, `said` what stands there."""

    file: str
    element: str
    name: str
    said: str


def usages(files: Mapping[str, bytes], kind: Kind, wanted: str) -> Iterator[Usage]:
    """Yield the places of a version's files that name what is wanted; blocks it calls are among the files."""
    for path, content in sorted(files.items()):
        if path.endswith("/process.bpmn"):
            yield from _of_diagram(path, content, kind, wanted=wanted)
        elif kind is Kind.ANY and path.endswith((".form", ".dmn", ".json", ".html")):
            lines = content.decode(errors="replace").splitlines()
            yield from (Usage(path, "", "", line.strip()[:200]) for line in lines if wanted in line)


def _of_diagram(path: str, content: bytes, kind: Kind, *, wanted: str) -> Iterator[Usage]:
    try:
        root = read_source(content)
    except DiagramError:
        return
    for node in root.iter(f"{_ZEEBE}*"):
        for said in _said(node, kind):
            is_found = wanted in said if kind in (Kind.LAW, Kind.ANY) else said == wanted
            if is_found:
                step = _step_of(node)
                yield Usage(path, step.get(_NAMED, ""), step.get("name", ""), said)


def _said(node: Node, kind: Kind) -> Iterator[str]:
    """Yield what an extension of a step says of the kind."""
    name = str(node.tag).removeprefix(_ZEEBE)
    is_law = name == "property" and node.get("name") == "mms:law"
    found = {
        Kind.ROLE: ("assignmentDefinition", "candidateGroups"),
        Kind.FORM: ("formDefinition", "formId"),
        Kind.OPERATION: ("taskDefinition", "type"),
        Kind.BLOCK: ("calledElement", "processId"),
    }
    if kind is Kind.ANY:
        yield from (str(value) for value in node.attrib.values())
    elif kind is Kind.LAW and is_law:
        yield node.get("value", "")
    elif kind in found and name == found[kind][0]:
        yield from (one.strip() for one in node.get(found[kind][1], "").split(","))


def _step_of(node: Node) -> Node:
    """Return the nearest element around that has an id."""
    around = node.getparent()
    while around is not None and around.get(_NAMED) is None:
        around = around.getparent()
    return node if around is None else around
