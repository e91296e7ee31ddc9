"""Rules 1, 2 and 8: arrows run to the right, straight, and ways back run beside their row."""

from __future__ import annotations

from engine.process.layout import Rule
from tests.process.layout.figures import Way, found, step, way

A, B, C = step("a", 100, 100), step("b", 300, 100), step("c", 500, 100)
ON = way("a_b", "a b", (212, 132), (300, 132)), way("b_c", "b c", (412, 132), (500, 132))
BACK = way("back", "c a", (556, 164), (556, 200), (156, 200), (156, 164))


def test_direction__arrows_to_the_right_and_a_way_back__are_good() -> None:
    assert found(Rule.DIRECTION, A, B, C, *ON, BACK) == []


def test_direction__arrow_out_of_the_left_edge__is_told() -> None:
    left = way("left", "b c", (300, 132), (280, 132), (280, 60), (556, 60), (556, 100))

    assert ("leaves_left", "left") in found(Rule.DIRECTION, B, C, left)


def test_direction__arrow_to_the_left_that_leads_back_to_nothing__is_told() -> None:
    assert found(
        Rule.DIRECTION, A, C, way("back", "c a", (556, 164), (556, 200), (156, 200), (156, 164))
    ) == [("leftward", "back")]


def test_direction__arrow_that_joins_from_a_higher_row__may_run_to_the_left() -> None:
    low = step("low", 100, 300)
    down = way("down", "c low", (556, 164), (556, 240), (156, 240), (156, 300))

    assert found(Rule.DIRECTION, C, low, down) == []


def test_direction__more_than_one_of_eight_to_the_left__is_told_of_the_diagram() -> None:
    again = way("again", "b a", (356, 164), (356, 180), (120, 180), (120, 164))

    assert found(Rule.DIRECTION, A, B, C, *ON, BACK, again) == [("leftward_often", "back", "again")]


def test_bends__arrow_around_one_step__is_good_and_a_slanted_one_is_told() -> None:
    assert found(Rule.BENDS, A, B, C, *ON) == []
    assert found(Rule.BENDS, A, B, way("slanted", "a b", (212, 120), (300, 140))) == [("slanted", "slanted")]


def test_bends__more_bends_than_arrows__are_told_of_the_diagram() -> None:
    assert found(Rule.BENDS, A, C, BACK) == [("bends",)]
    assert found(Rule.BENDS, A, B, C, *ON, BACK) == []


def back(*points: tuple[float, float]) -> list[tuple[str, ...]]:
    returning: Way = way("back", "c a", *points)
    return found(Rule.WAYS_BACK, A, B, C, *ON, returning)


def test_way_back__below_its_row__is_good() -> None:
    assert back((556, 164), (556, 200), (156, 200), (156, 164)) == []


def test_way_back__above_its_row_though_the_row_below_is_free__is_told() -> None:
    assert back((556, 100), (556, 60), (156, 60), (156, 100)) == [("above", "back")]


def test_way_back__above_its_row_where_the_row_below_is_taken__is_good() -> None:
    returning = way("back", "c a", (556, 100), (556, 60), (156, 60), (156, 100))
    below = step("below", 300, 190)

    assert found(Rule.WAYS_BACK, A, B, C, below, *ON, returning) == []


def test_way_back__into_the_side_of_its_step__is_told() -> None:
    assert back((556, 164), (556, 200), (80, 200), (80, 132), (100, 132)) == [("ends_beside", "back", "a")]


def test_way_back__through_its_row__is_told() -> None:
    returning = way("back", "b a", (356, 164), (356, 180), (250, 180), (250, 150), (156, 150), (156, 164))
    direct = way("back", "b a", (300, 150), (212, 150))

    assert found(Rule.WAYS_BACK, A, B, *ON, direct) == [("ends_beside", "back", "a"), ("in_row", "back")]
    assert found(Rule.WAYS_BACK, A, B, *ON, returning) == []
