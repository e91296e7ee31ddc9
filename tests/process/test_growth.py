"""The cost of a step does not grow with what has been: no depth, no history, no doubling."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from engine.process import Definition, Run, RunBroken
from tests.process.kit import (
    again,
    begin,
    boundary,
    call,
    each,
    end,
    flow,
    gateway,
    line,
    process,
    script,
    start,
    sub,
    timer,
    tokens,
    user,
)

pytestmark = pytest.mark.extended


def looping() -> bytes:
    return process(
        start(),
        user("work"),
        gateway("exclusive", "more", "more__end"),
        end(),
        line("start", "work", "more", "end"),
        flow("more", "work", "=work.again"),
    )


def looping_in_a_branch() -> bytes:
    return process(
        start(),
        gateway("parallel", "split"),
        user("other"),
        user("work"),
        gateway("exclusive", "more", "more__join"),
        gateway("parallel", "join"),
        end(),
        line("start", "split"),
        line("split", "other", "join"),
        line("split", "work", "more", "join"),
        flow("more", "work", "=work.again"),
        line("join", "end"),
    )


def looping_after_a_reminder() -> bytes:
    return process(
        start(),
        user("wait"),
        boundary("ring", "wait", timer("P1D"), interrupting=False),
        user("work"),
        gateway("exclusive", "more", "more__end2"),
        end(),
        end("end2"),
        line("start", "wait", "end"),
        line("ring", "work", "more", "end2"),
        flow("more", "work", "=work.again"),
    )


def looping_in_a_block() -> bytes:
    return process(
        start(),
        sub(
            "inner",
            start("s"),
            user("work"),
            boundary("ring", "work", timer("P1D"), interrupting=False),
            gateway("exclusive", "more", "more__e"),
            end("e"),
            end("e2"),
            line("s", "work", "more", "e"),
            flow("more", "work", "=work.again"),
            line("ring", "e2"),
        ),
        end(),
        line("start", "inner", "end"),
    )


@pytest.mark.parametrize("restoring", [False, True], ids=["in memory", "restored each step"])
@pytest.mark.parametrize(
    ("diagram", "before"),
    [
        (looping, ()),
        (looping_in_a_branch, ()),
        (looping_after_a_reminder, ("ring:1",)),
        (looping_in_a_block, ()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_loop__a_thousand_times__state_stays_as_it_was(diagram, before, restoring):
    run, _ = begin(diagram())
    for token in before:
        run.fire(token)
    for n in range(1, 200):
        run.complete(f"work:{n}", {"again": True})
    early = len(run._tokens.tasks), len(run.save())

    for n in range(200, 1200):
        run.complete(f"work:{n}", {"again": True})
        run = again(run) if restoring else run

    # The counters alone may need a byte more each.
    assert len(run._tokens.tasks) == early[0] <= 15
    assert len(run.save()) <= early[1] + 20
    run.complete("work:1200", {"again": False})
    for waiting in [w for w in run.waiting if w.kind == "task"]:
        run.complete(waiting.token, {})
    assert run.is_finished and run.waiting == ()


def operations(act: Callable[[], object]) -> int:
    """Count the bytecodes that an act takes: what it costs, whatever else the machine does."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., object]:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(None)
    return count


def one_step(run: Run, token: str) -> int:
    """Return what a step costs from the stored state to the stored state."""
    state = run.save()

    def step() -> None:
        again = Run.restore(run.definition, run._moves.host, run.document, state)
        again.complete(token, {"again": True})
        again.save()

    return operations(step)


@pytest.mark.parametrize(
    ("diagram", "before"),
    [
        (looping, ()),
        (looping_in_a_branch, ()),
        (looping_after_a_reminder, ("ring:1",)),
        (looping_in_a_block, ()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_loop__ten_thousand_times__a_step_costs_what_it_cost_at_the_tenth(diagram, before):
    run, _ = begin(diagram())
    for token in before:
        run.fire(token)
    for n in range(1, 10):
        run.complete(f"work:{n}", {"again": True})
    early, tasks = one_step(run, "work:10"), run.size

    for n in range(10, 10_000):
        run.complete(f"work:{n}", {"again": True})

    assert run.size == tasks
    assert len(run.save()) < 150
    assert one_step(run, "work:10000") <= early * 1.01


def test_step__in_a_diagram_of_five_hundred_elements__costs_what_it_costs_in_a_small_one():
    def diagram(others: int) -> bytes:
        names = [f"u{n}" for n in range(others)]
        more = gateway("exclusive", "more", "more__u0")
        nodes = (start(), user("work"), more, *map(user, names), end())
        return process(
            *nodes, line("start", "work", "more", *names, "end"), flow("more", "work", "=work.again")
        )

    small, large = (begin(diagram(others))[0] for others in (5, 500))

    assert one_step(large, "work:1") <= one_step(small, "work:1") * 1.01


def automatic(times: int) -> bytes:
    return process(
        start(),
        script("count", "=n + 1", "n"),
        gateway("exclusive", "more", "more__end"),
        end(),
        line("start", "count", "more", "end"),
        flow("more", "count", f"=n < {times}"),
    )


def test_automatic_loop__three_hundred_times__in_one_step():
    run, step = begin(automatic(300), document={"n": 0})

    assert run.document["n"] == 300
    assert step.finished


def test_automatic_loop__without_end__run_breaks():
    with pytest.raises(RunBroken) as caught:
        begin(automatic(10**9), document={"n": 0})

    assert caught.value.code == "run.too_many_steps"


def test_line__of_five_hundred_steps__parses_and_runs():
    names = [f"s{n}" for n in range(500)]
    diagram = process(start(), *(script(n, "=1", "x") for n in names), end(), line("start", *names, "end"))

    _, step = begin(diagram)

    assert step.finished


def test_parallel_blocks__twelve_in_a_row__start_small():
    nodes, flows, before = [], [], "start"
    for n in range(12):
        nodes += [gateway("parallel", f"split{n}"), gateway("parallel", f"join{n}")]
        nodes += [user(f"u{n}{b}") for b in "ab"]
        flows += [line(before, f"split{n}")]
        flows += [line(f"split{n}", f"u{n}{b}", f"join{n}") for b in "ab"]
        before = f"join{n}"
    diagram = process(start(), *nodes, end(), *flows, line(before, "end"))

    run, _ = begin(diagram)

    assert len(run._tokens.tasks) <= 4
    while not run.is_finished:
        run = again(run)
        run.complete(tokens(run)[-1], {})


def test_many_items__three_hundred__in_any_order():
    diagram = process(
        start(),
        user("ask", loop=each("=items", "item", into="out", output="=ask.n")),
        end(),
        line("start", "ask", "end"),
    )
    run, _ = begin(diagram, document={"items": list(range(300))})
    run = again(run)

    for n in range(300, 0, -1):
        run.complete(f"ask:{n}", {"n": n})

    assert run.document["out"] == list(range(1, 301))


def test_blocks__nested_thirty_deep__run():
    depth = 30
    blocks = {
        f"b{n}": process(
            start(), call(f"c{n}", f"b{n + 1}"), end(), line("start", f"c{n}", "end"), id=f"b{n}"
        )
        for n in range(depth)
    }
    blocks[f"b{depth}"] = process(start(), user("deep"), end(), line("start", "deep", "end"), id=f"b{depth}")
    diagram = process(start(), call("top", "b0"), end(), line("start", "top", "end"))

    run, _ = begin(diagram, blocks=blocks)

    assert again(run).complete("deep:1", {}).finished
    assert len(Definition.parse(diagram, blocks).scopes) == depth + 2
