"""Rule 9: events at the edge of a step stand apart, and their arrows leave at a right angle."""

from __future__ import annotations

from engine.process.layout import Rule
from tests.process.layout.figures import event, found, step, way

HOST, LOW = step("host", 100, 100, size=(160, 64)), step("low", 100, 300)
LATE, DEAD = event("late", 130, 164, at="host"), event("dead", 200, 164, at="host")


def test_boundary__two_events_apart__are_good() -> None:
    out = way("out", "late low", (130, 178), (130, 300))

    assert found(Rule.BOUNDARY, HOST, LOW, LATE, DEAD, out) == []


def test_boundary__events_that_stand_close__are_told() -> None:
    assert found(Rule.BOUNDARY, HOST, LATE, event("dead", 170, 164, at="host")) == [("close", "late", "dead")]


def test_boundary__event_at_a_corner__is_told_and_ten_from_it_is_not() -> None:
    assert found(Rule.BOUNDARY, HOST, event("late", 106, 164, at="host")) == [("corner", "late")]
    assert found(Rule.BOUNDARY, HOST, event("late", 110, 164, at="host")) == []
    assert found(Rule.BOUNDARY, HOST, event("late", 260, 130, at="host")) == []


def test_boundary__event_beside_the_edge__is_told() -> None:
    assert found(Rule.BOUNDARY, HOST, event("late", 130, 174, at="host")) == [("off_edge", "late", "host")]


def test_boundary__arrow_along_the_edge_or_into_the_step__is_told() -> None:
    along = way("along", "late low", (144, 164), (280, 164), (280, 332), (212, 332))
    inward = way("inward", "late low", (130, 150), (130, 120), (300, 120), (300, 332), (212, 332))

    assert found(Rule.BOUNDARY, HOST, LOW, LATE, along) == [("angle", "along", "late")]
    assert found(Rule.BOUNDARY, HOST, LOW, LATE, inward) == [("angle", "inward", "late")]


def test_boundary__name_under_the_next_event__is_told_here_and_not_among_labels() -> None:
    named = event("late", 130, 164, at="host", name="the deadline ran out")
    lower = event("dead", 260, 180, at="tall")
    under = event("late", 130, 150, at="host", name="the deadline ran out at last, yes")
    figure = HOST, under, event("dead", 178, 164, at="host")

    assert found(Rule.BOUNDARY, HOST, named, event("dead", 230, 164, at="host"), lower) == []
    assert ("label_under_event", "late", "dead") in found(Rule.BOUNDARY, *figure)
    assert not any("dead" in told for told in found(Rule.LABELS, *figure))
