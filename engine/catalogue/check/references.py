"""Check that the forms, tables and roles which steps name exist, and that each is used."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.blocks import folder_of
from engine.catalogue.check.block_inputs import scope_of, sources_of
from engine.catalogue.check.calls import contract_of
from engine.catalogue.check.findings import Finding, near, remark, wrong
from engine.catalogue.check.subject import Subject
from engine.catalogue.folder_rules import below
from engine.catalogue.published import Published
from engine.process import Definition, Element
from engine.process.elements import expression_of, is_expression
from engine.scope import compiled
from feel import FeelError
from feel.analyse import nearest, possible_values


def check_references(subject: Subject) -> Iterator[Finding]:
    """Yield what is named and does not exist, and what exists and is not named."""
    if subject.version is None:
        return
    for element in subject.version.definition.elements.values():
        yield from _element(element, subject, subject.version)
        yield from _role(element, subject)
    yield from _unused_forms(subject)


def _element(element: Element, subject: Subject, version: Published) -> Iterator[Finding]:
    place = subject.at(element.id)
    is_asked = element.kind == "userTask" or element is version.definition.start
    if is_asked and not _has_form(element, subject):
        name = element.form_id or ""
        hint = nearest(name, (one for one, _ in version.forms))
        yield wrong("reference.form_unknown", **place, detail=name, hint=hint, fix=near(name, hint))
    is_known = element.decision_id is None or element.decision_id in version.decisions
    if not is_known and subject.has_all_tables and not _is_to_be_brought(element, subject):
        name = element.decision_id or ""
        hint = nearest(name, version.decisions)
        yield wrong("reference.decision_unknown", **place, detail=name, hint=hint, fix=near(name, hint))


def _is_to_be_brought(element: Element, subject: Subject) -> bool:
    """Say whether a block asks its callers for the table of a step: of them it is told that they lack it."""
    contract = contract_of(subject, element.process) or {}
    return any(asked["id"] == element.decision_id for asked in contract.get("decisions", ()))


def _has_form(element: Element, subject: Subject) -> bool:
    """A form that can't be read is there; what is wrong with it is said elsewhere."""
    block, _, name = (element.form_id or "").rpartition("/")
    folders = (block or element.process, subject.code)
    return any(f"{folder_of(folder)}/forms/{name}.form" in subject.files for folder in folders)


def _role(element: Element, subject: Subject) -> Iterator[Finding]:
    if element.kind != "userTask":
        return
    if element.role is None and element.assignee is None:
        yield wrong("reference.nobody_does_it", **subject.at(element.id))
    known = _roles(subject)
    for role in roles_given(element, subject) if known else ():
        if role not in known:
            hint = nearest(role, known)
            place, fix = subject.at(element.id), near(role, hint)
            yield wrong("reference.role_unknown", **place, detail=role, hint=hint, fix=fix)


def roles_given(element: Element, subject: Subject) -> tuple[str, ...]:
    """Return the roles that a step may be for, as far as they can be listed."""
    assert subject.definition is not None
    return roles_of(element, subject.definition)


def roles_of(element: Element, definition: Definition) -> tuple[str, ...]:
    """Return the roles that a step of a diagram may be for, as far as they can be listed."""
    given = sources_of(element.role, scope_of(element, definition), definition)
    return tuple(dict.fromkeys(role for text in given for role in _values(text)))


def _roles(subject: Subject) -> tuple[str, ...]:
    """Return the codes of the roles of the module."""
    return tuple(role["code"] for role in subject.module_settings.get("roles", ()))


def _values(text: str | None) -> tuple[str, ...]:
    """Return what a text of the diagram may be, as far as it can be listed."""
    if text is None or not is_expression(text):
        return () if text is None else (text,)
    try:
        found = possible_values(compiled(expression_of(text)).tree) or ()
    except FeelError:
        return ()
    return tuple(value for value in found if isinstance(value, str))


def _unused_forms(subject: Subject) -> Iterator[Finding]:
    assert subject.version is not None
    used = {element.form_id for element in subject.version.definition.elements.values()}
    used.add(subject.settings.get("eligibility", {}).get("form"))
    for process_id, shelf in subject.shelves.items():
        start = f"{folder_of(process_id)}/forms/"
        for name in below(subject.files, start, ".form"):
            if shelf.name_of_form(name) not in used:
                yield remark("reference.form_unused", file=f"{start}{name}.form")
