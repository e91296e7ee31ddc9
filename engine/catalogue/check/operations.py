"""Check of operations: steps ask for ones that exist, and give them what they need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.catalogue.check.block_inputs import scope_of, sources_of
from engine.catalogue.check.findings import Finding, near, wrong
from engine.catalogue.check.subject import Subject
from engine.operations import ALL, Operation
from engine.operations.decisions import STATUS
from engine.operations.traits import OnRegister
from engine.process import Definition, Element
from engine.process.elements import expression_of, is_expression
from engine.scope import compiled
from feel import FeelError, tree
from feel.analyse import mended, nearest, possible_values

NUMBERED: Final = frozenset(outcome for outcome, status in STATUS.items() if status == "decided")


def check_operations(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the operations that the diagram asks for."""
    if subject.version is None:
        return
    for element in subject.version.definition.elements.values():
        if element.operation is None:
            continue
        place = subject.at(element.id)
        if element.operation not in ALL.names:
            hint = nearest(element.operation, ALL.names)
            fix = near(element.operation, hint)
            yield wrong("reference.operation_unknown", **place, detail=element.operation, hint=hint, fix=fix)
            continue
        operation = ALL.find(element.operation)
        yield from _inputs(operation, element, subject)
        yield from _templates(operation, element, subject)
        if operation.decides:
            yield from _outcomes(element, subject)
        if operation.on_register is not None:
            yield from _register(operation.on_register, element, subject)


def values_of(element: Element, target: str, definition: Definition) -> tuple[str, ...] | None:
    """Return the texts that an input may be, from whatever call, or nothing if they can't be listed."""
    source = source_of(element, target)
    found: dict[str, None] = {}
    for given in sources_of(source, scope_of(element, definition), definition):
        values = _listed(given)
        if values is None:
            return None
        found |= dict.fromkeys(values)
    return None if source is None else tuple(found)


def _listed(source: str) -> tuple[str, ...] | None:
    if not is_expression(source):
        return (source,)
    try:
        found = possible_values(compiled(expression_of(source)).tree)
    except FeelError:
        return None
    return None if found is None else tuple(value for value in found if isinstance(value, str))


def source_of(element: Element, target: str) -> str | None:
    """Return what the diagram gives for an input."""
    return next((mapping.source for mapping in element.inputs if mapping.target == target), None)


def _inputs(operation: Operation, element: Element, subject: Subject) -> Iterator[Finding]:
    given = {mapping.target for mapping in element.inputs}
    for name in sorted(given - {*operation.inputs}):
        hint = nearest(name, operation.inputs)
        place, fix = subject.at(element.id), near(name, hint)
        yield wrong("reference.input_unknown", **place, detail=name, hint=hint, fix=fix)
    for name in operation.required:
        if name not in given:
            yield wrong("reference.input_missing", **subject.at(element.id), detail=name)


def _templates(operation: Operation, element: Element, subject: Subject) -> Iterator[Finding]:
    assert subject.version is not None
    for name in values_of(element, "template", subject.version.definition) or ():
        for language in operation.templates_in:
            if not subject.version.has_template(name, language, element.id):
                detail = f"documents/{name}.{language}.html"
                yield wrong("reference.template_unknown", **subject.at(element.id), detail=detail)


def _outcomes(element: Element, subject: Subject) -> Iterator[Finding]:
    assert subject.definition is not None
    possible = values_of(element, "outcome", subject.definition)
    for outcome in possible or ():
        if outcome not in STATUS:
            hint = nearest(outcome, STATUS)
            place, fix = subject.at(element.id), near(outcome, hint)
            yield wrong("reference.outcome_unknown", **place, detail=outcome, hint=hint, fix=fix)
    is_numbered = possible is None or NUMBERED & {*possible}
    number = subject.settings.get("number")
    if is_numbered and isinstance(number, dict) and number.get("order") is None:
        yield wrong("reference.order_number_missing", **subject.at(element.id))


def _register(what: OnRegister, element: Element, subject: Subject) -> Iterator[Finding]:
    assert subject.definition is not None
    place = subject.at(element.id)
    for code in values_of(element, "register", subject.definition) or ():
        if code not in subject.registers:
            hint = nearest(code, subject.registers)
            yield wrong("reference.register_unknown", **place, detail=code, hint=hint, fix=near(code, hint))
            continue
        yield from _entry(element, subject, code, is_new=what is OnRegister.ENTERS)


def _entry(element: Element, subject: Subject, code: str, *, is_new: bool) -> Iterator[Finding]:
    """Yield what of an entry the register does not know, and what it demands of a new one."""
    assert subject.definition is not None
    register, place = subject.registers[code], subject.at(element.id)
    if is_new and register.get("national") == "one_per_key" and source_of(element, "person") is None:
        yield wrong("reference.input_missing", **place, detail="person")
    for what, of in (("state", "states"), ("ground", "grounds"), ("note", "notes")):
        there = {entry["code"] for entry in register.get(of, ())}
        for value in values_of(element, what, subject.definition) or ():
            if value not in there:
                hint, detail = nearest(value, there), f"{code}: {value}"
                fix = near(value, hint)
                yield wrong("reference.register_state_unknown", **place, detail=detail, hint=hint, fix=fix)
    written = expression_of(source_of(element, "fields") or "")
    given = _entries(source_of(element, "fields"))
    fields = {field["name"]: field for field in register.get("fields", ())}
    if given is None:
        return
    for name in sorted(given - fields.keys()):
        hint, detail = nearest(name, fields), f"{code}.{name}"
        fix = near(written, mended(written, name, hint))
        yield wrong("reference.register_field_unknown", **place, detail=detail, hint=hint, fix=fix)
    for name, field in fields.items():
        if is_new and field.get("required") and name not in given:
            yield wrong("reference.register_field_missing", **place, detail=f"{code}.{name}")


def _entries(source: str | None) -> set[str] | None:
    """Return the names in a group of values that is written out, else nothing."""
    if source is None or not is_expression(source):
        return set()
    try:
        root = compiled(expression_of(source)).tree
    except FeelError:
        return None
    return {key for key, _ in root.entries} if isinstance(root, tree.ContextLiteral) else None
