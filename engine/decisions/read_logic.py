"""From the elements of boxed expressions to the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, get_args

from lxml import etree

from engine.decisions import model, xml
from engine.decisions.errors import DecisionError

_POLICIES: Final[Mapping[str, model.HitPolicy]] = {arg: arg for arg in get_args(model.HitPolicy)}
_AGGREGATIONS: Final[Mapping[str, model.Aggregation]] = {arg: arg for arg in get_args(model.Aggregation)}
_FEEL: Final = ("", "feel", "https://www.omg.org/spec/DMN/")


def logic_of(parent: etree._Element, *, around: str) -> model.Logic | None:
    """Return the boxed expression in an element, if there is one."""
    for element in parent:
        reader = _READERS.get(xml.local(element))
        if reader is not None:
            return reader(element, xml.attribute(element, "id") or around)
    return None


def _type_of(element: etree._Element | None) -> str:
    return xml.attribute(element, "typeRef").removeprefix("feel:")


def _required(parent: etree._Element | None, around: str) -> model.Logic:
    found = None if parent is None else logic_of(parent, around=around)
    if found is None:
        raise DecisionError("decision.logic_missing", around)
    return found


def _literal(element: etree._Element, id_: str) -> model.Literal:
    language = xml.attribute(element, "expressionLanguage")
    is_feel = language in _FEEL or (language.startswith(_FEEL[2]) and language.rstrip("/").endswith("FEEL"))
    if not is_feel and "FEEL" not in language:
        raise DecisionError("decision.language_unknown", id_, language=language)
    return model.Literal(id_, xml.text_of(element), type_name=_type_of(element))


def _table(element: etree._Element, id_: str) -> model.Table:
    written = xml.attribute(element, "hitPolicy") or "UNIQUE", xml.attribute(element, "aggregation")
    policy, aggregation = _POLICIES.get(written[0]), _AGGREGATIONS.get(written[1])
    if policy is None or aggregation is None:
        raise DecisionError("decision.policy_unknown", id_, policy=written[0], aggregation=written[1])
    inputs = tuple(_input(column, id_) for column in xml.children(element, "input"))
    outputs = tuple(_output(column, id_) for column in xml.children(element, "output"))
    rules = tuple(_rule(row, id_) for row in xml.children(element, "rule"))
    if not outputs:
        raise DecisionError("decision.output_missing", id_)
    if len(outputs) > 1 and not all(output.name for output in outputs):
        raise DecisionError("decision.output_unnamed", id_)
    if len({output.name for output in outputs}) != len(outputs):
        raise DecisionError("decision.output_twice", id_)
    if len(outputs) > 1 and aggregation in ("SUM", "MIN", "MAX"):
        raise DecisionError("decision.aggregation_of_many", id_, aggregation=aggregation)
    for rule in rules:
        if len(rule.tests) != len(inputs) or len(rule.outputs) != len(outputs):
            raise DecisionError("decision.rule_width", rule.id)
    return model.Table(id_, policy, aggregation, inputs, outputs, rules, type_name=_type_of(element))


def _input(element: etree._Element, around: str) -> model.Input:
    expression = xml.child(element, "inputExpression")
    return model.Input(
        id=xml.attribute(element, "id") or around,
        text=xml.text_of(expression),
        label=xml.attribute(element, "label"),
        type_name=_type_of(expression),
        values=xml.text_of(xml.child(element, "inputValues")),
    )


def _output(element: etree._Element, around: str) -> model.Output:
    return model.Output(
        id=xml.attribute(element, "id") or around,
        name=xml.attribute(element, "name"),
        label=xml.attribute(element, "label"),
        type_name=_type_of(element),
        values=xml.text_of(xml.child(element, "outputValues")),
        default=xml.text_of(xml.child(element, "defaultOutputEntry")),
    )


def _rule(element: etree._Element, around: str) -> model.Rule:
    return model.Rule(
        id=xml.attribute(element, "id") or around,
        tests=tuple(xml.text_of(cell) for cell in xml.children(element, "inputEntry")),
        outputs=tuple(xml.text_of(cell) for cell in xml.children(element, "outputEntry")),
        annotations=tuple(xml.text_of(cell) for cell in xml.children(element, "annotationEntry")),
    )


def _context(element: etree._Element, id_: str) -> model.Context:
    entries: list[model.Entry] = []
    for entry in xml.children(element, "contextEntry"):
        variable = xml.child(entry, "variable")
        type_name = _type_of(variable)
        around = xml.attribute(entry, "id") or id_
        entries.append(model.Entry(xml.attribute(variable, "name"), type_name, _required(entry, around)))
    return model.Context(id_, tuple(entries), type_name=_type_of(element))


def _relation(element: etree._Element, id_: str) -> model.Relation:
    columns = tuple(xml.attribute(column, "name") for column in xml.children(element, "column"))
    rows: list[tuple[model.Logic, ...]] = []
    for row in xml.children(element, "row"):
        row_id = xml.attribute(row, "id") or id_
        cells = tuple(
            reader(cell, xml.attribute(cell, "id") or row_id)
            for cell in row
            if (reader := _READERS.get(xml.local(cell))) is not None
        )
        if len(cells) != len(columns):
            raise DecisionError("decision.row_width", row_id)
        rows.append(cells)
    types = tuple(_type_of(column) for column in xml.children(element, "column"))
    return model.Relation(id_, columns, tuple(rows), types, type_name=_type_of(element))


def _list(element: etree._Element, id_: str) -> model.ListOf:
    return model.ListOf(
        id_,
        tuple(
            reader(item, xml.attribute(item, "id") or id_)
            for item in element
            if (reader := _READERS.get(xml.local(item))) is not None
        ),
        type_name=_type_of(element),
    )


def _invocation(element: etree._Element, id_: str) -> model.Invocation:
    bindings: list[tuple[str, model.Logic]] = []
    for binding in xml.children(element, "binding"):
        name = xml.attribute(xml.child(binding, "parameter"), "name")
        value = logic_of(binding, around=id_)
        bindings.append((name, value or model.Literal(id_, "null")))
    return model.Invocation(id_, _required(element, id_), tuple(bindings), type_name=_type_of(element))


def function_of(element: etree._Element, *, around: str) -> model.Definition:
    """Return the function an element defines."""
    id_ = xml.attribute(element, "id") or around
    parameters = tuple(
        model.Parameter(xml.attribute(parameter, "name"), _type_of(parameter))
        for parameter in xml.children(element, "formalParameter")
    )
    kind = xml.attribute(element, "kind") or "FEEL"
    return model.Definition(id_, kind, parameters, logic_of(element, around=id_), _type_of(element))


def _function(element: etree._Element, id_: str) -> model.Definition:
    return function_of(element, around=id_)


def _conditional(element: etree._Element, id_: str) -> model.Conditional:
    condition, then, otherwise = (_required(xml.child(element, name), id_) for name in ("if", "then", "else"))
    return model.Conditional(id_, condition, then, otherwise, type_name=_type_of(element))


def _iteration(element: etree._Element, id_: str) -> model.Iteration:
    kind = xml.local(element)
    variable = xml.attribute(element, "iteratorVariable")
    body = xml.child(element, "return" if kind == "for" else "satisfies")
    domain = _required(xml.child(element, "in"), id_)
    return model.Iteration(id_, kind, variable, domain, _required(body, id_), type_name=_type_of(element))


def _filter(element: etree._Element, id_: str) -> model.Filter:
    domain, match = _required(xml.child(element, "in"), id_), _required(xml.child(element, "match"), id_)
    return model.Filter(id_, domain, match, type_name=_type_of(element))


_READERS: Final[Mapping[str, Callable[[etree._Element, str], model.Logic]]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "relation": _relation,
    "list": _list,
    "invocation": _invocation,
    "functionDefinition": _function,
    "conditional": _conditional,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "filter": _filter,
}
