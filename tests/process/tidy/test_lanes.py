"""Which lanes a diagram needs, and what stands in each."""

from __future__ import annotations

from engine.process.source import BPMN, read_source
from engine.process.tidy.lanes import lanes_of
from tests.process import kit


def lanes(*inner: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the roles of the lanes of a process, and the role of each node."""
    process = read_source(kit.process(*inner)).find(f"{{{BPMN}}}process")
    assert process is not None
    found = lanes_of(process, {})
    return found.roles, {node: found.roles[lane] for node, lane in found.of.items()}


def test_lanes__steps_of_one_role__none() -> None:
    roles, of = lanes(kit.start(), kit.user("a", role="mayor"), kit.end(), kit.flow("start", "a"))

    assert roles == ()
    assert of == {}


def test_lanes__several_roles__in_the_order_of_competence() -> None:
    roles, of = lanes(
        kit.start(form="application"),
        kit.user("a", role="mayor"),
        kit.user("b", role="specialist"),
        kit.script("c", "=1", "x"),
        kit.flow("start", "a"),
    )

    assert roles == ("applicant", "system", "specialist", "mayor")
    assert of["c"] == "system"


def test_lanes__branch_behind_a_step__is_in_its_lane() -> None:
    _, of = lanes(
        kit.start(form="application"),
        kit.user("a", role="mayor"),
        kit.user("b", role="specialist"),
        kit.end(),
        kit.flow("start", "b"),
        kit.flow("b", "a"),
        kit.flow("a", "end"),
    )

    assert of["start"] == "applicant"
    assert of["end"] == "mayor"


def test_lanes__end_behind_an_inner_level__is_where_the_level_begins() -> None:
    inner = kit.sub("f", kit.start("fs"), kit.user("x", role="lawyer"), kit.line("fs", "x"))
    steps = kit.user("a", role="mayor"), kit.user("b", role="specialist")

    _, of = lanes(kit.start(), *steps, inner, kit.end(), kit.line("start", "a", "b", "f", "end"))

    assert of["fs"] == of["x"] == of["end"] == "lawyer"
    assert "f" not in of
