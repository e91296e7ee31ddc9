"""One definition serves all runs and threads: nothing a run does changes it."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy

from engine.process import Definition, Run
from tests.process.kit import FakeHost, again, tokens
from tests.process.test_state import BLOCKS, DOCUMENT, everything

HOST = FakeHost(jobs=("registry",))


def through(definition: Definition, seed: int) -> list[object]:
    """Run a case to its end, answering in an order of its own; return what it saw."""
    run, step = Run.start(definition, HOST, DOCUMENT, None)
    seen: list[object] = [step.path]
    while run.waiting:
        waiting = run.waiting[seed % len(run.waiting)]
        if waiting.kind == "task":
            step = run.complete(waiting.token, {"text": waiting.token})
        elif waiting.kind == "job":
            step = run.finish_job(waiting.token, {})
        elif waiting.kind == "timer":
            step = run.fire(waiting.token)
        else:
            step = run.deliver(waiting.message_name or "", None, token=waiting.token)
        seen.append((step.path, run.save()))
        run = again(run)
    return seen


def frozen(definition: Definition) -> list[object]:
    """Everything the specifications hold, one level deep."""
    return [
        {
            name: copy(value)
            for name, value in vars(spec).items()
            if isinstance(value, (list, dict, str, set, tuple))
        }
        for process in definition.specs.values()
        for spec in (process, *process.task_specs.values())
    ]


def test_specs__after_many_runs__as_they_were():
    definition = Definition.parse(everything(), BLOCKS)
    before = frozen(definition)

    for seed in range(12):
        through(definition, seed)

    assert frozen(definition) == before
    events = [
        event
        for process in definition.specs.values()
        for spec in process.task_specs.values()
        for event in (spec.completed_event, spec.ready_event, spec.cancelled_event)
    ]
    assert all(event.n_subscribers() == 0 for event in events)


def test_threads__sharing_a_definition__see_what_one_alone_sees():
    definition = Definition.parse(everything(), BLOCKS)
    alone = [through(definition, seed) for seed in range(8)]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda seed: through(definition, seed), range(8)))

    assert together == alone


def test_start__caller_keeps_its_document__unchanged():
    document = {"units": ["roads"], "nested": {"a": 1}}
    definition = Definition.parse(everything(), BLOCKS)

    run, _ = Run.start(definition, HOST, document | {"amount": 1, "big": 1}, None)

    assert tokens(run)
    assert document == {"units": ["roads"], "nested": {"a": 1}}
