"""Rules 0, 10 and 15: shapes lie on nothing and within what holds them; their sizes and gaps; the sheet."""

from __future__ import annotations

from engine.process.layout import Rule
from tests.process.layout.figures import branch, event, found, frame, lane, note, person, step, way

A, B = step("a", 100, 100), step("b", 240, 100)


def test_shapes__beside_each_other_and_at_an_edge__are_good() -> None:
    late = event("late", 180, 164, at="a")

    assert found(Rule.SHAPES, A, B, late) == []


def test_shapes__that_lie_on_each_other__are_told() -> None:
    assert found(Rule.SHAPES, A, step("b", 200, 120)) == [("overlap", "a", "b")]


def test_shapes__in_their_frame_and_with_an_event_at_its_edge__are_good() -> None:
    inside = frame("open", (80, 60, 300, 150), A, B)

    assert found(Rule.SHAPES, inside, event("late", 300, 210, at="open"), step("next", 400, 100)) == []


def test_shapes__that_stand_out_of_their_frame_or_into_a_foreign_one__are_told() -> None:
    outside = frame("open", (80, 60, 200, 150), A, B)

    assert found(Rule.SHAPES, outside) == [("outside", "b", "open")]
    assert found(Rule.SHAPES, frame("open", (80, 60, 200, 150), A), step("c", 240, 100)) == [
        ("overlap", "c", "open")
    ]


def test_shapes__frame_within_a_frame__is_good_and_its_steps_belong_to_both() -> None:
    inner = frame("inner", (90, 80, 280, 110), A, B)

    assert found(Rule.SHAPES, frame("outer", (60, 50, 340, 180), inner)) == []


def test_shapes__beside_all_lanes__are_told() -> None:
    lanes = lane("l1", 0, 220, "system"), lane("l2", 220, 120, "mayor")

    assert found(Rule.SHAPES, *lanes, A, person("sign", 300, 240, "mayor")) == []
    assert found(Rule.SHAPES, *lanes, A, person("sign", 300, 400, "mayor")) == [("outside", "sign")]


def test_shapes__lanes_that_lie_on_each_other__are_told() -> None:
    assert found(Rule.SHAPES, lane("l1", 0, 220, "system"), lane("l2", 200, 120, "mayor")) == [
        ("overlap", "l1", "l2")
    ]


def test_shapes__annotation_within_a_foreign_frame__is_good() -> None:
    inside = frame("open", (80, 60, 400, 250), A, B)

    assert found(Rule.SHAPES, inside, note("why", (100, 220, 120, 40), "because")) == []


def test_sizes__usual_ones__are_good_and_others_are_told() -> None:
    assert found(Rule.SIZES, A, B, branch("which", 420, 132), event("end", 500, 132)) == []
    assert found(Rule.SIZES, step("a", 100, 100, size=(130, 80)), branch("which", 420, 132, size=50)) == [
        ("size", "a"),
        ("size", "which"),
    ]


def test_sizes__wider_box__is_good_for_a_word_that_needs_it() -> None:
    assert found(Rule.SIZES, step("a", 100, 100, size=(132, 64), name="გადაწყვეტილება")) == []
    assert found(Rule.SIZES, step("a", 100, 100, size=(132, 64), name="მოსმენა")) == [("size", "a")]


def test_gaps__between_boxes_rows_and_branches__are_kept_or_told() -> None:
    near, below = step("b", 225, 100), step("b", 100, 180)

    assert found(Rule.SIZES, A, near) == [("gap", "a", "b")]
    assert found(Rule.SIZES, A, below) == [("row_gap", "a", "b")]
    assert found(Rule.SIZES, A, step("b", 100, 190)) == []
    assert found(Rule.SIZES, branch("p", 100, 100), branch("q", 160, 100)) == [("gap", "p", "q")]
    assert found(Rule.SIZES, branch("p", 100, 100), branch("q", 172, 100)) == []


def test_sheet__a_landscape_a3__is_good_and_more_is_told() -> None:
    assert found(Rule.SHEET, A, step("b", 1880, 1000)) == []
    assert found(Rule.SHEET, A, step("b", 1900, 1300)) == [("width",), ("height",)]


def test_sheet__lines_and_words_beside_all_shapes__count_too() -> None:
    far = way("far", "a b", (212, 132), (2200, 132), (2200, 60), (296, 60), (296, 100))

    assert found(Rule.SHEET, A, B, far) == [("width",)]


def test_sheet__more_than_25_steps__are_told_and_branches_do_not_count() -> None:
    steps = [step(f"s{n}", 100 + 140 * (n % 13), 100 + 100 * (n // 13)) for n in range(26)]

    assert found(Rule.SHEET, *steps[:25], branch("which", 100, 700), branch("other", 200, 700)) == []
    assert found(Rule.SHEET, *steps) == [("steps",)]


def test_sheet__more_than_six_lanes__are_told() -> None:
    lanes = [lane(f"l{n}", 110 * n, 110, f"=role{n}") for n in range(7)]

    assert found(Rule.SHEET, *lanes[:6]) == []
    assert found(Rule.SHEET, *lanes) == [("lanes",)]
