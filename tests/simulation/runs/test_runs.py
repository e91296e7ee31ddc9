"""What validation calls sound ends properly, and goes the same way stored, restored and uncut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from engine.catalogue.folder import services
from engine.catalogue.soundness import judge, read_own
from engine.installation.loading import BPMN
from engine.process import Definition
from engine.process import moves as moves_module
from engine.process.elements import KINDS
from tests.process import kit
from tests.process.test_random_runs import DEFINITIONS
from tests.simulation.runs.generate import generated
from tests.simulation.runs.random_runs import ImproperEnd, RandomRuns
from tests.simulation.runs.run import definition_of, judge_and_run
from tests.simulation.seeds import SEED, seeds, size

NUMBERS = range(50)
REPEATED = ("userTask", "serviceTask", "sendTask", "subProcess", "callActivity")
NAMES = [*(str(folder) for folder in services(BPMN)), *(f"#{number}" for number in NUMBERS)]


@pytest.mark.small
@pytest.mark.parametrize("name", NAMES)
def test_runs__of_what_is_called_sound__end_properly(name: str) -> None:
    _, complaints = judge_and_run(name, seed=SEED, count=size(small=4, whole=60))

    assert complaints == []


def test_generated_diagrams__fifty__are_decided_and_hold_everything_that_may_be_drawn() -> None:
    kinds: Counter[str] = Counter()
    events: Counter[tuple[str, str | None, bool]] = Counter()
    loops: Counter[tuple[str, bool]] = Counter()
    nested = 0
    for number in NUMBERS:
        definition = generated(number)
        assert judge(read_own(definition)).word == "sound"
        for element in definition.elements.values():
            kinds[element.kind] += 1
            events[element.kind, element.event, element.is_interrupting] += 1
            if element.loop is not None:
                loops[element.kind, element.loop.is_sequential] += 1
                around = definition.elements.get(element.parent or "")
                nested += around is not None and around.loop is not None

    assert kinds.keys() == KINDS
    for event in ("timer", "message", "signal", "escalation"):
        assert events["boundaryEvent", event, True] > 3
        assert events["boundaryEvent", event, False] > 3
    assert events["boundaryEvent", "error", True] > 3
    for event in (None, "message", "signal", "escalation", "error", "terminate"):
        assert events["endEvent", event, True] > 3
    for event in ("message", "signal", "escalation"):
        assert events["intermediateThrowEvent", event, True] > 3
    for event in ("timer", "message", "signal"):
        assert events["intermediateCatchEvent", event, True] > 3
    assert loops.keys() == set(product(REPEATED, (False, True)))
    assert nested > 3
    assert sum(len(generated(number).elements) for number in NUMBERS) > 50 * 40


UNSOUND = {
    "a choice, then a parallel join": kit.process(
        kit.start(),
        kit.gateway("exclusive", "split", "split__b"),
        kit.user("a"),
        kit.user("b"),
        kit.gateway("parallel", "join"),
        kit.end(),
        kit.line("start", "split", "b", "join", "end"),
        kit.line("a", "join"),
        kit.flow("split", "a", "=chance"),
    ),
    "an error that nobody catches": kit.process(
        kit.start(),
        kit.user("a"),
        kit.error_end("bad", "oops"),
        kit.line("start", "a", "bad"),
        errors=("oops",),
    ),
    "a loop without a path out": kit.process(
        kit.start(),
        kit.gateway("exclusive", "top"),
        kit.user("again"),
        kit.line("start", "top", "again", "top"),
    ),
    "a signal that calls itself forth": kit.process(
        kit.start(),
        kit.user("a"),
        kit.boundary("heard", "a", kit.signal("news"), interrupting=False),
        kit.throw("tell", kit.signal("news")),
        kit.end(),
        kit.end("end2"),
        kit.line("start", "a", "end"),
        kit.line("heard", "tell", "end2"),
        signals=("news",),
    ),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_runs__of_what_is_called_unsound__are_caught(name: str) -> None:
    definition = Definition.parse(UNSOUND[name])

    assert judge(read_own(definition)).word == "unsound"
    runs = RandomRuns(definition)
    with pytest.raises(ImproperEnd):
        for seed in range(20):
            runs.run(seed)


def trace(name: str, seed: int, *, is_restored: bool = False) -> Iterator[Any]:
    definition = DEFINITIONS.get(name) or definition_of(name)
    for step, run in RandomRuns(definition).steps(seed, is_restored=is_restored):
        yield step, [waiting.token for waiting in run.waiting], dict(run.document)


@pytest.mark.parametrize("name", [*DEFINITIONS, *NAMES[:20]])
def test_run__restored_after_each_step_or_never_cut__goes_the_same_way(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in seeds(small=4, whole=12):
        cut, restored = list(trace(name, seed)), list(trace(name, seed, is_restored=True))
        with monkeypatch.context() as patched:
            patched.setattr(moves_module, "compact", lambda tokens: None)
            uncut = list(trace(name, seed))

        assert cut == restored == uncut
