"""Whether everything that the service names exists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.catalogue.blocks import folder_of
from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.catalogue.published import Published
from engine.operations import ALL
from engine.process import Element
from engine.texts import LANGUAGES

# A template named outright, not found by an expression.
_LITERAL = re.compile(r'=\s*"([^"]+)"')
_TEMPLATED = {"letter.send": LANGUAGES, "document.render": ("ka",)}


def check_references(subject: Subject) -> Iterator[Finding]:
    """Yield what is named and does not exist."""
    if subject.version is None:
        return
    for element in subject.version.definition.elements.values():
        yield from _element(element, subject, subject.version)


def _element(element: Element, subject: Subject, version: Published) -> Iterator[Finding]:
    place = subject.at(element.id)
    is_task = element.kind == "userTask"
    if (is_task or element is version.definition.start) and not _has_form(element, subject):
        yield wrong("reference.form_unknown", **place, detail=element.form_id or "")
    if element.operation is not None:
        yield from _operation(element, subject, version)
    is_known = element.decision_id is None or element.decision_id in version.decisions
    if not is_known and subject.has_all_tables:
        yield wrong("reference.decision_unknown", **place, detail=element.decision_id or "")
    for language in LANGUAGES:
        if is_task and version.text(element.id, language) is None:
            key = f"texts/{language}.json: elements.{element.id}"
            yield wrong("reference.text_missing", **place, detail=key)


def _has_form(element: Element, subject: Subject) -> bool:
    """A form that can't be read is there; what is wrong with it is said elsewhere."""
    block, _, name = (element.form_id or "").rpartition("/")
    folders = (block or element.process, subject.code)
    return any(f"{folder_of(one)}/forms/{name}.form" in subject.files for one in folders)


def _operation(element: Element, subject: Subject, version: Published) -> Iterator[Finding]:
    place = subject.at(element.id)
    if element.operation not in ALL.names:
        yield wrong("reference.operation_unknown", **place, detail=element.operation or "")
        return
    known = ALL.find(element.operation).inputs
    for mapping in element.inputs:
        if mapping.target not in known:
            yield wrong("reference.input_unknown", **place, detail=mapping.target)
        named = _LITERAL.fullmatch(mapping.source) if mapping.target == "template" else None
        for language in _TEMPLATED.get(element.operation, ()) if named else ():
            if named and not version.has_template(named[1], language, element.id):
                yield wrong("reference.template_unknown", **place, detail=f"{named[1]}.{language}.html")
