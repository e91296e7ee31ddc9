"""What is called certain about the data is so in every run of the engine; every path shown can be taken."""

from __future__ import annotations

import gc
import random
import weakref

import pytest

from engine.catalogue.check.flow.contexts import way_inside
from engine.catalogue.check.flow.dataflow import BEGINNING, Walk, World
from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.check.flow.state import joined
from engine.catalogue.published import Published
from engine.process import Definition, Run
from tests.catalogue.soundness_kit import random_graph
from tests.simulation.seeds import seeds
from tests.simulation.test_soundness import Dice, own_diagram


def analysed(definition: Definition) -> Walk:
    version = Published(0, "p", "p", {}, {}, definition, {})
    return World.of(Effects(version)).walk(definition.process_id, BEGINNING).walk


def arrivals(definition: Definition, choice: random.Random) -> list[tuple[str, frozenset[str]]]:
    """Run a case by chance; return each element it came to, with the steps whose answers were there."""
    run, step = Run.start(definition, Dice(choice), {}, {})
    found: list[tuple[str, frozenset[str]]] = []
    written: set[str] = set()
    for _ in range(60):
        for visit in step.path:
            if visit.what == "entered":
                found.append((visit.element, frozenset(written)))
            elif visit.what == "left" and definition.elements[visit.element].kind == "userTask":
                written.add(visit.element)
        if not run.waiting:
            break
        waiting = choice.choice(run.waiting)
        is_task = waiting.kind == "task"
        step = run.complete(waiting.token, {}) if is_task else run.fire(waiting.token)
    return found


def test_walk__held_by_nobody__is_gone_at_once() -> None:
    definition = Definition.parse(own_diagram(random_graph(random.Random(1), 24)))
    gc.disable()
    try:
        walk = analysed(definition)
        seen = weakref.ref(walk)
        del walk
        assert seen() is None
    finally:
        gc.enable()


@pytest.mark.small
@pytest.mark.parametrize("seed", seeds(small=10, whole=150))
def test_certain__in_random_runs__is_true(seed: int) -> None:
    choice = random.Random(seed)
    definition = Definition.parse(own_diagram(random_graph(choice, 24)))
    walk = analysed(definition)
    certain = {element: joined(states.values()) for element, states in walk.states.items()}

    for _ in range(25):
        for element, written in arrivals(definition, choice):
            if walk.shape.is_join(element):
                # A token that comes to a join has not met the others yet.
                continue
            assert certain[element].must <= written, element
            assert written - {element} <= certain[element].may, element


@pytest.mark.small
@pytest.mark.parametrize("seed", seeds(small=10, whole=150))
def test_way__on_which_a_name_is_not_written__follows_the_flows_and_avoids_the_writer(seed: int) -> None:
    choice = random.Random(seed)
    definition = Definition.parse(own_diagram(random_graph(choice, 24)))
    walk = analysed(definition)
    steps = {(flow.source, flow.target) for flow in definition.flows}
    steps |= {(e.attached_to or "", e.id) for e in definition.elements.values()}
    names = [element.id for element in definition.elements.values() if element.kind == "userTask"]

    for element, states in walk.states.items():
        for facts, state in states.items():
            for name in names:
                if name in state.must:
                    continue
                way = way_inside(walk, (element, facts), name)
                pairs = list(zip(way, way[1:], strict=False))
                assert way[-1] == element
                assert set(pairs) <= steps
                assert all(
                    definition.elements[after].attached_to == name
                    for before, after in pairs
                    if before == name
                )
