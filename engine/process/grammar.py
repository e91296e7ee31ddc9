"""The grammar of diagrams: the closed list of BPMN elements, their attributes and extensions.

What is not on the list is refused by its name, because passing over it would run another process
than the one drawn. How elements may be connected is judged in `rules`.
"""

from collections.abc import Iterator

from engine.process.errors import DiagramError
from engine.process.source import BPMN, ZEEBE, Node, local_name, namespace
from engine.process.vocabulary import (
    ATTRIBUTES,
    DIAGRAM_INTERCHANGE,
    DRAWN_WITH,
    GRAMMAR,
    PROPERTIES,
    REPEATED,
    SINGLE,
    TEMPLATED,
    WITHOUT_EFFECT,
    ElementVocabulary,
)


def check_grammar(root: Node) -> None:
    """Refuse a file that says more than the dialect understands."""
    for error in refusals(root):
        raise error


def refusals(root: Node) -> Iterator[DiagramError]:
    """Yield everything in a file that the dialect does not understand."""
    pending = [root]
    while pending:
        node = pending.pop()
        known = GRAMMAR[local_name(node)]
        yield from _in_attributes(node, known)
        yield from _in_children(node, known)
        inner = [n for n in node if namespace(n) == BPMN and local_name(n) in known.children]
        pending.extend(child for child in inner if local_name(child) != "extensionElements")
        for holder in inner:
            if local_name(holder) == "extensionElements":
                yield from _in_extensions(holder, known)


def _in_attributes(node: Node, known: ElementVocabulary) -> Iterator[DiagramError]:
    for name, value in node.attrib.items():
        space, _, local = str(name).rpartition("}")
        space = space.removeprefix("{")
        if space in DRAWN_WITH or (space == ZEEBE and local in TEMPLATED):
            continue
        if space or local not in known.attributes:
            shown = _shown(node, space, local)
            yield DiagramError("diagram.attribute_unknown", _place(node), attribute=shown)
        elif value not in WITHOUT_EFFECT.get(local, {value}):
            yield DiagramError("diagram.element_does_not_run", _place(node), kind=local)


def _in_children(node: Node, known: ElementVocabulary) -> Iterator[DiagramError]:
    names = []
    for child in node:
        name = local_name(child)
        if namespace(child) == DIAGRAM_INTERCHANGE and local_name(node) == "definitions":
            continue
        if namespace(child) == BPMN and name in known.children:
            names.append(name)
        elif name == "script":
            yield DiagramError("diagram.script_not_feel", _place(node))
        else:
            found = _shown(child, namespace(child) if namespace(child) != BPMN else "", name)
            yield DiagramError("diagram.element_does_not_run", child.get("id") or _place(node), kind=found)
    for group in SINGLE:
        if sum(name in group for name in names) > 1:
            yield DiagramError("diagram.element_twice", _place(node), kind=min(group & {*names}))


def _in_extensions(holder: Node, known: ElementVocabulary) -> Iterator[DiagramError]:
    place, kind = _place(holder), local_name(parent) if (parent := holder.getparent()) is not None else ""
    seen: set[str] = set()
    for found in _extensions(holder):
        name = local_name(found)
        if namespace(found) != ZEEBE or name not in ATTRIBUTES:
            shown = name if namespace(found) == ZEEBE else _shown(found, namespace(found), name)
            yield DiagramError("diagram.extension_unknown", place, extension=shown)
            continue
        if name not in REPEATED | known.extensions:
            yield DiagramError("diagram.extension_not_here", place, extension=name)
        for attribute in sorted(set(map(str, found.attrib)) - ATTRIBUTES[name])[:1]:
            yield DiagramError(
                "diagram.extension_attribute_unknown", place, extension=name, attribute=attribute
            )
        if name in seen - REPEATED:
            yield DiagramError("diagram.element_twice", place, kind=name)
        seen.add(name)
        if name == "property":
            yield from _in_property(found.get("name") or "", kind, place=place)


def _in_property(name: str, kind: str, *, place: str | None) -> Iterator[DiagramError]:
    if name.startswith("mms:") and kind not in PROPERTIES.get(name, ()):
        yield DiagramError("diagram.property_unknown", place, property=name)


def _extensions(holder: Node) -> Iterator[Node]:
    return (found for found in holder.iter() if found is not holder)


def _place(node: Node) -> str | None:
    """Return the id of the nearest element that has one."""
    current: Node | None = node
    while current is not None:
        if current.get("id"):
            return current.get("id")
        current = current.getparent()
    return None


def _shown(node: Node, space: str, name: str) -> str:
    """Return a name as the file writes it, with its prefix."""
    prefix = next((p for p, uri in node.nsmap.items() if uri == space and p), None)
    return f"{prefix}:{name}" if space and prefix else name
