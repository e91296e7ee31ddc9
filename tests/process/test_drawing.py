"""Where labels stand beside lines and events at an edge, and what a drawing knows of its flows and ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.installation.loading import BPMN
from engine.process.drawing import Box, Drawing, Line, Shape, drawing_of

DOWN = ((100.0, 0.0), (100.0, 200.0))


@pytest.mark.parametrize(
    ("points", "label", "side"),
    [
        (DOWN, Box(104, 40, 50, 15), "start"),
        (DOWN, Box(40, 40, 56, 15), "end"),
        (DOWN, Box(80, 40, 50, 15), "middle"),
        (DOWN, Box(104, 240, 50, 15), "middle"),
        (((0.0, 60.0), (200.0, 60.0)), Box(104, 40, 50, 15), "middle"),
        (((0.0, 60.0), *DOWN), Box(104, 90, 50, 15), "start"),
        (DOWN, None, "middle"),
    ],
)
def test_label__of_a_line__leans_to_the_side_on_which_the_line_runs_down(
    points: tuple[tuple[float, float], ...], label: Box | None, side: str
) -> None:
    assert Line("flow", "sequenceFlow", "Yes", points, label).leans == side


@pytest.mark.parametrize(
    ("label", "side"),
    [
        (Box(120, 130, 60, 15), "start"),
        (Box(30, 130, 60, 15), "end"),
        (Box(90, 130, 60, 15), "middle"),
        (None, "middle"),
    ],
)
def test_name_of_an_event_at_an_edge__beside_its_arrow__leans_to_it(label: Box | None, side: str) -> None:
    event = Shape("died", "boundaryEvent", "გარდაიცვალა", Box(100, 100, 28, 28), label=label)

    assert event.leans == side
    assert replace(event, kind="endEvent").leans == "middle"


def test_drawing__of_a_service__knows_what_flows_tie_and_which_ends_are_within_a_part() -> None:
    drawing = drawing_of((BPMN / "high_mountain/suspend/process.bpmn").read_bytes())

    assert drawing is not None
    shapes = {shape.element: shape for shape in drawing.shapes}
    flows = [line for line in drawing.lines if line.kind == "sequenceFlow"]
    assert flows and all(flow.source in shapes and flow.target in shapes for flow in flows)
    ends = {shape.is_inner for shape in drawing.shapes if shape.kind == "endEvent"}
    assert ends == {True, False}


@pytest.mark.parametrize(("x", "y", "is_below"), [(186, 150, True), (186, 86, False), (300, 150, False)])
def test_event__at_the_lower_edge_of_a_step__stands_where_its_name_would_end(
    x: float, y: float, is_below: bool
) -> None:
    step = Shape("ask", "serviceTask", "Ask", Box(100, 100, 112, 64))
    event = Shape("silent", "boundaryEvent", "", Box(x, y, 28, 28), event="error")

    assert Drawing(Box(0, 0, 400, 300), (step, event), ()).has_event_below(step) is is_below
