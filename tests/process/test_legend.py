"""The legend of a diagram: each sign that occurs, once, and no other."""

from __future__ import annotations

import pytest

from engine.installation.loading import BPMN
from engine.process.drawing import Box, Drawing, Line, Shape, drawings_of
from engine.process.legend import CODES, signs_of
from engine.texts import LANGUAGES
from web.i18n import TEXTS

PLACE = Box(100, 100, 112, 64)


def a_sheet(*shapes: Shape, lines: tuple[Line, ...] = ()) -> Drawing:
    return Drawing(Box(0, 0, 400, 300), shapes, lines)


def codes(drawing: Drawing, *, has_law: bool = False) -> list[str]:
    return [sign.code for sign in signs_of(drawing, has_law=has_law)]


def test_signs__of_a_sheet__are_those_that_occur_once_each_in_the_order_of_the_legend() -> None:
    sheet = a_sheet(
        Shape("decide", "userTask", "Decide", PLACE),
        Shape("granted", "exclusiveGateway", "Granted?", PLACE),
        Shape("start", "startEvent", "Application", PLACE),
        Shape("check", "userTask", "Check", PLACE),
        lines=(Line("to_decide", "sequenceFlow", "", ((0, 0), (10, 0))),),
    )

    assert codes(sheet) == ["begin", "flow", "gateway.one", "task.person"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape("died", "boundaryEvent", "", PLACE, event="message"), "breaks_off.message"),
        (Shape("late", "boundaryEvent", "", PLACE, event="timer", is_interrupting=False), "beside.timer"),
        (Shape("odd", "boundaryEvent", "", PLACE, event="signal"), "breaks_off.event"),
        (Shape("until", "intermediateCatchEvent", "", PLACE, event="timer"), "wait.timer"),
        (Shape("broken", "endEvent", "", PLACE, event="error"), "end.error"),
        (Shape("paid", "startEvent", "", PLACE, event="message"), "begin.event"),
        (Shape("inside", "subProcess", "", PLACE, is_expanded=False), "part.closed"),
        (Shape("around", "subProcess", "", PLACE), "part.open"),
        (Shape("block", "callActivity", "", PLACE, called="shared.decision"), "part.block"),
    ],
)
def test_sign__of_what_is_drawn_alike_but_runs_otherwise__is_one_of_its_own(
    shape: Shape, expected: str
) -> None:
    assert codes(a_sheet(shape)) == [expected]


def test_sign__of_a_step_for_many__is_beside_that_of_its_kind() -> None:
    sheet = a_sheet(Shape("ask", "serviceTask", "Ask", PLACE, repeats="parallel"))

    assert codes(sheet) == ["task.system", "repeats.parallel"]


def test_signs__where_articles_are_drawn__explain_them() -> None:
    assert codes(a_sheet(), has_law=True) == ["law"]


def test_sign__drawn_alone__has_no_words_and_lies_in_its_frame() -> None:
    named = Shape("decide", "userTask", "Decide", PLACE, label=Box(0, 0, 900, 20))

    (sign,) = signs_of(a_sheet(named))

    (shape,) = sign.drawing.shapes
    assert not shape.name and shape.label is None and shape.kind == "userTask"
    assert shape.box.x + shape.box.width <= sign.drawing.frame.width
    assert set(codes(a_sheet(named))) <= set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign__of_any_code__has_words_in_every_language(language: str) -> None:
    assert [code for code in CODES if not TEXTS.find(language, f"legend.{code}")] == []


def test_signs__of_our_own_diagrams__explain_every_shape_but_pools() -> None:
    shapes = [
        shape
        for path in BPMN.rglob("process.bpmn")
        for drawing in drawings_of(path.read_bytes())
        for shape in drawing.shapes
    ]

    assert {shape.kind for shape in shapes if not signs_of(a_sheet(shape))} == {"participant"}
