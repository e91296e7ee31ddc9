"""Check of register entries: what a step writes is of the kinds that the register declares."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.block_inputs import scope_of
from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.kinds import Kinds, kinds_of
from engine.catalogue.check.operations import source_of, values_of
from engine.catalogue.check.output_kinds import kind_of_field
from engine.catalogue.check.subject import Subject
from engine.operations import ALL
from engine.operations.traits import OnRegister
from engine.process import Element
from feel.analyse import UNKNOWN, Kind, nearest


def check_entries(subject: Subject) -> Iterator[Finding]:
    """Yield the values that an entry of a register could not keep as they are meant."""
    kinds = kinds_of(subject)
    if subject.definition is None or kinds is None:
        return
    for element in subject.definition.elements.values():
        what = ALL.traits_of(element.operation).on_register
        if what in (OnRegister.ENTERS, OnRegister.CHANGES):
            yield from _entry(element, subject, kinds)


def _entry(element: Element, subject: Subject, kinds: Kinds) -> Iterator[Finding]:
    assert subject.definition is not None
    seen = kinds.at(element, scope_of(element, subject.definition), before="fields")
    written = kinds.of(source_of(element, "fields"), seen)
    for code in values_of(element, "register", subject.definition) or ():
        for field in subject.registers.get(code, {}).get("fields", ()):
            given = written.member(field["name"]) or UNKNOWN
            declared = kind_of_field(field)
            if not fits(given, declared):
                detail = f"{code}.{field['name']}: {given}, {declared}"
                hint = nearest(min(given.values or ("",)), declared.values or ())
                yield wrong(
                    "reference.register_field_kind", **subject.at(element.id), detail=detail, hint=hint
                )


def fits(given: Kind, declared: Kind) -> bool:
    """Tell whether a value may be of the declared kind; of what is not known nothing is said."""
    if not given.is_known or not declared.is_known or given.name == "null":
        return True
    if declared.name == "string" and given.is_scalar and given.name not in ("number", "boolean"):
        return not given.excludes(declared)
    return given.name == declared.name
