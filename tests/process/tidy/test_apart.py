"""Names moved apart: answers of one branch do not read like the lines of one."""

from __future__ import annotations

import pytest

from engine.process.layout import Measurement, Rule, measure
from engine.process.tidy.apart import apart
from tests.process.layout.figures import Thing, Way, branch, step, way, written

RIGHT = way("yes", "which b", (318, 132), (500, 132), name="დიახ", label=(320, 114, 40, 15))


def a_diagram(up: Way, *more: Thing | Way) -> bytes:
    return written(step("b", 500, 100), step("c", 244, 0), branch("which", 300, 132), RIGHT, up, *more)


def an_answer_up(name: str = "არა") -> Way:
    return way("up", "which c", (300, 114), (300, 64), name=name, label=(305, 97, 40, 15))


def stacked(content: bytes) -> list[tuple[str, ...]]:
    measured = measure(content, {})
    assert isinstance(measured, Measurement)
    return [
        (said.what, *said.elements) for said in measured.violations if said.rule in (Rule.LABELS, Rule.NAMES)
    ]


def test_apart__answers_that_stand_on_each_other__moves_one_and_covers_nothing() -> None:
    content = a_diagram(an_answer_up())

    moved = apart(content, {})

    assert ("stacked", "yes", "up") in stacked(content)
    assert not [said for said in stacked(moved) if said[0] in ("stacked", "covers", "far")]


def test_apart__twice__is_as_once() -> None:
    moved = apart(a_diagram(an_answer_up()), {})

    assert apart(moved, {}) == moved


@pytest.mark.parametrize("name", ["", "არა"])
def test_apart__where_nothing_is_stacked__keeps_the_bytes(name: str) -> None:
    up = way("up", "which c", (300, 114), (300, 64), name=name, label=(305, 82, 40, 15))
    content = a_diagram(up)

    assert apart(content, {}) == content


def test_apart__names_longer_in_another_language__stand_apart_in_it_too() -> None:
    up = way("up", "which c", (300, 114), (300, 64), name="არა", label=(305, 77, 40, 30))
    content = a_diagram(up)

    moved = apart(content, {"up": ["None there"]})

    assert ("stacked", "yes", "up") not in stacked(content) and moved != content
    assert apart(moved, {"up": ["None there"]}) == moved
