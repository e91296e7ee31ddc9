"""The stored state: small, equal for equal runs, readable for ever, refused where it does not belong."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from engine.process import Definition, Run, StateError
from tests.process.kit import (
    FakeHost,
    again,
    begin,
    boundary,
    call,
    each,
    end,
    flow,
    gateway,
    job,
    line,
    message,
    process,
    start,
    sub,
    timer,
    tokens,
    user,
)

GOLDEN = Path(__file__).parent / "golden"


def everything() -> bytes:
    """A diagram in which one moment holds every kind of waiting token."""
    return process(
        start(),
        gateway("parallel", "split"),
        job("ask", "registry", inputs={"amount": "=amount", "big": "=big"}),
        sub(
            "inner",
            start("s"),
            call("notice", "b", inputs={"why": "paper"}),
            end("e"),
            line("s", "notice", "e"),
        ),
        boundary("late", "inner", timer("P1D"), interrupting=False),
        boundary("withdrawn", "inner", message("withdrawal")),
        user("opinion", role="=unit", loop=each("=units", "unit", into="opinions", output="=opinion.text")),
        user("early"),
        gateway("inclusive", "join"),
        *(end(f"end_{n}") for n in ("late", "withdrawn")),
        end(),
        line("start", "split"),
        line("split", "ask", "join"),
        line("split", "inner", "join"),
        line("split", "opinion", "join"),
        line("split", "early", "join"),
        line("late", "end_late"),
        line("withdrawn", "end_withdrawn"),
        line("join", "end"),
        messages=("withdrawal",),
    )


BLOCKS = {"b": process(start(), user("answer"), end(), line("start", "answer", "end"), id="b")}
DOCUMENT = {"units": ["roads", "water"], "amount": Decimal("1.50"), "big": 10**30}
HOST = FakeHost(jobs=("registry",))


def at_the_crossing() -> Run:
    run, _ = begin(everything(), blocks=BLOCKS, host=HOST, document=DOCUMENT)
    run.complete("early:1", {})
    run.complete("opinion:2", {"text": "fine"})
    return run


def test_save__restored__waits_for_the_same_with_the_same_values():
    run = at_the_crossing()

    restored = again(run)

    assert tokens(restored) == ["ask:1", "late:1", "withdrawn:1", "opinion:1", "answer:1"]
    assert restored.waiting[0].inputs == {"amount": Decimal("1.50"), "big": 10**30}
    assert [w.role for w in restored.waiting] == [w.role for w in run.waiting]
    assert [w.locals for w in restored.waiting] == [w.locals for w in run.waiting]


def test_save__equal_runs__equal_bytes():
    assert at_the_crossing().save() == at_the_crossing().save()


def test_save__everything_at_once__a_few_hundred_bytes():
    assert len(at_the_crossing().save()) < 400


def test_save__case_data__is_not_in_it():
    diagram = process(start(form="f"), user("a"), user("b"), end(), line("start", "a", "b", "end"))
    run, _ = begin(diagram, answers={"secret": "first-secret"})
    run.complete("a:1", {"secret": "second-secret"})

    state = run.save()

    assert b"secret" not in state
    assert len(state) < 100


def test_restore__state_of_another_diagram__refused():
    state = at_the_crossing().save()
    other = Definition.parse(process(start(), user("a"), end(), line("start", "a", "end")))

    with pytest.raises(StateError) as caught:
        Run.restore(other, HOST, {}, state)

    assert caught.value.code == "run.state_of_another_diagram"


@pytest.mark.parametrize("damage", [b"", b"\x63", b"\x01", b"\x01\x93\x00"])
def test_restore__damaged_state__refused(damage):
    definition = Definition.parse(everything(), BLOCKS)

    with pytest.raises(StateError):
        Run.restore(definition, HOST, {}, damage)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("state_v*.json")), ids=lambda path: path.stem)
def test_restore__state_of_every_released_version__goes_on_as_it_would_have_then(file):
    stored = json.loads(file.read_text())
    definition = Definition.parse(everything(), BLOCKS)

    run = Run.restore(definition, HOST, DOCUMENT, bytes.fromhex(stored["state"]))

    assert tokens(run) == stored["waiting"]
    run.fire("late:1")
    run.complete("answer:1", {})
    run.complete("opinion:1", {"text": "also"})
    step = run.finish_job("ask:1", {})
    assert (step.end, run.document["opinions"], step.finished) == ("end", ["also", "fine"], True)


def test_golden_files__there_is_one_for_the_version_in_use():
    version = at_the_crossing().save()[0]

    assert (GOLDEN / f"state_v{version}.json").exists()


def test_finished__saved_and_restored__stays_finished():
    run, step = begin(process(start(), end(), line("start", "end")))
    assert step.finished

    restored = again(run)

    assert restored.is_finished and restored.waiting == ()


def test_state__after_many_loops_with_a_waiting_join__keeps_the_arrival():
    diagram = process(
        start(),
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        gateway("exclusive", "more", "more__join"),
        gateway("parallel", "join"),
        user("after"),
        end(),
        line("start", "split"),
        line("split", "a", "join"),
        line("split", "b", "more", "join"),
        flow("more", "b", "=b.again"),
        line("join", "after", "end"),
    )
    run, _ = begin(diagram)
    run.complete("a:1", {})

    for n in range(1, 30):
        run.complete(f"b:{n}", {"again": True})
        run = again(run)

    assert [w.token for w in run.complete("b:30", {"again": False}).opened] == ["after:1"]
