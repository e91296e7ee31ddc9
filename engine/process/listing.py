"""Lists what a definition reads and writes, for the checks that stand before a publication.

Judges nothing: whether an expression parses and whether a name exists is known elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.process.definition import Definition
from engine.process.elements import Element, expression_of, is_expression, written_by
from engine.process.timers import timer_expression

COUNTS = frozenset({"numberOfInstances", "numberOfCompletedInstances", "numberOfActiveInstances"})


@dataclass(frozen=True, slots=True)
class Expression:
    """A FEEL text of the diagram, where it stands, and the names it sees besides the case data."""

    element: str
    place: str
    text: str
    names: frozenset[str]


def expressions_in(definition: Definition) -> tuple[Expression, ...]:
    """Return every expression of a process and its blocks."""
    around = _names_around(definition)
    found: list[Expression] = []
    for scope in definition.scopes:
        for element in scope.elements:
            found.extend(_of_element(element, around[scope.key]))
        for flow in scope.flows:
            if flow.condition is not None:
                text = expression_of(flow.condition)
                found.append(Expression(flow.source, f"condition {flow.id}", text, around[scope.key]))
    return tuple(found)


def names_written_by(definition: Definition) -> frozenset[str]:
    """Return the first names of all places in the case data the definition may write."""
    return frozenset().union(*(written_by(element) for element in definition.elements.values()))


def names_given(definition: Definition) -> Mapping[str, frozenset[str]]:
    """Return the names that each decision is given by the steps that ask for it and what is around them."""
    around, found = _names_around(definition), dict[str, frozenset[str]]()
    for scope in definition.scopes:
        for element in scope.elements:
            if element.decision_id is not None:
                names = around[scope.key] | _own_names(element)
                found[element.decision_id] = found.get(element.decision_id, frozenset()) | names
    return found


def _of_element(element: Element, around: frozenset[str]) -> Iterator[Expression]:
    inner = around | _own_names(element)
    brought = inner | {"answers" if element.kind == "userTask" else element.receives or "result"}
    if element.result_variable is not None:
        brought |= {element.result_variable}
    texts: list[tuple[str, str | None, frozenset[str]]] = [
        ("role", element.role, inner),
        ("assignee", element.assignee, inner),
        ("unit", element.unit, inner),
        *_of_signing(element, inner),
        ("priority", element.priority, inner),
        ("script", element.script, inner),
        ("correlation", element.correlation, inner),
        *((f"input {m.target}", m.source, inner) for m in element.inputs),
        *((f"output {m.target}", m.source, brought) for m in element.outputs),
    ]
    if element.loop is not None:
        texts += [
            ("items", element.loop.input_collection, around),
            ("item output", element.loop.output_element, brought),
            ("item condition", element.loop.completion_condition, brought | COUNTS),
        ]
    for place, text, names in texts:
        if text is not None and is_expression(text):
            yield Expression(element.id, place, expression_of(text), names)
    for place, text in (("due", element.due_on), ("timer", element.timer)):
        if text is not None:
            yield Expression(element.id, place, timer_expression(text) or "", inner)


def _of_signing(element: Element, inner: frozenset[str]) -> Iterator[tuple[str, str | None, frozenset[str]]]:
    """Yield what is asked when the form of a step has been answered: it sees the answers beside the rest."""
    if element.signing is not None:
        answered = inner | {element.id, "answers"}
        yield "signers", element.signing.who, answered
        yield "act", element.signing.act, answered


def _own_names(element: Element) -> frozenset[str]:
    names = {mapping.target for mapping in element.inputs}
    if element.loop is not None:
        names |= {"loopCounter"} | ({element.loop.input_element} if element.loop.input_element else set())
    return frozenset(names)


def _names_around(definition: Definition) -> Mapping[str, frozenset[str]]:
    """Return for each scope the names its callers and enclosing scopes give it."""
    around: dict[str, frozenset[str]] = {scope.key: frozenset() for scope in definition.scopes}
    changed = True
    while changed:
        changed = False
        for scope in definition.scopes:
            for element in scope.elements:
                key = element.called or element.id
                if key not in around:
                    continue
                names = around[key] | around[scope.key] | _own_names(element)
                changed = changed or names != around[key]
                around[key] = names
    return around
