"""How a flaw is told: each cause once, with what follows from it, and by names instead of ids."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.catalogue.check import check_folder
from engine.catalogue.soundness import Flaw, judge_all, read_foreign
from engine.catalogue.soundness.report import judge_file
from engine.installation.loading import BPMN
from engine.process import DiagramError
from engine.process.source import read_source
from tests.catalogue.soundness_kit import graph, wrapped

NAMED = (
    '<startEvent id="s" name="Begin"/><task id="sid-1" name="Check&#10;it"/><exclusiveGateway id="sid-2"/>'
    '<task id="sid-3" name="Ask"/><parallelGateway id="sid-4"/><task id="sid-5" name="Send"/>'
    '<endEvent id="sid-6"/><sequenceFlow id="f1" sourceRef="s" targetRef="sid-1"/>'
    '<sequenceFlow id="f2" name="odd" sourceRef="sid-1" targetRef="sid-2"/>'
    '<sequenceFlow id="f3" sourceRef="sid-2" targetRef="sid-3"/>'
    '<sequenceFlow id="f4" sourceRef="sid-2" targetRef="sid-4"/>'
    '<sequenceFlow id="f5" sourceRef="sid-3" targetRef="sid-4"/>'
    '<sequenceFlow id="f6" sourceRef="sid-4" targetRef="sid-5"/>'
    '<sequenceFlow id="f7" sourceRef="sid-5" targetRef="sid-6"/>'
)


def flaws(text: str, **hosts: str) -> list[Flaw]:
    return list(judge_all(read_foreign(graph(text, **hosts).xml())).flaws)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # One missing flow, and nine steps behind it.
        ("s a e; b c d f g h i j e1", [("dead_step", "b", 8)]),
        ("s a e; b c e1; c d x1; f x1 e2", [("dead_step", "b", 3), ("dead_step", "f", 2)]),
        ("s a e; x1 b x1; b c", [("dead_step", "x1", 2)]),
        # A join that never fires, and what stands behind it.
        ("s x1 a p2 c d f g e; x1 b p2", [("deadlock", "p2", 5)]),
        ("s x1 a p2 c e; x1 b p2; d f", [("deadlock", "p2", 2), ("dead_step", "d", 1)]),
        # A choice that goes to an end instead of the join is to blame for what waits there.
        ("s p1 a x1 p2 e1; p1 b p2; x1 e2", [("improper_completion", "e2", 0)]),
        ("s p1 a e1; p1 b x1 c p2 e2; x1 d p2", [("deadlock", "p2", 1)]),
        # Beyond two tokens that meet nobody knows what is dead.
        ("s p1 a x1 c e; p1 b x1; d f", [("lost_token", "x1", 0)]),
    ],
)
def test_flaw__with_what_follows_from_it__is_told_once(text: str, found: list[tuple[str, str, int]]) -> None:
    assert [(flaw.property, flaw.element, len(flaw.behind)) for flaw in flaws(text)] == found


def test_report__of_a_flaw__tells_steps_by_their_names() -> None:
    lines = judge_file(wrapped(NAMED)).lines

    assert lines[1:] == (
        "property: deadlock",
        "  element: parallel gateway after „Ask“, before „Send“ [sid-4]",
        "  path: „Begin“ -> „Check it“ -> exclusive gateway",
        "  never reached for that: 2: „Send“, end event",
        "  A case can come to a stop here: parallel gateway after „Ask“, before „Send“ waits for a token that"
        " never comes. Join branches with the kind of gateway that split them.",
    )


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        ('<sequenceFlow id="f" sourceRef="s"/>', "(sequence flow after „Begin“ [f])"),
        ('<sequenceFlow id="f" targetRef="sid-1"/>', "(sequence flow before „Check it“ [f])"),
        ('<sequenceFlow id="f" name="late" sourceRef="sid-1"/>', "(„late“ [f])"),
        ('<sequenceFlow sourceRef="s" targetRef="elsewhere"/>', "(elsewhere)"),
    ],
)
def test_report__of_a_flow_without_an_end__names_the_flow(flow: str, said: str) -> None:
    _, reason = judge_file(wrapped(NAMED + flow)).lines

    assert reason == f"reason: a flow has no end in its own level {said}"


def test_report__of_many_steps_behind_one_cause__names_the_first() -> None:
    lines = judge_file(graph("s a e; " + " ".join(f"t{n}" for n in range(30))).xml()).lines

    assert "  never reached for that: 29: t1, t2," in lines[4]
    assert lines[4].endswith("t12, …")


def test_check__of_a_flaw_at_a_gateway_without_a_name__tells_its_neighbours(tmp_path: Path) -> None:
    shutil.copytree(BPMN, tmp_path / "bpmn")
    diagram = tmp_path / "bpmn/high_mountain/grant/process.bpmn"
    met = '<bpmn:sequenceFlow id="met" sourceRef="meet" targetRef="find_entry"/>'
    gateway = f'<bpmn:parallelGateway id="meet"/>{met}'
    text = diagram.read_text()
    for step in ("ask_civil_registry", "enter_registry_extract"):
        old = f'sourceRef="{step}" targetRef="find_entry"'
        assert text.count(old) == 1
        text = text.replace(old, old.replace("find_entry", "meet"))

    diagram.write_text(_with(text, gateway))

    (finding,) = [f for f in check_folder(diagram.parent) if f.code.startswith("soundness.")]

    assert (finding.code, finding.where) == ("soundness.deadlock", "meet")
    before, kind, behind = finding.name.split(" → ")
    assert (bool(before), kind, bool(behind)) == (True, "parallelGateway", True)
    assert finding.detail.partition(":")[0].isdigit()


def _with(text: str, gateway: str) -> str:
    """Put a gateway beside the step that it leads to."""
    position = text.index("<bpmn:", text.index('id="ask_civil_registry"') - 40)
    return text[:position] + gateway + text[position:]


@pytest.mark.parametrize(
    ("attributes", "is_read"),
    [
        ((90, 30), True),
        ((90, 60), False),
        ((120, 10), False),
    ],
)
def test_file__with_the_namespaces_of_many_tools__is_read(attributes: tuple[int, int], is_read: bool) -> None:
    spaces = " ".join(f'xmlns:n{number}="urn:{number}"' for number in range(attributes[0]))
    others = " ".join(f'n1:a{number}="1"' for number in range(attributes[1]))
    data = graph("s a e").xml().replace(b"<definitions", f"<definitions {spaces} {others}".encode())

    if is_read:
        assert read_source(data).get("id") == "d"
    else:
        with pytest.raises(DiagramError) as refused:
            read_source(data)
        assert refused.value.code == "diagram.too_many_attributes"
