"""Rules 11 and 12, where names stand: at what they name, within their lane, and not at something else."""

from __future__ import annotations

import pytest

from engine.process.layout import Rule
from engine.process.layout.text import width
from tests.process.layout.figures import (
    Thing,
    branch,
    event,
    found,
    frame,
    lane,
    note,
    person,
    step,
    way,
)


@pytest.mark.parametrize(("y", "expected"), [(75, []), (74, [("far", "which")])])
def test_question__farther_than_24_from_its_branch__is_told(
    y: float, expected: list[tuple[str, ...]]
) -> None:
    assert found(Rule.NAMES, branch("which", 300, 132, "ნახეს?", (270, y, 60, 15))) == expected


@pytest.mark.parametrize(("x", "expected"), [(245, []), (243, [("beside", "which", "end")])])
def test_question__at_an_event__reads_like_the_name_of_the_event(
    x: float, expected: list[tuple[str, ...]]
) -> None:
    end = Thing("end", "endEvent", (212, 118, 28, 28))
    which = branch("which", 320, 160, "ნახეს?", (x, 142, width("ნახეს?"), 15))

    assert found(Rule.NAMES, end, which) == expected


@pytest.mark.parametrize(("y", "expected"), [(152, []), (153, [("beside", "no", "back")])])
def test_answer__right_below_a_line_of_another_path__reads_like_the_answer_of_that(
    y: float, expected: list[tuple[str, ...]]
) -> None:
    down = way("no", "which c", (300, 150), (300, 250), name="არა", label=(302, 165, 30, 15))
    other = way("back", "b which", (400, y), (302, y))
    things = branch("which", 300, 132), step("b", 400, 120), step("c", 244, 250)

    assert found(Rule.NAMES, *things, down, other) == expected


def test_lane__too_low_for_a_word_of_its_name__cuts_it() -> None:
    def named(height: float) -> list[Thing]:
        return [lane("l1", 0, height, "inspector", name="ზედამხედველობის სამსახური")]

    assert found(Rule.NAMES, *named(110), person("look", 200, 20, "inspector")) == [("cut", "l1")]
    assert found(Rule.NAMES, *named(130), person("look", 200, 20, "inspector")) == []


def test_annotation__over_the_edge_of_a_frame__is_told_and_inside_it_is_not() -> None:
    def diagram(x: float) -> list[Thing]:
        why = note("why", (x, 100, 160, 45), "უარამდე მხარეს უსმენენ")
        return [frame("open", (80, 60, 400, 200), event("end", 300, 200, kind="endEvent")), why]

    assert found(Rule.LABELS, *diagram(100)) == []
    assert found(Rule.LABELS, *diagram(40)) == [("covers", "why", "open")]
