"""Diagrams in sheets: what is drawn where, and each sheet by the rules alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.process.drawing import MARGIN, drawings_of
from engine.process.layout import Rule, measure, on_paper, plans_of
from tests.process.layout.figures import (
    Thing,
    closed,
    event,
    found,
    lane,
    measured,
    person,
    step,
    way,
    written,
)

BEGIN, END = event("begin", 40, 132), event("end", 500, 132, kind="endEvent")
A, B = step("a", 100, 100), step("b", 260, 100, law="№2181")
INSIDE = (
    event("started", 40, 132),
    *(A, B),
    event("done", 460, 132, kind="endEvent"),
    way("to_a", "started a", (54, 132), (100, 132)),
    way("to_b", "a b", (212, 132), (260, 132)),
    way("to_done", "b done", (372, 132), (446, 132)),
)
PART = closed("part", (200, 100, 112, 64), *INSIDE, name="განხილვა")
WHOLE = (
    *(BEGIN, PART, END),
    way("in", "begin part", (54, 132), (200, 132)),
    way("out", "part end", (312, 132), (486, 132)),
)


def test_sheets__of_a_closed_subprocess__are_the_whole_and_its_inside() -> None:
    whole, inside = drawings_of(written(*WHOLE))

    assert (whole.of, inside.of, inside.name) == (None, "part", "განხილვა")
    assert {shape.element for shape in whole.shapes} == {"begin", "part", "end"}
    assert {shape.element for shape in inside.shapes} == {"started", "a", "b", "done"}
    assert not next(shape for shape in whole.shapes if shape.element == "part").is_expanded


def test_sheets__of_a_part_in_a_part__stand_in_their_order_whatever_the_order_of_the_planes() -> None:
    inner = closed("inner", (100, 100, 112, 64), step("x", 100, 100))
    content = written(closed("outer", (100, 100, 112, 64), inner)).decode()
    planes = re.findall(r"<bpmndi:BPMNDiagram.*?</bpmndi:BPMNDiagram>", content)
    turned = content.replace("".join(planes), "".join([planes[0], planes[2], planes[1]]))

    assert [sheet.of for sheet in drawings_of(turned.encode())] == [None, "outer", "inner"]


def test_subprocess_with_a_plane_of_its_own__that_says_it_is_open__is_closed() -> None:
    content = written(*WHOLE).replace(b'isExpanded="false"', b'isExpanded="true"')

    whole, _ = drawings_of(content)

    assert not next(shape for shape in whole.shapes if shape.element == "part").is_expanded


def test_measures__of_all_sheets__are_sums_and_the_largest_sheet() -> None:
    got = measured(*WHOLE)
    frames = [paper.drawing.frame for paper in on_paper(written(*WHOLE), {}, {})]

    assert (got.sheets, got.steps, got.arrows) == (2, 3, 5)
    assert got.violations == ()
    assert got.width == max(frame.width for frame in frames) - 2 * MARGIN


def test_shapes__in_one_place_of_two_sheets__lie_on_nothing() -> None:
    assert found(Rule.SHAPES, *WHOLE) == []


def test_sheet__of_a_part_that_is_too_wide__is_told_with_the_part() -> None:
    wide = replace(PART, inner=(*INSIDE[:2], replace(B, place=(2200, 100, 112, 64)), *INSIDE[3:]))

    assert found(Rule.SHEET, BEGIN, wide, END) == [("width", "part")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b'bpmnElement="b"', b'bpmnElement="nothing"'), [("not_drawn", "b")]),
        ((b'bpmnElement="to_b"', b'bpmnElement="nothing"'), [("not_drawn", "to_b")]),
        ((b'bpmnElement="b"', b'bpmnElement="a"'), [("drawn_twice", "a"), ("not_drawn", "b")]),
        ((b'bpmnElement="part"><bpmndi', b'bpmnElement="gone"><bpmndi'), None),
    ],
    ids=["a step", "an arrow", "a step twice", "a whole plane"],
)
def test_element__on_no_sheet_or_twice__is_told(
    change: tuple[bytes, bytes], said: list[tuple[str, ...]] | None
) -> None:
    got = measure(written(*WHOLE).replace(*change), {})

    assert got is not None
    told = [(v.what, *v.elements) for v in got.violations if v.what in ("not_drawn", "drawn_twice")]
    inside = [("not_drawn", thing.id) for thing in INSIDE]
    assert sorted(told) == sorted(inside if said is None else said)


def test_element__on_the_sheet_of_another_part__is_told() -> None:
    content = written(*WHOLE).decode()
    (shape,) = re.findall(r'<bpmndi:BPMNShape id="di_b".*?</bpmndi:BPMNShape>', content)
    moved = content.replace(shape, "").replace(
        '<bpmndi:BPMNShape id="di_begin"', f'{shape}<bpmndi:BPMNShape id="di_begin"'
    )

    got = measure(moved.encode(), {})

    assert got is not None
    assert [(v.what, *v.elements) for v in got.violations if v.what == "not_drawn"] == [("not_drawn", "b")]


def test_element__on_two_planes__is_told_once() -> None:
    content = written(*WHOLE).decode()
    (shape,) = re.findall(r'<bpmndi:BPMNShape id="di_b".*?</bpmndi:BPMNShape>', content)
    both = content.replace('<bpmndi:BPMNShape id="di_begin"', f'{shape}<bpmndi:BPMNShape id="di_begin"')

    got = measure(both.encode(), {})

    assert got is not None
    told = [(v.what, *v.elements) for v in got.violations if v.what in ("not_drawn", "drawn_twice")]
    assert told == [("drawn_twice", "b")]


def test_two_planes__for_one_part__count_as_the_first() -> None:
    content = written(*WHOLE)
    second = (
        b'<bpmndi:BPMNDiagram id="d2"><bpmndi:BPMNPlane id="p2" bpmnElement="part"/></bpmndi:BPMNDiagram>'
    )

    sheets = drawings_of(content.replace(b"</bpmn:definitions>", second + b"</bpmn:definitions>"))

    assert [len(sheet.shapes) for sheet in sheets] == [3, 4]


def a_part(*steps: Thing) -> Thing:
    return closed("part", (100, 20, 112, 64), *steps)


@pytest.mark.parametrize(
    ("steps", "roles"),
    [
        (
            (
                person("x", 100, 100, "mayor"),
                person("y", 300, 100, "lawyer"),
                person("z", 500, 100, "lawyer"),
            ),
            ("lawyer", "mayor"),
        ),
        ((step("x", 100, 100), step("y", 300, 100), person("z", 500, 100, "lawyer")), ("lawyer",)),
        ((step("x", 100, 100),), ("system",)),
    ],
    ids=["most steps first", "a person before the system", "the system alone"],
)
def test_closed_part__stands_in_the_lane_of_who_works_in_it(
    steps: tuple[Thing, ...], roles: tuple[str, ...]
) -> None:
    (plan, _) = plans_of(written(a_part(*steps)), {})

    assert plan.roles["part"] == roles


def test_closed_part__in_the_lane_of_somebody_who_does_nothing_in_it__is_in_a_wrong_one() -> None:
    lanes = lane("l1", 0, 110, "system"), lane("l2", 110, 110, "mayor")
    other = person("other", 300, 130, "mayor")

    assert found(Rule.LANES, *lanes, a_part(step("x", 100, 100)), other) == []
    assert found(Rule.LANES, *lanes, a_part(person("x", 100, 100, "lawyer")), other) == [
        ("wrong_lane", "part", "l1")
    ]
