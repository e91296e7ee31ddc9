"""Names moved to what they name, and away from what would be read as theirs."""

from __future__ import annotations

from engine.process.layout import Measurement, Rule, measure
from engine.process.tidy.near import near
from tests.process.layout.figures import Thing, Way, branch, step, way, written

RULES = (Rule.LABELS, Rule.NAMES)
DOWN = way("no", "which c", (300, 150), (300, 250), name="არა", label=(302, 165, 30, 15))
BACK = way("back", "b which", (400, 154), (302, 154))


def told(content: bytes) -> list[tuple[str, ...]]:
    measured = measure(content, {})
    assert isinstance(measured, Measurement)
    return [(said.what, *said.elements) for said in measured.violations if said.rule in RULES]


def a_question(y: float, *more: Thing | Way) -> bytes:
    return written(branch("which", 300, 132, "ნახეს?", (270, y, 60, 15)), *more)


def test_near__question_far_from_its_branch__comes_to_it() -> None:
    content = a_question(20)

    moved = near(content, {})

    assert told(content) == [("far", "which")] and told(moved) == []
    assert near(moved, {}) == moved


def test_near__answer_right_below_a_line_of_another_path__goes_away_from_it() -> None:
    content = written(branch("which", 300, 132), step("b", 400, 120), step("c", 244, 250), DOWN, BACK)

    moved = near(content, {})

    assert ("beside", "no", "back") in told(content) and told(moved) == []


def test_near__name_that_lies_on_a_step_in_another_language__finds_room_for_both() -> None:
    content = a_question(94, step("b", 340, 70))

    moved = near(content, {"which": ["Was it found there or not?"]})

    assert told(content) == [] and moved != content and told(moved) == []


def test_near__where_all_stand_well__keeps_the_bytes() -> None:
    content = a_question(94)

    assert near(content, {}) == content
