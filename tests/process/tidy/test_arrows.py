"""Routes, tracks and ports: how arrows run between placed nodes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.process.tidy.picture import Picture
from tests.process.tidy.graphs import frame, graph, node, picture

Points = tuple[tuple[float, float], ...]


def bends(points: Points) -> int:
    return len(points) - 2


def crossings(found: Picture) -> int:
    runs = [(flow, *run) for flow, points in found.lines.items() for run in pairwise(points)]
    level = [run for run in runs if run[1][1] == run[2][1]]
    upright = [run for run in runs if run[1][0] == run[2][0]]
    return sum(
        min(a[0], b[0]) < c[0] < max(a[0], b[0]) and min(c[1], d[1]) < a[1] < max(c[1], d[1])
        for one, a, b in level
        for other, c, d in upright
        if one != other
    )


def test_chain__one_row__straight_arrows_from_right_to_left_side() -> None:
    found = picture(graph("(>a a>b b>)"))

    assert [bends(points) for points in found.lines.values()] == [0, 0, 0]
    (x1, _), (x2, _) = found.lines["a>b"]
    assert x1 == found.boxes["a"].x + found.boxes["a"].width
    assert x2 == found.boxes["b"].x


def test_skipped_steps__in_one_row__are_passed_24_off_their_boxes() -> None:
    found = picture(graph("(>a? a?>b b>c c>d? a?>d? d?>)", lanes={"a?": 0, "c": 0}))

    track = {y for _, y in found.lines["a?>d?"][1:-1]}
    box = found.boxes["b"]
    assert len(track) == 1
    assert min(abs(track.copy().pop() - edge) for edge in (box.y, box.y + box.height)) >= 24


def test_way_back__one_row__runs_below_it_and_ends_at_the_bottom() -> None:
    found = picture(graph("(>a a>b b>c? c?>a c?>)", lanes={"a": 0}))

    points = found.lines["c?>a"]
    box = found.boxes["a"]
    assert points[-1][1] == box.y + box.height
    assert max(y for _, y in points) >= box.y + box.height + 24


def test_arrows_into_one_box__on_one_side__end_18_apart() -> None:
    found = picture(graph("(>a a>b? b?>c c>d? d?>a b?>a d?>)", lanes={"a": 0}))

    ends = sorted(points[-1] for flow, points in found.lines.items() if flow.endswith(">a"))
    for (x1, y1), (x2, y2) in pairwise(ends):
        assert max(abs(x1 - x2), abs(y1 - y2)) >= 18 or (y1 != y2)


def test_two_ways_back__nested__do_not_cross() -> None:
    found = picture(graph("(>a a>b b>c? c?>b c?>d? d?>a d?>)", lanes={"a": 0}))

    assert crossings(found) == 0


def test_parallel_arrows__in_one_channel__run_10_apart() -> None:
    found = picture(graph("(>a? a?>b b>c c>d d>e? a?>e? a?>c e?>)", lanes={"a?": 0}))

    tracks = sorted(
        {y1 for points in found.lines.values() for (_, y1), (_, y2) in pairwise(points) if y1 == y2}
    )
    assert all(below - above >= 10 for above, below in pairwise(tracks))


def test_event_at_the_edge__its_arrow__leaves_at_a_right_angle() -> None:
    found = picture(graph("(>a a>b b>) e>h", node("e", host="a"), lanes={"h": 1}))

    (x1, y1), (x2, y2) = found.lines["e>h"][:2]
    event, host = found.boxes["e"], found.boxes["a"]
    assert x1 == x2
    assert y2 > y1
    assert event.y + event.height / 2 == host.y + host.height


@pytest.mark.parametrize("count", [2, 3])
def test_events_at_one_edge__several__stand_48_apart_and_off_the_corners(count: int) -> None:
    events = [node(f"e{index}", host="a") for index in range(count)]
    arrows = " ".join(f"e{index}>h{index}" for index in range(count))
    lanes = {f"h{index}": 1 for index in range(count)}

    found = picture(graph(f"(>a a>) {arrows}", *events, lanes=lanes))

    by_side: dict[float, list[float]] = {}
    for event in events:
        box = found.boxes[event.id]
        by_side.setdefault(box.y, []).append(box.x)
    for places in by_side.values():
        assert all(right - left >= 48 for left, right in pairwise(sorted(places)))


def test_inner_level__arrows_around_it__stay_out_and_inner_ones_in() -> None:
    inner = [node(name, parent="f", lane=lane) for name, lane in (("s(", 0), ("x", 1), ("e)", 0))]
    described = graph("(>f s(>x x>e) f>b b>a a>)", frame("f"), *inner, lanes={"a": 0, "b": 1})

    found = picture(described)

    box = found.boxes["f"]
    for flow in ("s(>x", "x>e)"):
        for x, y in found.lines[flow]:
            assert box.x < x < box.x + box.width
            assert box.y < y < box.y + box.height
    for x, y in found.lines["b>a"]:
        assert not (box.x < x < box.x + box.width and box.y < y < box.y + box.height)


def test_answers__at_a_branch__stand_within_24_of_it_and_on_nothing() -> None:
    answers = {"a?>b": "დიახ", "a?>c": "არა"}

    found = picture(graph("(>a? a?>b a?>c b>) c>)", lanes={"c": 1}, answers=answers))

    branch = found.boxes["a?"]
    for flow in answers:
        label = found.labels[flow]
        across = max(label.x - branch.x - branch.width, branch.x - label.x - label.width, 0)
        down = max(label.y - branch.y - branch.height, branch.y - label.y - label.height, 0)
        assert max(across, down) <= 24
        for points in found.lines.values():
            for (x1, y1), (x2, y2) in pairwise(points):
                is_through = (
                    min(x1, x2) < label.x + label.width
                    and max(x1, x2) > label.x
                    and min(y1, y2) < label.y + label.height
                    and max(y1, y2) > label.y
                )
                assert not is_through
