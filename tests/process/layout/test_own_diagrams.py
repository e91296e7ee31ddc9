"""Our own diagrams keep the rules of layout, but for what is known; the list only becomes shorter."""

from __future__ import annotations

from functools import cache

import pytest

from engine.installation.loading import BPMN
from engine.process.layout import Measurement, Rule
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


def test_known_violations__are_of_diagrams_and_rules_that_exist() -> None:
    assert known().keys() <= set(DIAGRAMS)
    assert {rule for counts in known().values() for rule in counts} <= {str(rule.value) for rule in Rule}
