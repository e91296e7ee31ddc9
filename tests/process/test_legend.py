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


def a_flow(source: str, target: str) -> Line:
    return Line(f"{source}_{target}", "sequenceFlow", "", ((0, 0), (10, 0)), source=source, target=target)


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


@pytest.mark.parametrize(
    ("kind", "splits", "joins"),
    [
        ("exclusiveGateway", "gateway.one", "gateway.one.join"),
        ("parallelGateway", "gateway.all", "gateway.all.join"),
        ("inclusiveGateway", "gateway.some", "gateway.some.join"),
    ],
)
def test_sign__of_a_branch__says_whether_paths_part_or_meet_there(kind: str, splits: str, joins: str) -> None:
    branch = Shape("branch", kind, "", PLACE)
    parting = [a_flow("check", "branch"), a_flow("branch", "grant"), a_flow("branch", "refuse")]
    meeting = [a_flow("grant", "branch"), a_flow("refuse", "branch"), a_flow("branch", "issue")]

    assert codes(a_sheet(branch, lines=tuple(parting))) == ["flow", splits]
    assert codes(a_sheet(branch, lines=tuple(meeting))) == ["flow", joins]
    assert codes(a_sheet(branch, lines=(*parting, a_flow("look", "branch")))) == ["flow", splits, joins]


def test_sign__of_paths_that_meet__shows_two_arrows_that_arrive() -> None:
    branch = Shape("branch", "exclusiveGateway", "", PLACE)
    lines = (a_flow("grant", "branch"), a_flow("refuse", "branch"), a_flow("branch", "issue"))

    signs = {sign.code: sign.drawing for sign in signs_of(a_sheet(branch, lines=lines))}

    assert len(signs["gateway.one.join"].lines) == 2


@pytest.mark.parametrize(
    ("event", "outer", "inner"),
    [(None, "end", "end.inner"), ("terminate", "end.terminate", "end.terminate.inner")],
)
def test_sign__of_an_end_within_a_part__is_not_that_of_an_end_of_the_proceeding(
    event: str | None, outer: str, inner: str
) -> None:
    last = Shape("last", "endEvent", "", PLACE, event=event)
    decided = Shape("decided", "endEvent", "", PLACE, event=event, is_inner=True)

    assert codes(a_sheet(last, decided)) == sorted([outer, inner], key=CODES.index)
    assert codes(a_sheet(decided)) == [inner]


def test_sign__of_an_inner_end__beside_an_open_part__is_drawn_in_a_frame() -> None:
    decided = Shape("decided", "endEvent", "", PLACE, is_inner=True)
    around = Shape("around", "subProcess", "", PLACE)

    beside = {sign.code: sign.drawing for sign in signs_of(a_sheet(around, decided))}
    alone = {sign.code: sign.drawing for sign in signs_of(a_sheet(decided))}

    assert [shape.kind for shape in beside["end.inner"].shapes] == ["subProcess", "endEvent"]
    assert [shape.kind for shape in alone["end.inner"].shapes] == ["endEvent"]


def test_sign__of_an_end_of_a_block__says_that_only_this_part_ends() -> None:
    block = a_sheet(Shape("issued", "endEvent", "", PLACE))

    assert [sign.code for sign in signs_of(block, is_part=True)] == ["end.inner"]


def test_sign__of_an_open_part__shows_a_step_in_its_frame() -> None:
    (sign,) = signs_of(a_sheet(Shape("around", "subProcess", "", PLACE)))

    assert [shape.kind for shape in sign.drawing.shapes] == ["subProcess", "task"]


def test_sign__of_a_group__is_a_frame_of_its_own() -> None:
    assert codes(a_sheet(Shape("group", "group", "", PLACE))) == ["frame"]


def test_sign__of_a_note__shows_the_dashed_line_that_ties_it() -> None:
    (sign,) = signs_of(a_sheet(Shape("why", "textAnnotation", "", PLACE)))

    assert [line.kind for line in sign.drawing.lines] == ["association"]


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
