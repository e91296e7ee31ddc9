"""Small diagrams, each with the one thing that makes it sound or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.catalogue.soundness import judge_all, read_foreign
from engine.catalogue.soundness.report import judge_file
from engine.installation.loading import BPMN
from engine.texts import LANGUAGES, Texts
from tests.catalogue.soundness_kit import Graph, graph, wrapped

SOUND = {
    "a line": graph("s a b e"),
    "a choice": graph("s x1 a x2 e; x1 b x2"),
    "a choice of ends": graph("s x1 a e1; x1 b e2"),
    "parallel paths": graph("s p1 a p2 e; p1 b p2"),
    "parallel paths that end apart": graph("s p1 a e1; p1 b e2"),
    "parallel paths into one end": graph("s p1 a e; p1 b e"),
    "a task that splits": graph("s a b p1 e; a c p1"),
    "an inclusive block": graph("s o1 a o2 e; o1 b o2; o1 c o2"),
    "an inclusive join behind a parallel split": graph("s p1 a o2 e; p1 b o2"),
    "an inclusive join behind a choice": graph("s x1 a o2 e; x1 b o2"),
    "an inclusive block in a loop beside a branch": graph(
        "s x1 p1 a p2 b x2 e; p1 o1 c o2 p2; o1 d o2; x2 x1"
    ),
    "a loop": graph("s x1 a x2 e; x2 x1"),
    "a loop with two paths out": graph("s x1 a x2 b x3 x1; x2 e1; x3 e2"),
    "a race of events": graph("s g1 a x1 e; g1 b x1"),
    "a deadline": graph("s a x1 e; b x1", b="a"),
    "a deadline that ends apart": graph("s a e1; b c e2", b="a"),
    "the first of two ends all": graph("s p1 a x1 k; p1 b x1"),
    "one path ends all": graph("s p1 a p2 e; p1 b x1 p2; x1 k"),
    "a branch sent off from a loop": graph("s x1 a p1 e1; p1 x2 x1; x2 e2"),
    "two overlapping parallel blocks": graph("s p1 a p2 b p4 e; p1 c p3 p4; p2 p3"),
}
UNSOUND = {
    "a choice, then a parallel join": (graph("s x1 a p2 e; x1 b p2"), "deadlock", "p2"),
    "an inclusive split, then a parallel join": (graph("s o1 a p2 e; o1 b p2"), "deadlock", "p2"),
    "a race, then a parallel join": (graph("s g1 a p2 e; g1 b p2"), "deadlock", "p2"),
    "a join of start and loop": (graph("s p1 a x1 e; x1 p1"), "deadlock", "p1"),
    "a deadline into a parallel join": (graph("s a p1 e; b p1", b="a"), "deadlock", "p1"),
    "two inclusive joins that wait for each other": (
        graph("s p1 o1 x1 e1; p1 o2 x2 e2; x1 o2; x2 o1"),
        "deadlock",
        "o1",
    ),
    "parallel paths, then a choice's join": (graph("s p1 a x1 e; p1 b x1"), "lost_token", "x1"),
    "parallel paths into one task": (graph("s p1 a c e; p1 b c"), "lost_token", "c"),
    "an inclusive split, then a choice's join": (graph("s o1 a x1 e; o1 b x1"), "lost_token", "x1"),
    "a path back out of a parallel branch": (graph("s x1 p1 a x2 p2 e; p1 b p2; x2 x1"), "lost_token", "b"),
    "an orphan": (graph("s a e; c a"), "dead_step", "c"),
    "a step that no choice reaches": (graph("s a x1 e; b c x1; d b"), "dead_step", "d"),
    "a loop without a path out": (graph("s x1 a b x1"), "livelock", "a"),
    "a choice into a loop without a path out": (graph("s x2 a e; x2 x1 b x1"), "livelock", "b"),
    "an end before the join": (graph("s p1 a x1 p2 e1; p1 b p2; x1 e2"), "improper_completion", "e2"),
}


def properties(drawn: Graph) -> list[tuple[str, str]]:
    return [(f.property, f.element) for f in judge_all(read_foreign(drawn.xml())).flaws]


@pytest.mark.parametrize("name", SOUND)
def test_soundness__of_a_good_diagram__is_found(name: str) -> None:
    assert judge_all(read_foreign(SOUND[name].xml())).word == "sound"


@pytest.mark.parametrize("name", UNSOUND)
def test_soundness__of_a_flawed_diagram__names_property_and_element(name: str) -> None:
    drawn, property, element = UNSOUND[name]

    assert (property, element) in properties(drawn)


@pytest.mark.parametrize("name", [name for name in UNSOUND if UNSOUND[name][1] != "dead_step"])
def test_path__of_a_flaw__follows_the_drawing_from_the_start(name: str) -> None:
    drawn, property, _ = UNSOUND[name]
    flaw = next(f for f in judge_all(read_foreign(drawn.xml())).flaws if f.property == property)

    before = {"s": ""} | drawn.hosts
    for position, element in enumerate(flaw.path):
        earlier = set(flaw.path[:position])
        sources = {source for source, target in drawn.flows if target == element} | {before.get(element)}
        assert element == "s" or sources & earlier, flaw.path
    assert flaw.path[0] == "s"


def test_path__to_a_deadlock__is_a_shortest_one() -> None:
    drawn = graph("s x1 a b c p2 e; x1 p2")

    flaws = judge_all(read_foreign(drawn.xml())).flaws

    assert flaws[0].path == ("s", "x1")


@pytest.mark.parametrize(
    ("inner", "reason", "element"),
    [
        ('<startEvent id="s"/><complexGateway id="c"/>', "complexGateway", "c"),
        ('<startEvent id="s"/><subProcess id="u" triggeredByEvent="true"/>', "event_subprocess", "u"),
        ('<startEvent id="s"/><adHocSubProcess id="u"/>', "adHocSubProcess", "u"),
        ('<startEvent id="s"/><task id="t" completionQuantity="2"/>', "quantity", "t"),
        (
            '<startEvent id="s"/><sequenceFlow sourceRef="s" targetRef="gone"/>',
            "flow_leaves_its_level",
            "gone",
        ),
        ("", "no_process", ""),
    ],
)
def test_soundness__of_what_is_not_modelled__is_not_decided(inner: str, reason: str, element: str) -> None:
    report = judge_file(wrapped(inner))

    assert report.exit_code == 2
    assert report.lines[0] == "not decided"
    assert element in report.lines[1]
    for language in LANGUAGES:
        assert TEXTS.find(language, f"errors.soundness.reason.{reason}") is not None


TEXTS = Texts.load(Path(__file__).parents[2] / "engine" / "texts")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words__of_every_property_and_reason__exist(language: str) -> None:
    source = "".join(p.read_text() for p in (BPMN.parent / "engine/catalogue/soundness").glob("*.py"))
    reasons = {part.split('"')[0] for part in source.split('NotDecided("')[1:]}
    codes = ["deadlock", "lost_token", "dead_step", "livelock", "improper_completion", "not_decided"]

    wanted = [*codes, *(f"reason.{reason}" for reason in reasons)]

    assert [code for code in wanted if TEXTS.find(language, f"errors.soundness.{code}") is None] == []


def test_report__of_a_flaw__says_property_element_and_path() -> None:
    report = judge_file(graph("s x1 a p2 e; x1 b p2").xml())

    assert report.exit_code == 1
    assert report.lines[:4] == (
        "unsound",
        "property: deadlock",
        "  element: p2",
        "  path: s -> x1 -> a",
    )


def test_report__of_a_file_that_is_no_diagram__is_not_decided() -> None:
    assert judge_file(b"<html/>").exit_code == 2


def test_soundness__of_every_shipped_diagram__is_decided_and_good() -> None:
    files = sorted(BPMN.rglob("*.bpmn"))

    assert files
    assert {path.name: judge_file(path.read_bytes()).lines for path in files} == {
        path.name: ("sound",) for path in files
    }


FOREIGN = {
    "two paths to start": (
        '<startEvent id="s1"/><startEvent id="s2"><messageEventDefinition/></startEvent><task id="t"/>'
        '<endEvent id="e"/><sequenceFlow sourceRef="s1" targetRef="t"/>'
        '<sequenceFlow sourceRef="s2" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="e"/>',
        "sound",
    ),
    "no start event": ('<task id="a"/><task id="b"/><sequenceFlow sourceRef="a" targetRef="b"/>', "sound"),
    "a conditional way out of a task": (
        '<startEvent id="s"/><task id="t" default="f3"/><task id="u"/><task id="v"/><parallelGateway id="p"/>'
        '<sequenceFlow sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="u">'
        "<conditionExpression>${x}</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="f3" sourceRef="t" targetRef="v"/><sequenceFlow sourceRef="u" targetRef="p"/>'
        '<sequenceFlow sourceRef="v" targetRef="p"/>',
        "unsound",
    ),
    "links": (
        '<startEvent id="s"/><intermediateThrowEvent id="to"><linkEventDefinition name="A"/>'
        '</intermediateThrowEvent><intermediateCatchEvent id="from"><linkEventDefinition name="A"/>'
        '</intermediateCatchEvent><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="to"/>'
        '<sequenceFlow sourceRef="from" targetRef="e"/>',
        "sound",
    ),
    "a transaction that is cancelled": (
        '<startEvent id="s"/><transaction id="u"><startEvent id="us"/><endEvent id="ue">'
        '<cancelEventDefinition/></endEvent><sequenceFlow sourceRef="us" targetRef="ue"/></transaction>'
        '<boundaryEvent id="b" attachedToRef="u"><cancelEventDefinition/></boundaryEvent>'
        '<endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="u"/>'
        '<sequenceFlow sourceRef="b" targetRef="e"/>',
        "sound",
    ),
    "a cancellation that may come at any time": (
        '<startEvent id="s"/><task id="t"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="t"/>'
        '<sequenceFlow sourceRef="t" targetRef="e"/><subProcess id="u" triggeredByEvent="true">'
        '<startEvent id="us"><messageEventDefinition/></startEvent><endEvent id="ue"/>'
        '<sequenceFlow sourceRef="us" targetRef="ue"/></subProcess>',
        "sound",
    ),
    "a flaw in an event subprocess": (
        '<startEvent id="s"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="e"/>'
        '<subProcess id="u" triggeredByEvent="true"><startEvent id="us"><timerEventDefinition/></startEvent>'
        '<exclusiveGateway id="x"/><task id="a"/><task id="b"/><parallelGateway id="p"/>'
        '<sequenceFlow sourceRef="us" targetRef="x"/><sequenceFlow sourceRef="x" targetRef="a"/>'
        '<sequenceFlow sourceRef="x" targetRef="b"/><sequenceFlow sourceRef="a" targetRef="p"/>'
        '<sequenceFlow sourceRef="b" targetRef="p"/></subProcess>',
        "unsound",
    ),
    "an error that an event subprocess handles": (
        '<startEvent id="s"/><subProcess id="u"><startEvent id="us"/><endEvent id="bad">'
        '<errorEventDefinition/></endEvent><sequenceFlow sourceRef="us" targetRef="bad"/>'
        '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><errorEventDefinition/></startEvent>'
        '<endEvent id="he"/><sequenceFlow sourceRef="hs" targetRef="he"/></subProcess></subProcess>'
        '<task id="t"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="u"/>'
        '<sequenceFlow sourceRef="u" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="e"/>',
        "sound",
    ),
    "an escalation that ends a subprocess, and a step that is never reached": (
        '<startEvent id="s"/><subProcess id="u"><startEvent id="us"/><endEvent id="ue">'
        '<escalationEventDefinition escalationRef="x"/></endEvent>'
        '<sequenceFlow sourceRef="us" targetRef="ue"/></subProcess>'
        '<boundaryEvent id="b" attachedToRef="u"><escalationEventDefinition/></boundaryEvent>'
        '<task id="never"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="u"/>'
        '<sequenceFlow sourceRef="u" targetRef="never"/><sequenceFlow sourceRef="never" targetRef="e"/>'
        '<sequenceFlow sourceRef="b" targetRef="e"/>',
        "unsound",
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_soundness__of_what_other_tools_draw__is_judged(name: str) -> None:
    inner, word = FOREIGN[name]

    assert judge_file(wrapped(inner)).lines[0] == word


def test_soundness__of_a_file_with_several_processes__judges_each() -> None:
    good = '<startEvent id="s"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="e"/>'
    more = '<process id="other"><startEvent id="s2"/><task id="orphan"/></process>'

    report = judge_file(wrapped(good, more))

    assert "  element: orphan" in report.lines
