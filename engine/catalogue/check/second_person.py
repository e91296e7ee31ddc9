"""Check of four eyes: what the step of a second person names exists, and two people can do both."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.references import roles_given
from engine.catalogue.check.subject import Subject
from engine.process import Element
from engine.roles import OF_ONE_PERSON


def check_second_person(subject: Subject) -> Iterator[Finding]:
    """Yield the steps that nobody could do, because one person alone does both."""
    if subject.version is None:
        return
    steps = subject.version.definition.elements
    for element in steps.values():
        for name in element.not_by:
            before = steps.get(name)
            if before is None or before.kind != "userTask":
                yield wrong("second_person.unknown_step", **subject.at(element.id), detail=name)
            elif before is element or _is_one_person(element, before, subject):
                yield wrong("second_person.same_person", **subject.at(element.id), detail=name)


def _is_one_person(one: Element, other: Element, subject: Subject) -> bool:
    if one.assignee is not None or other.assignee is not None:
        return one.assignee == other.assignee
    shared = set(roles_given(one, subject)) & set(roles_given(other, subject))
    return bool(shared & OF_ONE_PERSON)
