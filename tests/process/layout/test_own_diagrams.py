"""Our own diagrams keep the rules of layout, but for what is known; the list only becomes shorter."""

from __future__ import annotations

from functools import cache

import pytest

from engine.installation.loading import BPMN
from engine.process.layout import Measurement, Rule
from engine.process.source import read_source
from tests.process.layout.known import demanded, known, measured

DIAGRAMS = sorted(f"{path.parents[1].name}/{path.parent.name}" for path in BPMN.rglob("process.bpmn"))


@cache
def ours() -> dict[str, Measurement]:
    return measured()


@pytest.mark.parametrize("name", DIAGRAMS)
def test_diagram_of_ours__by_the_rules_of_layout__violates_what_is_known_and_no_more(name: str) -> None:
    found = ours()[name]

    told = [f"{said.rule.value} {said.what}: {' × '.join(said.elements)}" for said in found.violations]
    assert demanded(found) == known().get(name, {}), "\n".join(told)


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


def test_known_violations__are_of_diagrams_and_rules_that_exist() -> None:
    assert known().keys() <= set(DIAGRAMS)
    assert {rule for counts in known().values() for rule in counts} <= {str(rule.value) for rule in Rule}
