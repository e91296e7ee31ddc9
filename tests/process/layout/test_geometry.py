"""Plane geometry, held against a reference that tries many points."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.process.drawing import Box
from engine.process.layout.geometry import (
    Segment,
    angle,
    bends,
    beside,
    crossing,
    distance,
    from_segment,
    gap,
    holds,
    passes,
    segments,
    side_of,
)

PLACES = st.integers(0, 60).map(float)
POINTS = st.tuples(PLACES, PLACES)
RUNS = st.tuples(POINTS, POINTS).filter(lambda ends: ends[0] != ends[1]).map(lambda ends: Segment(*ends))
BOXES = st.builds(Box, PLACES, PLACES, st.integers(4, 40).map(float), st.integers(4, 40).map(float))


def points_of(run: Segment, number: int = 400) -> list[tuple[float, float]]:
    (x1, y1), (x2, y2) = run.start, run.end
    return [(x1 + (x2 - x1) * n / number, y1 + (y2 - y1) * n / number) for n in range(number + 1)]


def away(point: tuple[float, float], box: Box) -> float:
    x, y = point
    across = max(box.x - x, x - box.x - box.width, 0)
    return math.hypot(across, max(box.y - y, y - box.y - box.height, 0))


@given(RUNS, BOXES)
def test_distance__of_a_run_from_a_box__is_that_of_its_nearest_point(run: Segment, box: Box) -> None:
    nearest = min(away(point, box) for point in points_of(run))

    # Two points of the reference are this far apart, and half a unit inside counts as outside.
    assert distance(run, box) == pytest.approx(nearest, abs=run.length / 400 + 0.75)


@given(RUNS, BOXES)
def test_passes__a_run_with_a_point_deep_inside__goes_through(run: Segment, box: Box) -> None:
    inner = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    is_deep = any(holds(inner, point) for point in points_of(run))
    is_outside = all(away(point, box) > 0 for point in points_of(run))

    assert passes(run, box) >= is_deep
    if is_outside and min(away(point, box) for point in points_of(run)) > run.length / 400:
        assert not passes(run, box)


@given(RUNS, RUNS)
def test_crossing__of_two_runs__lies_on_both_and_is_the_same_from_either_side(
    one: Segment, other: Segment
) -> None:
    point, mirrored = crossing(one, other), crossing(other, one)

    assert (point is None) == (mirrored is None)
    if point is not None:
        assert from_segment(point, one) < 1
        assert from_segment(point, other) < 1


def test_crossing__of_runs_along_each_other__is_none() -> None:
    assert crossing(Segment((0, 0), (10, 0)), Segment((5, 0), (15, 0))) is None
    assert crossing(Segment((0, 0), (10, 0)), Segment((5, -5), (5, 5))) == (5, 0)
    assert crossing(Segment((0, 0), (10, 0)), Segment((15, -5), (15, 5))) is None


def test_angle__is_between_0_and_90() -> None:
    assert angle(Segment((0, 0), (10, 0)), Segment((0, 0), (-10, 0))) == 0
    assert angle(Segment((0, 0), (10, 0)), Segment((3, 9), (3, 0))) == 90
    assert angle(Segment((0, 0), (10, 0)), Segment((0, 0), (10, 10))) == pytest.approx(45)


def test_beside__of_parallel_runs__gives_distance_length_and_middle() -> None:
    assert beside(Segment((0, 0), (100, 0)), Segment((150, 8), (50, 8))) == (8, 50, (75, 4))
    assert beside(Segment((0, 0), (0, 100)), Segment((6, 80), (6, 200))) == (6, 20, (3, 90))
    assert beside(Segment((0, 0), (100, 0)), Segment((100, 0), (200, 0))) is None
    assert beside(Segment((0, 0), (100, 0)), Segment((50, 0), (50, 90))) is None


def test_bends__of_a_line__are_its_corners_and_not_the_points_on_the_way() -> None:
    line = (0, 0), (50, 0), (100, 0), (100, 80), (100, 80), (40, 80)

    assert list(bends(line)) == [(100, 0), (100, 80)]
    assert len(segments(line)) == 4


def test_gap_and_side__of_boxes_and_points() -> None:
    box = Box(0, 0, 100, 50)

    assert gap(box, Box(103, 54, 10, 10)) == 5
    assert gap(box, Box(90, 40, 10, 10)) == 0
    assert [side_of(point, box) for point in ((0, 25), (100, 25), (50, 0), (50, 50))] == [
        "left", "right", "top", "bottom",
    ]  # fmt: skip
