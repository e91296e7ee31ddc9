"""Where the label of a line, or of an event at an edge, stands beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.process.drawing import Box, Line, Shape

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
