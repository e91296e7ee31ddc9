"""From the element tree of a DMN file to the model. Refuses structure it does not know; never evaluates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from engine.decisions import model, xml
from engine.decisions.errors import DecisionError
from engine.decisions.graph import needs_of
from engine.decisions.read_logic import function_of, logic_of

_REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")
_REFERENCES = ("requiredInput", "requiredDecision", "requiredKnowledge")


def read(data: bytes) -> model.Model:
    """Return the model a file holds."""
    root = xml.parse(data)
    elements = xml.children(root, "inputData", "decision", "businessKnowledgeModel", "decisionService")
    nodes = [_node(element) for element in elements]
    counts = Counter(node.id for node in nodes)
    doubled = frozenset(id_ for id_, count in counts.items() if id_ and count > 1)
    for node in nodes:
        for needed in (*needs_of(node), *(node.inputs if isinstance(node, model.Service) else ())):
            if needed in doubled:
                raise DecisionError("decision.id_missing_or_twice", needed, name=node.name)
    return model.Model(
        xml.attribute(root, "id"),
        xml.attribute(root, "name"),
        _by_id(nodes, doubled),
        doubled=doubled,
        items=tuple(_item(element) for element in xml.children(root, "itemDefinition")),
        namespace=xml.attribute(root, "namespace"),
        imports=tuple(_imports(root)),
    )


def _by_id(nodes: Sequence[model.Node], doubled: frozenset[str]) -> dict[str, model.Node]:
    """Return nodes by an id that is their own: what has none, or shares it, is found by its name only."""
    found: dict[str, model.Node] = {}
    for place, node in enumerate(nodes, start=1):
        id_ = node.id if node.id and node.id not in doubled else f"{model.NAMELESS}{place}"
        found[id_] = replace(node, id=id_)
    return found


def _imports(root: etree._Element) -> Iterator[model.Import]:
    """Yield the imports of decision models; data structures and foreign models are not read."""
    for element in xml.children(root, "import"):
        if xml.attribute(element, "importType") in xml.NAMESPACES:
            yield model.Import(
                xml.attribute(element, "name"),
                xml.attribute(element, "namespace"),
                xml.attribute(element, "locationURI"),
            )


def _node(element: etree._Element) -> model.Node:
    id_, name = xml.attribute(element, "id"), xml.attribute(element, "name")
    variable = xml.child(element, "variable")
    named = xml.attribute(variable, "name") or name
    type_name = _type_name(variable)
    needed = _requirements(element)
    match xml.local(element):
        case "inputData":
            return model.InputData(id_, name, named, type_name)
        case "decision":
            return model.Decision(id_, name, named, type_name, needed, logic_of(element, around=id_))
        case "businessKnowledgeModel":
            body = xml.child(element, "encapsulatedLogic")
            function = None if body is None else function_of(body, around=id_)
            return model.Knowledge(id_, name, named, type_name, needed, function)
    outputs, encapsulated = (
        _references(element, "outputDecision"),
        _references(element, "encapsulatedDecision"),
    )
    inputs = _references(element, "inputData") + _references(element, "inputDecision")
    return model.Service(id_, name, named, type_name, needed, outputs, encapsulated, inputs)


def _requirements(element: etree._Element) -> tuple[str, ...]:
    found: list[str] = []
    for requirement in xml.children(element, *_REQUIREMENTS):
        for reference in xml.children(requirement, *_REFERENCES):
            found.append(_target(reference))
    return tuple(found)


def _references(element: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(_target(reference) for reference in xml.children(element, name))


def _target(reference: etree._Element) -> str:
    """Return the id a reference points to, with its namespace if that is another one."""
    href = xml.attribute(reference, "href")
    namespace, _, id_ = href.rpartition("#")
    own = xml.attribute(reference.getroottree().getroot(), "namespace")
    return id_ if namespace in ("", own) else href


def _type_name(element: etree._Element | None) -> str:
    return xml.attribute(element, "typeRef").removeprefix("feel:")


def _item(element: etree._Element) -> model.Item:
    reference = xml.child(element, "typeRef")
    return model.Item(
        name=xml.attribute(element, "name"),
        base=("" if reference is None else (reference.text or "").strip()).removeprefix("feel:"),
        is_collection=xml.attribute(element, "isCollection") == "true",
        allowed=xml.text_of(xml.child(element, "allowedValues")),
        constraint=xml.text_of(xml.child(element, "typeConstraint")),
        members=tuple(_item(member) for member in xml.children(element, "itemComponent")),
        signature=_signature(xml.child(element, "functionItem")),
    )


def _signature(element: etree._Element | None) -> model.Signature | None:
    if element is None:
        return None
    parameters = tuple(_type_name(parameter) for parameter in xml.children(element, "parameters"))
    return model.Signature(parameters, xml.attribute(element, "outputTypeRef").removeprefix("feel:"))
