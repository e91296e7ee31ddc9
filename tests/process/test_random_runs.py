"""A run that is saved and restored at each step goes the way of one that never left memory.

Random runs of diagrams that are hard on history: the same choices are made in a run whose
history is never cut, in one in memory, and in one restored after each step.
"""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.process import Definition, Run, Waiting
from engine.process import moves as moves_module
from tests.process.kit import (
    FakeHost,
    again,
    boundary,
    call,
    catch,
    each,
    end,
    error,
    error_end,
    escalation,
    flow,
    gateway,
    job,
    line,
    message,
    process,
    signal,
    start,
    sub,
    terminate,
    throw,
    timer,
    user,
)

HOST = FakeHost(jobs=("op",))
DOCUMENT = {"units": ["x", "y", "z"], "none": []}


def nested_splits() -> bytes:
    """Two splits, one in the other, into one join; the inner branches loop."""
    return process(
        start(),
        gateway("exclusive", "begin"),
        gateway("parallel", "outer"),
        gateway("parallel", "inner"),
        *(user(name) for name in "abc"),
        gateway("exclusive", "more", "more__join"),
        gateway("parallel", "join"),
        user("last"),
        gateway("exclusive", "whole", "whole__end"),
        end(),
        line("start", "begin", "outer"),
        line("outer", "inner"),
        line("outer", "c", "join"),
        line("inner", "a", "join"),
        line("inner", "b", "more", "join"),
        flow("more", "b", "=b.again"),
        line("join", "last", "whole", "end"),
        flow("whole", "begin", "=last.again"),
    )


def loop_in_a_branch() -> bytes:
    return process(
        start(),
        gateway("parallel", "split"),
        user("quiet"),
        job("work", "op"),
        user("check"),
        gateway("exclusive", "more", "more__join"),
        gateway("parallel", "join"),
        end(),
        line("start", "split"),
        line("split", "quiet", "join"),
        line("split", "work", "check", "more", "join"),
        flow("more", "work", "=check.again"),
        line("join", "end"),
    )


def loop_after_a_reminder() -> bytes:
    return process(
        start(),
        user("wait"),
        boundary("ring", "wait", timer("P1D"), interrupting=False),
        boundary("more", "wait", message("more"), interrupting=False),
        gateway("exclusive", "merge"),
        user("remind"),
        gateway("exclusive", "turn", "turn__end2"),
        gateway("exclusive", "back", "back__end"),
        end(),
        end("end2"),
        line("start", "wait", "back", "end"),
        flow("back", "wait", "=wait.again"),
        line("ring", "merge"),
        line("more", "merge", "remind", "turn", "end2"),
        flow("turn", "remind", "=remind.again"),
        messages=("more",),
    )


def boundaries_around_a_scope() -> bytes:
    return process(
        start(),
        gateway("exclusive", "begin"),
        sub(
            "inner",
            start("s"),
            gateway("parallel", "split"),
            user("a"),
            boundary("slow", "a", timer("P1D"), interrupting=False),
            user("b"),
            gateway("exclusive", "choose", "choose__join"),
            gateway("parallel", "join"),
            error_end("bad", "refused"),
            end("e"),
            end("e2"),
            line("s", "split"),
            line("split", "a", "join"),
            line("split", "b", "choose", "join"),
            flow("choose", "bad", "=b.again"),
            line("join", "e"),
            line("slow", "e2"),
        ),
        boundary("late", "inner", timer("P5D")),
        boundary("note", "inner", message("note"), interrupting=False),
        boundary("refused", "inner", error("refused")),
        user("repair"),
        user("noted"),
        end(),
        end("end2"),
        line("start", "begin", "inner", "end"),
        line("late", "repair", "begin"),
        line("refused", "repair"),
        line("note", "noted", "end2"),
        messages=("note",),
        errors=("refused",),
    )


def inclusive() -> bytes:
    return process(
        start(),
        user("ask"),
        gateway("inclusive", "split", "split__c"),
        user("a"),
        job("b", "op"),
        user("c"),
        gateway("exclusive", "leave", "leave__join"),
        gateway("inclusive", "join"),
        user("sum"),
        gateway("exclusive", "more", "more__end"),
        end(),
        end("gone"),
        line("start", "ask", "split"),
        flow("split", "a", "=ask.n > 2"),
        flow("split", "b", "=ask.n > 4"),
        flow("split", "c"),
        line("a", "leave", "join"),
        flow("leave", "gone", "=a.n = 5"),
        line("b", "join"),
        line("c", "join", "sum", "more", "end"),
        flow("more", "ask", "=sum.again"),
    )


def many() -> bytes:
    return process(
        start(),
        gateway("exclusive", "begin"),
        gateway("parallel", "split"),
        user("each_user", loop=each("=units", "u", into="o1", output="=answers.n", until="=answers.n = 6")),
        sub(
            "each_scope",
            start("s"),
            user("deep"),
            boundary("slow", "deep", timer("P1D"), interrupting=False),
            end("e"),
            end("e2"),
            line("s", "deep", "e"),
            line("slow", "e2"),
            loop=each("=units", "u", into="o2", output="=deep.n"),
        ),
        boundary("late", "each_scope", timer("P9D")),
        job("in_turn", "op", loop=each("=units", "u", into="o3", output="=result.n", sequential=True)),
        user("nobody", loop=each("=none", "u", into="o4", output="=nobody")),
        gateway("exclusive", "merge"),
        gateway("parallel", "join"),
        user("last"),
        gateway("exclusive", "more", "more__end"),
        end(),
        line("start", "begin", "split"),
        line("split", "each_user", "join"),
        line("split", "each_scope", "merge", "join"),
        line("late", "merge"),
        line("split", "in_turn", "join"),
        line("split", "nobody", "join"),
        line("join", "last", "more", "end"),
        flow("more", "begin", "=last.again"),
    )


def events() -> bytes:
    return process(
        start(),
        gateway("exclusive", "begin"),
        gateway("eventBased", "either"),
        catch("answer", message("answer")),
        catch("silence", timer("P1D")),
        user("read"),
        gateway("exclusive", "more", "more__end"),
        gateway("parallel", "split"),
        user("side"),
        terminate("stop"),
        end(),
        line("start", "split"),
        line("split", "begin", "either"),
        line("split", "side", "stop"),
        line("either", "answer", "read", "more", "end"),
        line("either", "silence", "read"),
        flow("more", "begin", "=read.again"),
        messages=("answer",),
    )


def blocks() -> bytes:
    return process(
        start(),
        gateway("parallel", "split"),
        call("one", "b", inputs={"who": "one"}),
        boundary("late", "one", timer("P1D")),
        call("two", "b", inputs={"who": "two"}, loop=each("=units", "u", into="o", output="=write.n")),
        boundary("failed", "two", error(None)),
        gateway("exclusive", "merge1"),
        gateway("exclusive", "merge2"),
        gateway("parallel", "join"),
        end(),
        line("start", "split"),
        line("split", "one", "merge1", "join"),
        line("late", "merge1"),
        line("split", "two", "merge2", "join"),
        line("failed", "merge2"),
        line("join", "end"),
    )


def broadcasts() -> bytes:
    """Signals that end, remind and repeat; escalations out of each instance of a repeated subprocess."""
    return process(
        start(),
        gateway("exclusive", "begin"),
        gateway("parallel", "split"),
        sub(
            "each_unit",
            start("s"),
            user("deep"),
            boundary("heard", "deep", signal("news"), interrupting=False),
            user("read"),
            gateway("exclusive", "choose", "choose__e"),
            throw("raise", escalation("odd")),
            throw("tell", signal("tail"), {"n": "=deep.n"}),
            end("late", escalation("late")),
            end("e"),
            end("e2"),
            line("s", "deep", "choose", "e"),
            flow("choose", "raise", "=deep.again"),
            line("raise", "tell", "late"),
            line("heard", "read", "e2"),
            loop=each("=units", "u", into="out", output="=deep.n"),
        ),
        boundary("raised", "each_unit", escalation("odd"), interrupting=False),
        boundary("stopped", "each_unit", escalation("late")),
        user("noted"),
        gateway("exclusive", "merge"),
        gateway("eventBased", "either"),
        catch("by_tail", signal("tail")),
        catch("by_time", timer("P1D")),
        throw("spread", signal("news")),
        gateway("exclusive", "meet"),
        gateway("parallel", "join"),
        user("last"),
        gateway("exclusive", "more", "more__end"),
        end(),
        end("end2"),
        line("start", "begin", "split"),
        line("split", "each_unit", "merge", "join"),
        line("stopped", "merge"),
        line("raised", "noted", "end2"),
        line("split", "either", "by_tail", "meet", "join"),
        line("either", "by_time", "spread", "meet"),
        line("join", "last", "more", "end"),
        flow("more", "begin", "=last.again"),
        signals=("news", "tail"),
        escalations=("odd", "late"),
    )


BLOCK = process(
    start(),
    user("write", inputs={"to": "=who"}),
    gateway("exclusive", "again", "again__job"),
    job("job", "op"),
    end(),
    line("start", "write", "again", "job", "end"),
    flow("again", "write", "=write.again"),
    id="b",
)
DIAGRAMS = (
    nested_splits,
    loop_in_a_branch,
    loop_after_a_reminder,
    boundaries_around_a_scope,
    inclusive,
    many,
    events,
    blocks,
    broadcasts,
)
DEFINITIONS = {make.__name__: Definition.parse(make(), {"b": BLOCK}) for make in DIAGRAMS}
CATCHERS = {"blocks"}


def act(run: Run, waiting: Waiting, choice: random.Random, *, may_throw: bool, finishing: bool):
    answers = {"again": not finishing and choice.random() < 0.6, "n": choice.randrange(8)}
    if waiting.kind == "task":
        return run.complete(waiting.token, answers)
    if waiting.kind == "timer":
        return run.fire(waiting.token)
    if waiting.kind == "message":
        return run.deliver(waiting.message_name or "", answers, token=waiting.token)
    if waiting.kind == "signal":
        return run.signal(waiting.signal_name or "", answers)
    if may_throw and waiting.token.startswith("job") and choice.random() < 0.2:
        scopes = [e for e in run.waiting if e.token == waiting.token and "u" in e.locals]
        if scopes:
            return run.throw(waiting.token, "any")
    return run.finish_job(waiting.token, answers)


def random_run(name: str, choices: list[int], *, restoring: bool) -> Iterator[object]:
    """Take a step for each choice, then finish as straight as possible; yield all that can be seen."""
    run, step = Run.start(DEFINITIONS[name], HOST, DOCUMENT, None)
    yield step
    for number in range(len(choices) + 300):
        if not run.waiting:
            break
        finishing = number >= len(choices)
        choice = random.Random(number if finishing else choices[number])
        able = [w for w in run.waiting if not finishing or w.kind in {"task", "job"}] or list(run.waiting)
        step = act(run, choice.choice(able), choice, may_throw=name in CATCHERS, finishing=finishing)
        yield step
        yield dict(run.document)
        if restoring:
            run = again(run)
            yield tuple(waiting.token for waiting in run.waiting)
        else:
            yield tuple(waiting.token for waiting in run.waiting)
    assert run.is_finished and step.finished


@pytest.mark.parametrize("name", DEFINITIONS)
@given(choices=st.lists(st.integers(0, 10**6), max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_random_run__restored_after_each_step__goes_the_same_way(name, choices):
    uncut = moves_module.compact
    moves_module.compact = lambda tokens: None
    try:
        whole = list(random_run(name, choices, restoring=False))
    finally:
        moves_module.compact = uncut

    assert list(random_run(name, choices, restoring=False)) == whole
    assert list(random_run(name, choices, restoring=True)) == whole
