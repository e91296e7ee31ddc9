"""Conditions in the drawing of one of our own definitions.

No verdict depends on them: in our dialect only gateways that choose have conditions on their flows, and only
gateways have several flows out. The drawing is the same for foreign files, so it says them still.
"""

from __future__ import annotations

from engine.catalogue.soundness import read_own
from engine.process import Definition
from tests.process import kit


def test_drawing__of_our_own_definition__names_the_flows_that_have_a_condition() -> None:
    diagram = kit.process(
        kit.start(),
        kit.gateway("exclusive", "choose", "choose__end"),
        kit.end(),
        kit.end("other"),
        kit.line("start", "choose", "end"),
        kit.flow("choose", "other", "=x"),
    )

    arcs = [arc for level in read_own(Definition.parse(diagram)).levels.values() for arc in level.arcs]

    assert {(arc.source, arc.target): arc.is_conditional for arc in arcs} == {
        ("start", "choose"): False,
        ("choose", "end"): False,
        ("choose", "other"): True,
    }
