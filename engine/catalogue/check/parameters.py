"""Check that the parameters and acts of law which a service names exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from lxml import etree

from engine.catalogue.check.findings import Finding, near, remark, wrong
from engine.catalogue.check.subject import Subject
from engine.catalogue.document_parts import is_part
from engine.catalogue.errors import CatalogueError
from engine.catalogue.parameters import Parameters
from engine.process import expressions_in, step_law
from feel.analyse import nearest

_CALL: Final = re.compile(r'\b(term|parameter)\s*\(\s*"([^"\\]+)"\s*\)')
IN_FORM: Final = re.compile(r"\bparameters((?:\.[a-z][a-z0-9_]*)+)")
# A part of a letter is a piece of a page: read alone it needs something around it.
_FRAME: Final = b'<div xmlns:mms="urn:mms:template">%b</div>'
_ACT: Final = re.compile(r"№\s?([\w-]+)")


def check_parameters(subject: Subject) -> Iterator[Finding]:
    """Yield the names of parameters that nobody has given a value for the day the service begins."""
    if subject.parameters is not None:
        on = _first_day(subject)
        file = f"{subject.folder}/service.json"
        for where, name in clock_terms(subject.settings):
            yield from _parameter("term", name, subject.parameters, on, where=where, file=file)
        for function, name, where, file in dict.fromkeys(_named(subject)):
            yield from _parameter(function, name, subject.parameters, on, where=where, file=file)
    yield from _acts(subject)


def clock_terms(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the terms of a service's clocks and of their extensions, with their places."""
    stages = settings.get("clocks")
    clocks = {f"clocks.{name}": stage for name, stage in stages.items()} if isinstance(stages, dict) else {}
    for place, clock in {"clock": settings.get("clock"), **clocks}.items():
        if not isinstance(clock, dict):
            continue
        yield f"{place}.term", str(clock.get("term"))
        extension = clock.get("extension")
        for how in ("total", "by"):
            if isinstance(extension, dict) and how in extension:
                yield f"{place}.extension.{how}", str(extension[how])


def _first_day(subject: Subject) -> date | None:
    try:
        return date.fromisoformat(str(subject.settings.get("effective_from")))
    except ValueError:
        return None


def _parameter(
    function: str, name: str, parameters: Parameters, on: date | None, *, where: str, file: str
) -> Iterator[Finding]:
    if name not in parameters.names or on is None:
        if name not in parameters.names:
            hint = nearest(name, parameters.names)
            yield wrong(
                "reference.parameter_unknown", where, file=file, detail=name, hint=hint, fix=near(name, hint)
            )
        return
    try:
        found = parameters.find(name, on)
    except CatalogueError:
        yield wrong("reference.parameter_not_in_force", where, file=file, detail=f"{name}, {on}")
        return
    if function == "term" and found.kind != "term":
        yield wrong("reference.not_a_term", where, file=file, detail=name)


def _named(subject: Subject) -> Iterator[tuple[str, str, str, str]]:
    """Yield each call that names a parameter outright: function, name, place and file."""
    if subject.definition is not None:
        for expression in expressions_in(subject.definition):
            for function, name in _CALL.findall(expression.text):
                yield function, name, expression.element, subject.at(expression.element)["file"]
    for path, content in subject.files.items():
        if path in subject.unread:
            continue
        if path.endswith((".dmn", ".html")):
            for text in texts_in(path, content):
                for function, name in _CALL.findall(text):
                    yield function, name, "", path
        if path.endswith(".form"):
            for match in IN_FORM.findall(content.decode(errors="replace")):
                yield "parameter", match[1:], "", path


def texts_in(path: str, content: bytes) -> Iterator[str]:
    """Yield the texts and attributes of a table, diagram or letter; of what can't be read, none."""
    content = _FRAME % content if is_part(path) else content
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    for node in root.iter():
        said = node.text if isinstance(node.tag, str) else None  # not that of a comment
        yield from (text for text in (said, node.tail, *map(str, node.attrib.values())) if text)


def _acts(subject: Subject) -> Iterator[Finding]:
    """Yield the acts that steps rest on and that the service does not list."""
    law = subject.settings.get("law", ())
    listed = " ".join(str(text) for entry in law for text in entry["act"].values()) if law else ""
    known = {*_ACT.findall(listed)}
    for element in subject.definition.elements.values() if subject.definition else ():
        said = element.properties.get("mms:law", "")
        if said and step_law.read(said) is None:
            yield remark("reference.law_unreadable", **subject.at(element.id), detail=said)
        for act in _ACT.findall(said):
            if act not in known:
                yield remark("reference.act_not_listed", **subject.at(element.id), detail=f"№{act}")
