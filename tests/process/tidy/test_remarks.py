"""Annotations and data beside a laid out picture."""

from __future__ import annotations

from engine.process.drawing import Box
from engine.process.tidy.remarks import Remark, with_remarks
from engine.process.tidy.room import cuts, turned, with_room
from tests.process.tidy.graphs import graph, picture


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def test_two_annotations__of_one_step__lie_on_nothing() -> None:
    described = graph("(>a a>b b>)")
    remarks = [Remark(f"r{n}", ("a few words that say why",), ((f"t{n}", "a"),)) for n in range(2)]

    found = with_remarks(picture(described), remarks)

    places = [found.boxes["r0"], found.boxes["r1"]]
    assert not overlap(*places)
    others = [box for code, box in found.boxes.items() if not code.startswith("r")]
    assert not any(overlap(place, other) for place in places for other in others)


def test_tie__of_an_annotation__begins_and_ends_at_what_it_ties() -> None:
    found = with_remarks(picture(graph("(>a a>)")), [Remark("r", ("why",), (("t", "a"),))])

    (_, start), (_, end) = found.ties["t"]
    note, step = found.boxes["r"], found.boxes["a"]
    assert start in (note.y, note.y + note.height)
    assert end in (step.y, step.y + step.height)


def test_data__without_a_tie__is_drawn() -> None:
    found = with_remarks(picture(graph("(>a a>)")), [Remark("d", None, ())])

    assert (found.boxes["d"].width, found.boxes["d"].height) == (36, 50)


def test_room__below_a_cut__moves_what_lies_below_and_keeps_lanes_together() -> None:
    before = picture(graph("(>a a>b b>c c>)", lanes={"a": 0, "b": 1, "c": 0}))
    near = before.boxes["a"]
    found = list(cuts(before, near))
    assert found

    for cut in found:
        after = with_room(before, cut, 50)
        for code, box in before.boxes.items():
            assert after.boxes[code].y - box.y == (50 if box.y >= cut else 0)
            assert after.boxes[code].height == box.height
        assert [upper.y + upper.height for upper in after.lanes[:-1]] == [
            lower.y for lower in after.lanes[1:]
        ]
    assert turned(turned(before)) == before


def test_arrow__at_a_step_beside_a_cut__goes_on_meeting_it() -> None:
    before = picture(graph("(>a a>b b>)", lanes={"a": 0, "b": 1}))
    step = before.boxes["a"]
    bottom = step.y + step.height
    flow = before.lines["a>b"]
    assert flow[0][1] == bottom

    for away in range(4, 40):
        for cut in cuts(before, Box(step.x, bottom + away, 10, 10)):
            after = with_room(before, cut, 50)
            for at, code in ((0, "a"), (-1, "b")):
                moved = after.lines["a>b"][at][1] - flow[at][1]
                assert moved == after.boxes[code].y - before.boxes[code].y
