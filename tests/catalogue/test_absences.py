"""What may be missing of what a table reads, and what provides for it before the table is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.catalogue.check import parameters_beside
from engine.catalogue.check.absences import absences
from engine.catalogue.check.subject import Subject, read_subject
from engine.catalogue.folder import read_service
from engine.installation.loading import BPMN
from engine.operations import ALL
from tests.golden.files import folder

SUSPEND, FORM = "high_mountain/suspend", "high_mountain/suspend/forms/application.form"
DIAGRAM = "high_mountain/suspend/process.bpmn"
GROUND = "application.ground"


def a_subject(**ground: Any) -> Subject:
    """Return the service, with these properties of the question for the ground."""
    files = read_service(BPMN / SUSPEND).files_in_force
    form = json.loads(files[FORM])
    for item in _walk(form):
        if item.get("key") == "ground":
            item |= ground
    changed = {**files, FORM: json.dumps(form).encode()}
    code = SUSPEND.replace("/", ".")
    return read_subject(code, changed, parameters=parameters_beside(BPMN / SUSPEND), found=[])


def missing(subject: Subject, decision: str = "suspension") -> set[str]:
    return {absence.what for absence in absences(subject, decision)}


def test_absences__question_that_is_demanded__is_none() -> None:
    assert GROUND not in missing(a_subject())


def test_absences__question_that_may_be_left_open__is_one() -> None:
    assert GROUND in missing(a_subject(validate={"required": False}))


@pytest.mark.parametrize(
    "ground",
    [
        {"conditional": {"hide": '=planned_to = "x"'}},
        {"validate": {"required": '=planned_to = "x"'}},
        {"defaultValue": "study"},
    ],
)
def test_absences__question_that_is_not_always_open__is_none(ground: dict[str, Any]) -> None:
    assert GROUND not in missing(a_subject(**{"validate": {"required": False}, **ground}))


def test_silent_outputs__of_operations__are_null_in_the_examples_that_found_nothing() -> None:
    looked = 0
    for name in sorted(ALL.names):
        for result in _nothing_found(name):
            looked += 1
            operation = ALL.find(name)
            nulls = {output for output in operation.outputs if result.get(output, 0) is None}
            assert nulls - {*operation.echoes} == {*operation.silent}, name
    assert looked >= 5


def _nothing_found(name: str) -> list[dict[str, Any]]:
    file = folder("operations", 1) / f"{name}.json"
    content = json.loads(file.read_text()) if file.exists() else None
    return [found for found in _walk(content) if found.get("found") is False]


def _walk(node: Any) -> list[dict[str, Any]]:
    """Return every object in it."""
    if isinstance(node, list):
        return [found for item in node for found in _walk(item)]
    if not isinstance(node, dict):
        return []
    return [node, *(found for item in node.values() for found in _walk(item))]
