"""The verdict where people meet it: before a publication, and at the operator's terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.catalogue.check import check_folder
from engine.cli import main
from engine.installation.loading import BPMN
from tests.catalogue.soundness_kit import graph
from tests.process import kit

TWICE = '<bpmn:parallelGateway id="split"/>' + "".join(
    f'<bpmn:sequenceFlow id="{flow}" sourceRef="split" targetRef="check_completeness"/>'
    for flow in ("once", "twice")
)
ASKED = 'sourceRef="ask_civil_registry" targetRef="find_entry"'
ENTERED = 'sourceRef="enter_registry_extract" targetRef="find_entry"'
MEETING = (
    '<bpmn:parallelGateway id="meet"/><bpmn:sequenceFlow id="met" sourceRef="meet" targetRef="find_entry"/>'
)


@pytest.mark.parametrize(
    ("changes", "code", "element"),
    [
        (
            {
                'sourceRef="advise" targetRef="check_completeness"/>': 'sourceRef="advise" '
                'targetRef="split"/>' + TWICE
            },
            "soundness.lost_token",
            "check_completeness",
        ),
        (
            {
                f"{ASKED}/>": f"{ASKED.replace('find_entry', 'meet')}/>" + MEETING,
                ENTERED: ENTERED.replace("find_entry", "meet"),
            },
            "soundness.deadlock",
            "meet",
        ),
    ],
)
def test_check__unsound_service__names_the_flaw_the_element_and_a_path(
    tmp_path: Path, changes: dict[str, str], code: str, element: str
) -> None:
    shutil.copytree(BPMN, tmp_path / "bpmn")
    diagram = tmp_path / "bpmn/high_mountain/grant/process.bpmn"
    text = diagram.read_text()
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    diagram.write_text(text)

    findings = [f for f in check_folder(diagram.parent) if f.code.startswith("soundness.")]

    assert (code, element) in [(finding.code, finding.where) for finding in findings]
    assert findings[0].path[:2] == ("application", "proceeding")


def test_check__escalation_that_nobody_catches__is_a_remark(tmp_path: Path) -> None:
    shutil.copytree(BPMN, tmp_path / "bpmn")
    diagram = tmp_path / "bpmn/high_mountain/grant/process.bpmn"
    incoming = "<bpmn:incoming>unconsidered_told</bpmn:incoming>"
    escalation = '<bpmn:escalationEventDefinition escalationRef="late"/>'
    text = diagram.read_text().replace(incoming, incoming + escalation)
    declared = '<bpmn:escalation id="late" escalationCode="late"/><bpmn:message '
    diagram.write_text(text.replace("<bpmn:message ", declared, 1))

    (finding,) = [f for f in check_folder(diagram.parent) if f.code.startswith(("soundness.", "diagram."))]

    assert (finding.code, finding.where) == ("soundness.escalation_not_caught", "unconsidered")
    assert not finding.is_error


@pytest.mark.parametrize(
    ("data", "word", "exit_code"),
    [
        (graph("s a e").xml(), "sound", 0),
        (graph("s x1 a p2 e; x1 b p2").xml(), "unsound", 1),
        (graph("s a e").xml().replace(b"userTask", b"adHocSubProcess"), "not decided", 2),
        (b"<!DOCTYPE x><x/>", "not decided", 2),
    ],
)
def test_command__on_a_file__prints_the_verdict_and_exits_with_it(
    tmp_path: Path, data: bytes, word: str, exit_code: int
) -> None:
    file = tmp_path / "drawn.bpmn"
    file.write_bytes(data)

    result = CliRunner().invoke(main, ["check", "--soundness", str(file)])

    assert result.output.splitlines()[0] == word
    assert result.exit_code == exit_code


@pytest.mark.parametrize(
    ("operation", "verdict"),
    [
        ("civil_registry.person", "sound"),  # asks over the network: may fail, and is waited for
        ("clock.resume", "unsound"),  # over at once, and never fails
        ("something.of_another_tool", "sound"),
    ],
)
@pytest.mark.parametrize("event", [kit.error(None), kit.timer("P1D")])
def test_command__on_a_file__knows_what_our_operations_do(
    tmp_path: Path, operation: str, verdict: str, event: str
) -> None:
    steps = kit.job("ask", operation) + kit.boundary("caught", "ask", event) + kit.end("e1") + kit.end("e2")
    paths = kit.line("start", "ask", "e1") + kit.line("caught", "e2")
    file = tmp_path / "drawn.bpmn"
    file.write_bytes(kit.process(kit.start(), steps, paths))

    result = CliRunner().invoke(main, ["check", "--soundness", str(file)])

    assert result.output.splitlines()[0] == verdict
