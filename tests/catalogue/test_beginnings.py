"""What people choose or tick says how it begins, wherever its step can come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.catalogue.folder import services
from engine.catalogue.published import Published
from engine.installation.loading import BPMN
from engine.process import Definition, Element, Scope
from engine.process.elements import SCOPES
from engine.scenarios.folders import version_of
from forms import Field, Form
from forms.vocabulary import ANEW, WITH_OPTIONS

JUDGED = WITH_OPTIONS | {"checkbox"}
# Steps whose whole form is a judgement, or is about another matter each time.
AFRESH = frozenset({"legal_visa", "head_visa", "decide", "visit", "commission_session", "deliver_letter"})


def come_back(definition: Definition) -> set[str]:
    """Return the steps of people that the case may reach twice: on a loop, or in a scope that is on one."""
    by_key = {scope.key: scope for scope in definition.scopes}
    return set(_come_back(definition.scopes[0], by_key, is_inside=False))


def _come_back(scope: Scope, by_key: dict[str, Scope], *, is_inside: bool) -> Iterator[str]:
    following = _following(scope)
    for element in scope.elements:
        again = is_inside or element.id in _reached(element.id, following)
        if again and element.kind == "userTask":
            yield element.id
        if element.kind in SCOPES:
            yield from _come_back(by_key[element.called or element.id], by_key, is_inside=again)


def _following(scope: Scope) -> dict[str, set[str]]:
    following: dict[str, set[str]] = defaultdict(set)
    for flow in scope.flows:
        following[flow.source].add(flow.target)
    for element in scope.elements:
        if element.attached_to:
            following[element.attached_to].add(element.id)
    return following


def _reached(begin: str, following: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    pending = [begin]
    while pending:
        new = following.get(pending.pop(), set()) - found
        found |= new
        pending.extend(new)
    return found


def unsaid(form: Form) -> list[str]:
    """Return the questions of a form that are judged and don't say how they begin."""
    return list(_unsaid(form.fields, is_said=form.begins == ANEW))


def _unsaid(fields: tuple[Field, ...], *, is_said: bool) -> Iterator[str]:
    for field in fields:
        if field.type in JUDGED and not (is_said or field.begins):
            yield field.path
        yield from _unsaid(field.fields, is_said=is_said or bool(field.begins))


@pytest.fixture(scope="module", params=services(BPMN), ids=lambda path: f"{path.parent.name}.{path.name}")
def version(request: pytest.FixtureRequest) -> Published:
    folder: Path = request.param
    return version_of(folder)


def steps(version: Published) -> Iterator[tuple[Element, Form]]:
    elements = version.definition.elements
    for name in sorted(come_back(version.definition)):
        assert elements[name].form_id is not None
        yield elements[name], version.form(elements[name].form_id, "ka")


def test_choices__of_a_step_that_can_come_back__say_how_they_begin(version: Published) -> None:
    found = {step.id: unsaid(form) for step, form in steps(version)}

    assert {name: paths for name, paths in found.items() if paths} == {}


def test_judgement__of_a_step_that_can_come_back__begins_anew(version: Published) -> None:
    found = {step.id: form.begins for step, form in steps(version) if step.id in AFRESH}

    assert set(found.values()) <= {ANEW}


def test_draft_of_an_act__comes_back__with_all_that_was_written(version: Published) -> None:
    for step, form in steps(version):
        if step.id == "draft_act":
            assert [field.path for field in form.walk() if field.begins == ANEW or form.begins == ANEW] == []


def test_come_back__service_with_a_draft_and_visas__names_them_and_not_what_comes_once() -> None:
    found = come_back(version_of(BPMN / "high_mountain" / "grant").definition)

    assert {"draft_act", "legal_visa", "head_visa", "decide", "visit"} <= found
    assert "enter_registry_extract" not in found
