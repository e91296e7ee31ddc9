"""Usages: where services name a role, a form, a letter, a parameter, an article of law or any other word.

By step of their diagrams, and by file where none is named. Refuses to know SQL and which services there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from engine.process import DiagramError
from engine.process.source import Node, local_name, read_source

_ZEEBE: Final = "{http://camunda.org/schema/zeebe/1.0}"
_TEXT: Final = re.compile(r'^\s*=\s*"([a-z_]+)"\s*$')
_HOLDERS: Final = frozenset({"definitions", "process", "subProcess", "adHocSubProcess", "collaboration"})
MOST: Final = 500
_LONGEST: Final = 200


class Kind(StrEnum):
    """Kind of thing that is looked for."""

    ROLE = "role"
    FORM = "form"
    LETTER = "letter"
    TABLE = "table"
    PARAMETER = "parameter"
    LAW = "law"
    OPERATION = "operation"
    BLOCK = "block"
    ANY = "any"


_IN_PART: Final = frozenset({Kind.LAW, Kind.ANY})
# Where an extension of a step names it.
_SAID_BY: Final = {
    Kind.ROLE: ("assignmentDefinition", "candidateGroups"),
    Kind.FORM: ("formDefinition", "formId"),
    Kind.TABLE: ("calledDecision", "decisionId"),
    Kind.OPERATION: ("taskDefinition", "type"),
    Kind.BLOCK: ("calledElement", "processId"),
}
_PROPERTY: Final = {Kind.LAW: "mms:law", Kind.LETTER: "mms:letter"}
# Where the settings of a service name it.
_SET_BY: Final = {Kind.FORM: ("eligibility", "form"), Kind.TABLE: ("eligibility", "decision")}


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
        elif path.endswith("/service.json") and kind in {Kind.LAW, *_SET_BY}:
            yield from _of_settings(path, content, kind, wanted=wanted)
        elif found := _in_text(path, kind, wanted):
            lines = (line.strip() for line in content.decode(errors="replace").splitlines())
            yield from (Usage(path, "", "", line[:_LONGEST]) for line in lines if found.search(line))


def _of_diagram(path: str, content: bytes, kind: Kind, *, wanted: str) -> Iterator[Usage]:
    try:
        root = read_source(content)
    except DiagramError:
        return
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        for said in _said(node, kind):
            if _names(said, kind, wanted):
                step = _step_of(node)
                yield Usage(path, step.get("id", ""), step.get("name", ""), said[:_LONGEST])


def _names(said: str, kind: Kind, wanted: str) -> bool:
    if kind in _IN_PART:
        return wanted in said
    if kind is Kind.PARAMETER or kind is Kind.LETTER and said.startswith("="):
        return f'"{wanted}"' in said
    return said == wanted


def _said(node: Node, kind: Kind) -> Iterator[str]:
    """Yield what a node of a diagram says of the kind."""
    name = local_name(node) if str(node.tag).startswith(_ZEEBE) else ""
    if kind is Kind.PARAMETER or kind is Kind.ANY and name:
        yield from (str(value) for value in node.attrib.values())
    if kind in (Kind.PARAMETER, Kind.ANY) and node.text and node.text.strip():
        yield node.text.strip()
    if name == "property" and node.get("name") == _PROPERTY.get(kind):
        yield node.get("value", "")
    elif kind is Kind.LETTER and name == "input" and node.get("target") == "template":
        yield node.get("source", "")
    elif kind is Kind.ROLE and name == "input":
        # A block is told by its caller whose its steps are.
        yield from _TEXT.findall(node.get("source", ""))
    elif kind in _SAID_BY and name == _SAID_BY[kind][0]:
        yield from (part.strip() for part in node.get(_SAID_BY[kind][1], "").split(","))


def _of_settings(path: str, content: bytes, kind: Kind, *, wanted: str) -> Iterator[Usage]:
    try:
        settings: Any = json.loads(content)
    except ValueError:
        return
    if kind is Kind.LAW:
        for entry in settings.get("law", ()):
            said = ", ".join(str(part) for part in (*entry["act"].values(), entry.get("article")) if part)
            if wanted in said:
                yield Usage(path, "", "", said[:_LONGEST])
    else:
        place, key = _SET_BY[kind]
        if (settings.get(place) or {}).get(key) == wanted:
            yield Usage(path, "", "", wanted)


def _in_text(path: str, kind: Kind, wanted: str) -> re.Pattern[str] | None:
    """Return what a line of the file has to hold, or None where the kind is not named in such a file."""
    if not path.endswith((".form", ".dmn", ".json", ".html")):
        return None
    if kind is Kind.ANY:
        return re.compile(re.escape(wanted))
    if kind is not Kind.PARAMETER or "/scenarios/" in path:
        return None
    name = re.escape(wanted)
    quoted = r'\\?"|&quot;'
    return re.compile(rf"(?:{quoted}){name}(?:{quoted})|\bparameters\.{name}(?![\w.])")


def _step_of(node: Node) -> Node:
    """Return the element that the node is said of: not its timer, nor an expression that has an id too."""
    around: Node | None = node
    while around is not None and not _is_element(around):
        around = around.getparent()
    return node if around is None else around


def _is_element(node: Node) -> bool:
    parent = node.getparent()
    return bool(node.get("id")) and parent is not None and local_name(parent) in _HOLDERS
