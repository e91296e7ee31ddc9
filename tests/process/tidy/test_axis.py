"""Positions along one axis."""

from __future__ import annotations

from engine.process.tidy.axis import Axis


def test_solve__least_distances__all_are_kept_and_no_more() -> None:
    axis = Axis()
    for name in "abc":
        axis.add(name)
    axis.keep("a", "b", 10)
    axis.keep("b", "c", 5)
    axis.keep("a", "c", 30)

    axis.solve()

    assert [axis.position(name) for name in "abc"] == [0, 10, 30]


def test_tie__what_is_tied__moves_together() -> None:
    axis = Axis()
    axis.tie("port", "box", 18)
    axis.add("left")
    axis.keep("left", "port", 40)

    axis.solve()

    assert axis.position("port") - axis.position("box") == 18
    assert axis.position("port") == 40


def test_tie__against_an_earlier_one__is_told() -> None:
    axis = Axis()

    assert axis.tie("a", "b", 5)
    assert axis.tie("a", "b", 5)
    assert not axis.tie("a", "b", 9)


def test_solve__distances_that_contradict_each_other__ends() -> None:
    axis = Axis()
    axis.add("a")
    axis.add("b")
    axis.keep("a", "b", 10)
    axis.keep("b", "a", 10)

    axis.solve()

    assert axis.position("b") > 0


def test_free__room_to_the_next__is_what_is_left_of_it() -> None:
    axis = Axis()
    for name in "abc":
        axis.add(name)
    axis.keep("a", "b", 10)
    axis.keep("b", "c", 10)
    axis.keep("a", "c", 50)
    axis.solve()

    assert axis.free("b") == 30
    assert axis.free("c") == float("inf")
