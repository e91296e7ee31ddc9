"""What a letter can print: the values of a service's steps, called as people call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.catalogue.folder import read_service
from engine.studio.letter_data import Datum, data_of_steps, names_of_data

BPMN = Path(__file__).parents[2] / "bpmn"


def files_of(code: str) -> dict[str, bytes]:
    return dict(read_service(BPMN.joinpath(*code.split("."))).files)


def data(files: dict[str, bytes], code: str, language: str = "en") -> dict[str, tuple[str, Datum]]:
    """Return the values by path, each with the name of its step."""
    return {
        datum.path: (step.label, datum)
        for step in data_of_steps(code, files, language)
        for datum in step.data
    }


def test_answers__of_a_form__have_its_labels_kinds_and_options_in_the_language() -> None:
    files = files_of("high_mountain.grant")

    english, georgian = (data(files, "high_mountain.grant", language) for language in ("en", "ka"))

    step, since = english["application.residence_from"]
    assert (step, since.label, since.kind) == ("Application", "Living in this settlement since", "date")
    assert georgian["application.residence_from"][1].label != since.label
    assert english["application.notify_by"][1].options[0] == ("portal", "My page on this portal")
    absences = english["application.absences"][1]
    assert absences.kind == "list"
    assert {column.path for column in absences.columns} >= {"absent_to"}


def test_block__whose_form_its_caller_has__brings_the_answers_under_its_own_names() -> None:
    found = data(files_of("high_mountain.grant"), "high_mountain.grant")

    assert found["hearing.statement"][1].label == "What you want to say"
    step, outcome = found["draft_act.outcome"]
    assert step == "Decision"
    assert ("refuse", "Refuse the status") in outcome.options


def test_operation_and_table__bring_what_they_are_declared_to_bring() -> None:
    found = data(files_of("high_mountain.grant"), "high_mountain.grant")

    assert found["registry.is_alive"][1].word == "is_alive"
    assert found["advice.eligible"][1].kind == "yes_no"


def test_names__of_what_is_computed_asked_and_brought_by_blocks__are_known() -> None:
    names = names_of_data("social.apply", files_of("social.apply"), "en")

    assert names.keys() >= {"claim", "aid", "application", "registry", "decision", "draft_act", "notice"}
    assert names["aid"] == "The sub-programme chosen"
    assert "nobody_says_so" not in names


def test_value__that_several_steps_bring__stands_once() -> None:
    files = files_of("high_mountain.grant")

    paths = [datum.path for step in data_of_steps("high_mountain.grant", files, "en") for datum in step.data]

    assert len(paths) == len(set(paths))


def test_step__repeated_with_its_answers_kept_whole__brings_a_list() -> None:
    files = files_of("general.complaint")
    diagram = "general/complaint/process.bpmn"
    repeated = """<bpmn:userTask id="ask_each" name="Each"><bpmn:extensionElements>
        <zeebe:formDefinition formId="application"/></bpmn:extensionElements>
        <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>
        <zeebe:loopCharacteristics inputCollection="=a" outputCollection="each"/></bpmn:extensionElements>
        </bpmn:multiInstanceLoopCharacteristics></bpmn:userTask></bpmn:process>"""
    files[diagram] = files[diagram].replace(b"</bpmn:process>", repeated.encode())

    step, found = data(files, "general.complaint")["each"]

    assert (step, found.kind) == ("Each", "list")
    assert {column.path for column in found.columns} >= {"demand", "act_number"}


@pytest.mark.parametrize("broken", ["forms", "texts", "dmn"])
def test_file__that_can_not_be_read__brings_nothing_and_hides_nothing_else(broken: str) -> None:
    files = files_of("high_mountain.grant")
    for path in files:
        if path.startswith("high_mountain/grant/") and (f"/{broken}/" in path or path.endswith(broken)):
            files[path] = b"{"

    found = data(files, "high_mountain.grant")

    assert "registry.is_alive" in found
    assert ("application.residence_from" in found) == (broken != "forms")
