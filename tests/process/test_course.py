"""Where a stored case stands, what may come, and where its diagram is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.process import Run, ahead, drawing_of, standing
from engine.process.drawing import drawings_of
from tests.process.kit import (
    HEAD,
    begin,
    boundary,
    call,
    each,
    end,
    flow,
    gateway,
    line,
    process,
    start,
    sub,
    timer,
    user,
)

NOTICE = process(start(), user("answer"), end(), line("start", "answer", "end"), id="shared.notice")
CALLING = process(
    start(),
    sub(
        "proceeding",
        start("s"),
        call("notice", "shared.notice"),
        user("decide"),
        end("e"),
        line("s", "notice", "decide", "e"),
    ),
    boundary("too_late", "proceeding", timer("P1D")),
    user("archive"),
    end("over"),
    end("dropped"),
    line("start", "proceeding", "archive", "over"),
    line("too_late", "dropped"),
)
DIAGRAMS = sorted((Path(__file__).parents[2] / "bpmn").glob("*/*/process.bpmn"))


def stands(run: Run) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(token.token, token.kind, token.around) for token in standing(run.definition, run.save())]


def coming(run: Run) -> Any:
    return tuple(ahead(run.definition, standing(run.definition, run.save())))


def test_standing__within_a_call_within_a_part__says_what_is_around_it():
    run, _ = begin(CALLING, blocks={"shared.notice": NOTICE})

    assert sorted(stands(run)) == [
        ("answer:1", "task", ("proceeding", "notice")),
        ("too_late:1", "timer", ()),
    ]


def test_ahead__of_a_call__leads_out_of_it_again_and_to_what_may_break_in():
    run, _ = begin(CALLING, blocks={"shared.notice": NOTICE})

    nearest, later = coming(run)

    assert sorted(nearest) == ["decide", "too_late"]
    assert sorted(later) == ["archive", "dropped", "over"]


def test_ahead__behind_a_cycle__comes_to_an_end():
    diagram = process(
        start(),
        user("write"),
        user("check"),
        gateway("exclusive", "good", default="good__write"),
        end(),
        line("start", "write", "check", "good", "write"),
        flow("good", "end", "=check.ok"),
    )
    run, _ = begin(diagram)
    for round in range(1, 4):
        run.complete(f"write:{round}", {})
        run.complete(f"check:{round}", {"ok": False})

    assert stands(run) == [("write:4", "task", ())]
    assert coming(run) == (("check",), ("end",))


def test_standing__at_a_join__waits_for_the_other_way():
    diagram = process(
        start(),
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        gateway("parallel", "join"),
        end(),
        line("start", "split", "a", "join", "end"),
        line("split", "b", "join"),
    )
    run, _ = begin(diagram)
    run.complete("a:1", {})

    assert sorted(stands(run)) == [("b:1", "task", ()), ("join:1", "join", ())]
    assert coming(run) == (("end",), ())


@pytest.mark.parametrize("sequential", [False, True])
def test_standing__for_each_of_many__is_every_one_that_waits(sequential: bool):
    diagram = process(
        start(),
        user("write", loop=each("=[1, 2, 3]", "item", sequential=sequential)),
        end(),
        line("start", "write", "end"),
    )
    run, _ = begin(diagram)

    assert [token.element for token in standing(run.definition, run.save())] == ["write"] * (
        1 if sequential else 3
    )


def test_standing__of_a_case_that_is_over__is_nowhere():
    run, _ = begin(process(start(), user("a"), end(), line("start", "a", "end")))
    run.complete("a:1", {})

    assert stands(run) == []
    assert coming(run) == ((), ())


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: f"{path.parts[-3]}.{path.parts[-2]}")
def test_drawing__of_our_diagrams__holds_all_that_is_drawn(path: Path):
    content = path.read_bytes()

    sheets = drawings_of(content)

    assert sum(len(sheet.shapes) for sheet in sheets) == content.count(b"<bpmndi:BPMNShape")
    assert sum(len(sheet.lines) for sheet in sheets) == content.count(b"<bpmndi:BPMNEdge")
    for sheet in sheets:
        frame = sheet.frame
        for shape in sheet.shapes:
            assert frame.x < shape.box.x and shape.box.x + shape.box.width < frame.x + frame.width
            assert frame.y < shape.box.y and shape.box.y + shape.box.height < frame.y + frame.height


def test_drawing__of_a_diagram_without_places__is_none():
    assert drawing_of(NOTICE) is None


@pytest.mark.parametrize("x", ["", "nan", "1e999", "left"])
def test_drawing__with_a_place_that_is_none__leaves_the_thing_out(x: str):
    shape = '<d:BPMNShape bpmnElement="{}"><d:Bounds x="{}" y="1" width="10" height="10"/></d:BPMNShape>'
    shapes = shape.format("a", x) + shape.format("b", "5")
    drawn = f"<d:BPMNDiagram><d:BPMNPlane>{shapes}</d:BPMNPlane></d:BPMNDiagram>"
    body = '<bpmn:process id="p"><bpmn:userTask id="a"/><bpmn:userTask id="b"/></bpmn:process>'
    head = HEAD.replace(
        "<bpmn:definitions", '<bpmn:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"'
    )

    drawing = drawing_of(f"{head}{body}{drawn}</bpmn:definitions>".encode())

    assert drawing is not None
    assert [shape.element for shape in drawing.shapes] == ["b"]
