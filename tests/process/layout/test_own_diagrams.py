"""Our own diagrams keep the rules of layout that are errors for them."""

from __future__ import annotations

from functools import cache

import pytest

from engine.catalogue.check.layout_table import measured_below
from engine.installation.loading import BPMN
from engine.process.layout import DEMANDED, Measurement, Rule
from engine.process.source import read_source

DIAGRAMS = sorted(f"{path.parents[1].name}/{path.parent.name}" for path in BPMN.rglob("process.bpmn"))


@cache
def ours() -> dict[str, Measurement]:
    return measured_below([BPMN], BPMN)


@pytest.mark.parametrize("name", DIAGRAMS)
def test_diagram_of_ours__by_the_rules_of_layout__violates_none_that_is_demanded(name: str) -> None:
    found = ours()[name]

    demanded = [said for said in found.violations if said.rule in DEMANDED]
    told = [f"{said.rule.value} {said.what}: {' × '.join(said.elements)}" for said in demanded]

    assert told == []


@pytest.mark.parametrize("name", DIAGRAMS)
def test_diagram_of_ours__its_names__stand_whole_at_what_they_name(name: str) -> None:
    misread = {"far", "beside", "cut", "asks"}

    told = [said for said in ours()[name].violations if said.rule is Rule.NAMES and said.what in misread]

    assert told == []


@pytest.mark.parametrize("name", DIAGRAMS)
def test_diagram_of_ours__drawn_in_whole_numbers__no_editor_moves_what_it_does_not_change(name: str) -> None:
    root = read_source((BPMN / name / "process.bpmn").read_bytes())

    drawn = [element for tag in ("{*}Bounds", "{*}waypoint") for element in root.iter(tag)]
    numbers = [number for element in drawn for number in element.attrib.values()]

    assert numbers and [number for number in numbers if not number.lstrip("-").isdecimal()] == []
