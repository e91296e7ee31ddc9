"""Stored states as golden files: for each diagram the state at every rest of a run, and where it went.

A file holds its diagram, so that it can be read whatever becomes of the tests it came from. The run is
chosen by a fixed rule from what waits, so that a state taken up anywhere goes on the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine import process
from engine.canonical import dumps, loads
from engine.process import Definition, Run, Step, Waiting
from tests.golden.diagrams import BLOCKS, DIAGRAMS
from tests.process.kit import FakeHost

PART, VERSION = "codec", process.STATE_VERSION
HOST = FakeHost(jobs=("op", "registry"))
DOCUMENT = {"units": ["x", "y", "z"], "none": [], "amount": Decimal("1.50"), "big": 10**30}
MOST_STEPS, LOOPS, STRIDES = 200, 12, (0, 1, 5)


def recorded() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the golden files."""
    for name, diagram in DIAGRAMS.items():
        definition = Definition.parse(diagram, BLOCKS)
        yield (
            name,
            {
                "diagram": diagram.decode(),
                "blocks": {block: content.decode() for block, content in BLOCKS.items()},
                "walks": [_recorded_run(definition, stride) for stride in STRIDES],
            },
        )


def _recorded_run(definition: Definition, stride: int) -> dict[str, Any]:
    run, step = Run.start(definition, HOST, DOCUMENT, None)
    rests, paths = [], [path(step)]
    while run.waiting:
        rest = {"state": run.save().hex(), "document": run.document, "waiting": waiting(run)}
        rests.append(loads(dumps(rest)))  # a copy: the document is changed in place
        paths.append(path(move(run, len(paths), stride)))
    return {"stride": stride, "rests": rests, "paths": paths, "end": run.document}


def move(run: Run, number: int, stride: int) -> Step:
    """Take the step of this number: of what waits, a fixed choice; loops end after some steps."""
    if number > MOST_STEPS:
        raise AssertionError("the run never ends")
    able = [task for task in run.waiting if number < LOOPS or task.kind in ("task", "job")] or run.waiting
    chosen = sorted(able, key=lambda one: one.token)[number * stride % len(able)]
    return _act(run, chosen, {"again": number < LOOPS and number % 3 > 0, "n": number % 8})


def path(step: Step) -> list[list[Any]]:
    return [[visit.element, visit.ordinal, visit.what] for visit in step.path]


def waiting(run: Run) -> list[Any]:
    """Return everything a restored run knows about what waits."""
    return [_facts(task) for task in run.waiting]


def _facts(one: Waiting) -> list[Any]:
    names = [one.operation, one.role, one.message_name, one.signal_name]
    return [one.token, one.kind, *names, dict(one.inputs), dict(one.locals)]


def differences(content: Mapping[str, Any]) -> list[str]:
    """Take up each state and run it to the end; return what goes another way."""
    blocks = {name: block.encode() for name, block in content["blocks"].items()}
    definition = Definition.parse(content["diagram"].encode(), blocks)
    return [
        f"run {walk['stride']} at rest {number}: {wrong}"
        for walk in content["walks"]
        for number in range(1, len(walk["rests"]) + 1)
        if (wrong := _difference(definition, walk, number))
    ]


def _difference(definition: Definition, walk: Mapping[str, Any], number: int) -> str | None:
    rest, paths = walk["rests"][number - 1], walk["paths"]
    try:
        run = Run.restore(definition, HOST, rest["document"], bytes.fromhex(rest["state"]))
        if loads(dumps(waiting(run))) != rest["waiting"]:
            return f"waits for {waiting(run)} instead of {rest['waiting']}"
        for later in range(number, len(paths)):
            went = path(move(run, later, walk["stride"]))
            if went != paths[later]:
                return f"step {later} went {went} instead of {paths[later]}"
    except process.ProcessError as error:
        return f"{error.code} {error.params}"
    if not run.is_finished:
        return "does not end"
    return None if loads(dumps(run.document)) == walk["end"] else "ends with other data"


def _act(run: Run, chosen: Waiting, answers: dict[str, Any]) -> Step:
    if chosen.kind == "task":
        return run.complete(chosen.token, answers)
    if chosen.kind == "timer":
        return run.fire(chosen.token)
    if chosen.kind == "message":
        return run.deliver(chosen.message_name or "", answers, token=chosen.token)
    if chosen.kind == "signal":
        return run.signal(chosen.signal_name or "", answers)
    if answers["n"] == 6 and any(element.startswith("failed") for element in run.definition.elements):
        return run.throw(chosen.token, "any")
    return run.finish_job(chosen.token, answers)
