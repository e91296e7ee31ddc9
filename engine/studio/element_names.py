"""Names of a diagram's elements in every language: joined into the document of the editor, and parted.

In the official language an element is called what its diagram says; its names in the others are
`elements.<id>` of the texts beside it. The editor's document holds all of them: what it draws (`name`, of an
annotation its text) is in the language that the document names as shown, the others are attributes of a
namespace of their own. So undoing, copying and drafts kept in a browser carry every name. Where a language
has no name, the official one is drawn and marked as borrowed. A lane is called as its role, a pool as the
service. Refuses to know files, drafts and pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from engine.catalogue.lanes import lane_name
from engine.process.drawing import LANE_OF
from engine.process.errors import DiagramError
from engine.process.source import BPMN, Node, local_name, property_of, read_source
from engine.studio.contents import FileUnusable
from engine.texts import LANGUAGES, OFFICIAL

Names = Mapping[str, Mapping[str, str]]  # by language, then by the element's id
OTHERS: Final = tuple(language for language in LANGUAGES if language != OFFICIAL)
DIAGRAM: Final = "process.bpmn"
ELEMENTS: Final = "elements"
NAMESPACE: Final = "urn:mms:studio:names"
_SHOWN: Final = f"{{{NAMESPACE}}}shown"
_BORROWED: Final = f"{{{NAMESPACE}}}borrowed"
_GIVEN: Final = f"{{{NAMESPACE}}}given"  # the name that a pool was shown with
_ANNOTATION: Final = "textAnnotation"
_POOL: Final = f"{{{BPMN}}}participant"
_TEXT: Final = f"{{{BPMN}}}text"
# As in `namesPackage` of the editor's script: what runs, what leads from one to another, and annotations.
_NAMED: Final = tuple(
    f"{{{BPMN}}}{name}"
    for name in (
        *("task", "userTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask"),
        *("manualTask", "callActivity", "subProcess", "transaction", "adHocSubProcess"),
        *("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
        *("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"),
        *("sequenceFlow", _ANNOTATION),
    )
)
_NOT_OF_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

etree.register_namespace("names", NAMESPACE)


@dataclass(frozen=True)
class PartedDiagram:
    """A diagram with its official names alone, and the others, if its document said any."""

    diagram: bytes
    names: dict[str, dict[str, str]] | None


def joined(diagram: bytes, names: Names, shown: str, service: Mapping[str, str] | None = None) -> bytes:
    """Return the document for the editor, drawn with the names of the language `shown`.

    `service` are the names of the service itself, by language.
    """
    root = read_source(diagram)
    _clear(root)
    root.set(_SHOWN, shown)
    for element in _named(root):
        texts = {language: names.get(language, {}).get(element.get("id", ""), "") for language in OTHERS}
        _join(element, {language: _NOT_OF_XML.sub("", text) for language, text in texts.items()}, shown)
    for lane, name in _lanes(root, shown):
        lane.set(_attribute(OFFICIAL), lane.get("name", ""))
        lane.set("name", name)
    if shown != OFFICIAL and (called := _NOT_OF_XML.sub("", (service or {}).get(shown) or "")).strip():
        _call_pools(root, called)
    return _written(root)


def _call_pools(root: Node, name: str) -> None:
    for pool in root.iter(_POOL):
        pool.set(_attribute(OFFICIAL), pool.get("name", ""))
        pool.set(_GIVEN, name)
        pool.set("name", name)


def _give_back(root: Node) -> None:
    """Draw the official names of pools again, unless somebody has typed another one."""
    for pool in root.iter(_POOL):
        official = pool.get(_attribute(OFFICIAL))
        if official is not None and pool.get("name") == pool.get(_GIVEN):
            _draw(pool, official or None)


def _lanes(root: Node, shown: str) -> list[tuple[Node, str]]:
    """Return the lanes with the names that their roles give them, where another language is shown."""
    lanes = [] if shown == OFFICIAL else list(root.iter(f"{{{BPMN}}}lane"))
    named = ((lane, lane_name(property_of(lane, LANE_OF) or "", shown)) for lane in lanes)
    return [(lane, name) for lane, name in named if name]


def _join(element: Node, names: Mapping[str, str], shown: str) -> None:
    official = _drawn(element)
    for language, name in names.items():
        if name.strip() and language != shown:
            element.set(_attribute(language), name)
    if shown == OFFICIAL:
        return
    if official is not None:
        element.set(_attribute(OFFICIAL), official)
    if names[shown].strip():
        _draw(element, names[shown])
    elif official:
        element.set(_BORROWED, "true")


def parted(content: bytes) -> PartedDiagram:
    """Return the diagram and the names of a document of the editor; what is no diagram is refused."""
    try:
        root = read_source(content)
    except DiagramError as error:
        raise FileUnusable(path=DIAGRAM, detail=error.code) from None
    shown = root.get(_SHOWN)
    if shown is None:
        return PartedDiagram(_written(root) if _clear(root) else content, None)
    if shown not in LANGUAGES:
        raise FileUnusable(path=DIAGRAM, detail="names:shown")
    names: dict[str, dict[str, str]] = {language: {} for language in OTHERS}
    for element in _named(root):
        for language, name in _part(element, shown).items():
            if name.strip() and element.get("id"):
                names[language][element.get("id", "")] = name
    for lane, name in _lanes(root, shown):
        # A lane is called as its role, unless somebody has typed another name.
        if lane.get("name") == name and lane.get(_attribute(OFFICIAL)) is not None:
            lane.set("name", lane.get(_attribute(OFFICIAL), ""))
    _give_back(root)
    _clear(root)
    return PartedDiagram(_written(root), names)


def _part(element: Node, shown: str) -> dict[str, str]:
    """Draw the official name on an element; return those in the other languages."""
    names = {language: element.get(_attribute(language)) for language in LANGUAGES} | {shown: _drawn(element)}
    is_borrowed = element.get(_BORROWED) == "true" and names[shown] == names[OFFICIAL]
    if shown != OFFICIAL:
        _draw(element, names[OFFICIAL])
        if is_borrowed:
            names[shown] = None
    return {language: names[language] or "" for language in OTHERS}


def elements_in(diagram: bytes) -> list[str]:
    """Return the ids of the elements that can have names, in the order of the file."""
    return [element.get("id", "") for element in _named(read_source(diagram)) if element.get("id")]


def names_in(texts: bytes) -> dict[str, str]:
    """Return the names of elements in the texts of one language."""
    found = json.loads(texts)
    elements = found.get(ELEMENTS) if isinstance(found, dict) else None
    known = elements.items() if isinstance(elements, dict) else ()
    return {element: name for element, name in known if isinstance(name, str)}


def with_names(texts: bytes, names: Mapping[str, str], *, drawn: Set[str]) -> bytes:
    """Return the texts of one language with these names of what is drawn, or was; all else stays as it is."""
    known = names_in(texts)
    if {element: name for element, name in known.items() if element in drawn and name.strip()} == names:
        return texts
    found = json.loads(texts)
    elements = found.setdefault(ELEMENTS, {}) if isinstance(found, dict) else None
    if not isinstance(elements, dict) or any(not isinstance(elements.get(key, ""), str) for key in names):
        raise FileUnusable(path="texts", detail=ELEMENTS)
    kept: dict[str, Any] = {
        element: names.get(element, name)
        for element, name in elements.items()
        if element not in drawn or element in names or not isinstance(name, str)
    }
    found[ELEMENTS] = {**kept, **names}
    return f"{json.dumps(found, ensure_ascii=False, indent=2)}\n".encode()


def _named(root: Node) -> Iterator[Node]:
    yield from root.iter(*_NAMED)


def _drawn(element: Node) -> str | None:
    """Return the name that is drawn; of an annotation its text."""
    if local_name(element) != _ANNOTATION:
        return element.get("name")
    text = element.find(_TEXT)
    return None if text is None else text.text or ""


def _draw(element: Node, name: str | None) -> None:
    if local_name(element) == _ANNOTATION:
        text = element.find(_TEXT)
        if text is None and name is not None:
            text = etree.SubElement(element, _TEXT)
        if text is not None:
            text.text = name
    elif name is not None:
        element.set("name", name)
    else:
        element.attrib.pop("name", None)


def _attribute(language: str) -> str:
    return f"{{{NAMESPACE}}}{language}"


def _clear(root: Node) -> bool:
    """Take out all that is only the editor's; say whether there was any."""
    is_any = False
    for element in root.iter(etree.Element):
        for name in [str(name) for name in element.attrib if str(name).startswith(f"{{{NAMESPACE}}}")]:
            del element.attrib[name]
            is_any = True
    if is_any or NAMESPACE in root.nsmap.values():
        kept = [prefix for prefix, uri in root.nsmap.items() if prefix and uri != NAMESPACE]
        etree.cleanup_namespaces(root, keep_ns_prefixes=kept)
    return is_any


def _written(root: Node) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"
