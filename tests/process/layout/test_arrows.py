"""Rules 5 to 7: arrows keep away from shapes, do not cross, and do not run along each other."""

from __future__ import annotations

from engine.process.layout import Rule
from tests.process.layout.figures import (
    Thing,
    branch,
    event,
    found,
    frame,
    note,
    step,
    tie,
    way,
)

A, B, C = step("a", 100, 100), step("b", 300, 100), step("c", 500, 100)
INNER = way("inner", "b d", (412, 132), (450, 132))
STRAIGHT = way("a_b", "a b", (212, 132), (300, 132)), way("b_c", "b c", (412, 132), (500, 132))


def test_clearance__arrow_above_the_step_that_it_skips__is_good() -> None:
    skip = way("skip", "a c", (156, 100), (156, 76), (556, 76), (556, 100))

    assert found(Rule.CLEARANCE, A, B, C, *STRAIGHT, skip) == []


def test_clearance__arrow_through_the_step_that_it_skips__is_told() -> None:
    skip = way("skip", "a c", (212, 132), (500, 132))

    assert found(Rule.CLEARANCE, A, B, C, skip) == [("through", "skip", "b")]


def test_clearance__arrow_that_grazes_a_step__is_told_as_near() -> None:
    skip = way("skip", "a c", (156, 100), (156, 95), (556, 95), (556, 100))

    assert found(Rule.CLEARANCE, A, B, C, skip) == [("near", "skip", "b")]


def test_clearance__arrow_beside_the_corner_of_a_branch__is_measured_to_its_outline() -> None:
    # The box around the branch is 2 away, its edge 14.
    passing = way("passing", "a c", (156, 100), (156, 70), (282, 70), (282, 90), (556, 90), (556, 100))

    assert found(Rule.CLEARANCE, A, C, branch("which", 262, 110), passing) == []
    assert found(Rule.CLEARANCE, A, C, branch("which", 282, 100), passing) == [
        ("through", "passing", "which")
    ]


def test_clearance__arrow_past_an_event__is_measured_to_its_circumference() -> None:
    skip = way("skip", "a c", (156, 100), (156, 60), (556, 60), (556, 100))

    assert found(Rule.CLEARANCE, A, C, event("near", 356, 38), skip) == []
    assert found(Rule.CLEARANCE, A, C, event("near", 356, 42), skip) == [("near", "skip", "near")]


def test_clearance__arrow_from_the_edge_of_a_step__does_not_run_through_that_step() -> None:
    late = event("late", 180, 164, at="a")
    out = way("out", "late b", (180, 178), (180, 220), (356, 220), (356, 164))

    assert found(Rule.CLEARANCE, A, late, B, out) == []


def test_clearance__arrows_in_a_frame_and_around_it__are_good() -> None:
    inside = frame("open", (280, 60, 300, 150), step("b", 300, 100), step("d", 450, 100), INNER)
    over = way("over", "a c", (156, 100), (156, 40), (656, 40), (656, 100))
    into = way("into", "a open", (212, 132), (280, 132))

    assert found(Rule.CLEARANCE, A, inside, step("c", 600, 100), over, into) == []


def test_clearance__arrow_that_leaves_its_frame__and_one_that_runs_through_it__are_told() -> None:
    inner = way("inner", "b d", (356, 100), (356, 30), (506, 30), (506, 100))
    crossed = frame("open", (280, 60, 300, 150), step("b", 300, 100), step("d", 450, 100), inner)
    under = way("under", "a c", (156, 164), (156, 200), (656, 200), (656, 164))

    assert found(Rule.CLEARANCE, A, crossed, step("c", 600, 100), under) == [
        ("leaves", "inner", "open"),
        ("through", "under", "open"),
    ]


def test_clearance__arrow_that_does_not_reach_its_step__is_told() -> None:
    short = way("short", "a b", (212, 132), (280, 132))

    assert found(Rule.CLEARANCE, A, B, short) == [("loose", "short", "b")]


def test_clearance__arrow_through_the_step_that_it_leaves__is_told() -> None:
    around = way("around", "a b", (100, 132), (300, 132))

    assert found(Rule.CLEARANCE, A, B, around) == [("through", "around", "a")]


def test_clearance__line_of_an_annotation__may_come_near_and_not_through() -> None:
    why = note("why", (300, 20, 120, 40), "because")

    assert found(Rule.CLEARANCE, A, B, why, tie("line", "a why", (200, 100), (300, 40))) == []
    assert found(Rule.CLEARANCE, A, B, why, tie("line", "a why", (212, 132), (360, 132), (360, 60))) == [
        ("through", "line", "b")
    ]


def test_clearance__flow_of_messages__keeps_away_like_any_arrow() -> None:
    skip = way("skip", "a c", (212, 132), (500, 132), kind="messageFlow")

    assert found(Rule.CLEARANCE, A, B, C, skip) == [("through", "skip", "b")]


PAPER = Thing("paper", "dataObjectReference", (326, 20, 36, 50))
READS = (
    "<bpmn:dataInputAssociation id='reads'><bpmn:sourceRef>paper</bpmn:sourceRef></bpmn:dataInputAssociation>"
)
READER = Thing("c", "scriptTask", (500, 100, 112, 64), said=READS)


def test_clearance__line_from_data_to_the_step_that_reads_them__touches_both_and_no_other() -> None:
    over = way("reads", "paper c", (362, 40), (556, 40), (556, 100), kind="")
    through = way("reads", "paper c", (344, 70), (344, 132), (500, 132), kind="")

    assert found(Rule.CLEARANCE, A, B, PAPER, READER, over) == []
    assert found(Rule.CLEARANCE, A, B, PAPER, READER, through) == [("through", "reads", "b")]


def test_clearance__arrow_through_data__is_told() -> None:
    skip = way("skip", "a c", (156, 100), (156, 45), (556, 45), (556, 100))

    assert found(Rule.CLEARANCE, A, B, C, PAPER, skip) == [("through", "skip", "paper")]


def test_crossings__of_lines_that_no_token_passes__are_none() -> None:
    over = way("reads", "paper c", (362, 40), (556, 40), (556, 100), kind="")
    arrow = way("skip", "a c", (156, 100), (156, 80), (450, 80), (450, 20), (580, 20), (580, 100))

    assert found(Rule.CROSSINGS, A, B, PAPER, READER, over, arrow) == []


def test_tracks__flows_of_messages__keep_apart_like_arrows() -> None:
    other = way("other", "s1 s3", (306, 464), (306, 515), (606, 515), (606, 464), kind="messageFlow")

    assert found(Rule.TRACKS, *GRID, DOWN, other) == [("near", "down", "other")]


GRID = [step(f"s{n}", 100 + 150 * n, 400) for n in range(4)]
DOWN = way("down", "s0 s2", (156, 464), (156, 520), (456, 520), (456, 464))


def test_crossings__arrows_that_pass_each_other__are_good() -> None:
    other = way("other", "s1 s3", (306, 400), (306, 360), (606, 360), (606, 400))

    assert found(Rule.CROSSINGS, *GRID, DOWN, other) == []


def test_crossings__two_arrows_that_cross__are_told_where_they_are_few() -> None:
    other = way("other", "s1 s3", (306, 464), (306, 560), (606, 560), (606, 464))

    assert found(Rule.CROSSINGS, *GRID, DOWN, other) == [("crossing", "down", "other")]


def many(*crossed: object) -> list[object]:
    """20 arrows that touch nothing, so that one crossing may be."""
    pairs = [(step(f"u{n}", 2000, 100 * n), step(f"v{n}", 2200, 100 * n)) for n in range(19)]
    ways = [way(f"w{n}", f"u{n} v{n}", (2112, 100 * n + 32), (2200, 100 * n + 32)) for n in range(19)]
    return [*(shape for pair in pairs for shape in pair), *ways, *crossed]


def test_crossings__one_of_twenty__is_good_at_a_right_angle_and_far_from_bends() -> None:
    other = way("other", "s1 s3", (306, 464), (306, 560), (606, 560), (606, 464))
    at_bend = way("other", "s1 s3", (306, 464), (306, 528), (606, 528), (606, 464))
    slanted = way("other", "s1 s3", (306, 464), (340, 560), (606, 560), (606, 464))

    assert found(Rule.CROSSINGS, *many(*GRID, DOWN, other)) == []
    assert found(Rule.CROSSINGS, *many(*GRID, DOWN, at_bend)) == [("crossing_at_bend", "down", "other")]
    assert found(Rule.CROSSINGS, *many(*GRID, DOWN, slanted)) == [("slanted_crossing", "down", "other")]


def test_crossings__arrows_out_of_one_branch__do_not_cross_there() -> None:
    split = branch("split", 250, 132)
    over = way("over", "split b", (250, 114), (250, 60), (356, 60), (356, 100))
    on = way("on", "split b", (268, 132), (300, 132))

    assert found(Rule.CROSSINGS, A, B, split, over, on) == []


def test_tracks__parallel_arrows_ten_apart__are_good() -> None:
    other = way("other", "s1 s3", (306, 464), (306, 510), (606, 510), (606, 464))

    assert found(Rule.TRACKS, *GRID, DOWN, other) == []


def test_tracks__parallel_arrows_that_are_nearer__are_told_once() -> None:
    other = way("other", "s1 s3", (306, 464), (306, 513), (606, 513), (606, 464))

    assert found(Rule.TRACKS, *GRID, DOWN, other) == [("near", "down", "other")]


def test_tracks__arrows_that_share_a_line__are_told_and_not_as_crossing() -> None:
    other = way("other", "s1 s2", (306, 464), (306, 520), (456, 520), (456, 464))

    assert found(Rule.TRACKS, *GRID, DOWN, other) == [("shared", "down", "other")]
    assert found(Rule.CROSSINGS, *GRID, DOWN, other) == []


def test_tracks__arrows_that_follow_each_other_in_one_row__share_nothing() -> None:
    assert found(Rule.TRACKS, A, B, C, *STRAIGHT) == []


def test_tracks__ends_at_one_side_of_a_step__are_18_apart_or_told() -> None:
    first = way("first", "a b", (212, 120), (300, 120))

    def second(y: float) -> list[tuple[str, ...]]:
        low = step("low", 100, 300)
        other = way("second", "low b", (212, 332), (250, 332), (250, y), (300, y))
        return found(Rule.TRACKS, A, B, low, first, other)

    assert second(140) == []
    assert second(134) == [("ends", "first", "second")]


def test_tracks__four_arrows_into_one_side__are_too_many() -> None:
    tall = step("tall", 500, 100, size=(112, 200))
    sources = [step(f"q{n}", 100, 100 + 80 * n) for n in range(4)]
    places = [(132 + 80 * n, 300 + 20 * n, 120 + 50 * n) for n in range(4)]
    ways = [
        way(f"w{n}", f"q{n} tall", (212, y), (x, y), (x, end), (500, end))
        for n, (y, x, end) in enumerate(places)
    ]

    assert found(Rule.TRACKS, tall, *sources, *ways[:3]) == []
    assert found(Rule.TRACKS, tall, *sources, *ways) == [("many", "tall", "w0", "w1", "w2", "w3")]
