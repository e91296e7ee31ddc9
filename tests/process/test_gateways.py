"""Choosing, splitting and joining."""

import pytest

from engine.process import ConditionNotBoolean, RunBroken
from tests.process.kit import (
    again,
    begin,
    boundary,
    catch,
    end,
    flow,
    gateway,
    line,
    message,
    process,
    start,
    timer,
    tokens,
    user,
)


def choosing(kind="exclusive", *, default="g__c"):
    return process(
        start(),
        gateway(kind, "g", default),
        *(user(name) for name in "abc"),
        *(end(f"end_{name}") for name in "abc"),
        line("start", "g"),
        flow("g", "a", "=n > 10"),
        flow("g", "b", "=n > 5"),
        flow("g", "c", None if default else "=n > 100"),
        *(line(name, f"end_{name}") for name in "abc"),
    )


@pytest.mark.parametrize(("n", "taken"), [(11, "a"), (6, "b"), (1, "c")])
def test_exclusive__several_conditions__first_that_holds(n, taken):
    run, _ = begin(choosing(), document={"n": n})

    assert tokens(run) == [f"{taken}:1"]


@pytest.mark.parametrize(("n", "taken"), [(11, ["a:1", "b:1"]), (6, ["b:1"]), (1, ["c:1"])])
def test_inclusive__several_conditions__all_that_hold_in_the_diagrams_order(n, taken):
    run, _ = begin(choosing("inclusive"), document={"n": n})

    assert tokens(run) == taken


@pytest.mark.parametrize("kind", ["exclusive", "inclusive"])
def test_choice__nothing_holds_and_no_default__run_breaks(kind):
    with pytest.raises(RunBroken) as caught:
        begin(choosing(kind, default=None), document={"n": 1})

    assert caught.value.code == "run.no_way_taken"


@pytest.mark.parametrize("n", [None, "text"])
def test_condition__neither_true_nor_false__run_breaks(n):
    diagram = process(
        start(),
        gateway("exclusive", "g", "g__b"),
        end("a"),
        end("b"),
        line("start", "g"),
        flow("g", "a", "=n"),
        flow("g", "b"),
    )

    with pytest.raises(ConditionNotBoolean) as caught:
        begin(diagram, document={"n": n})

    assert caught.value.params == {"element": "g", "expression": "=n"}


def splitting(kind="parallel"):
    conditions = {"a": "=true", "b": "=true", "c": "=false"} if kind == "inclusive" else {}
    return process(
        start(),
        gateway(kind, "split"),
        *(user(name) for name in "abc"),
        gateway(kind, "join"),
        user("after"),
        end(),
        line("start", "split"),
        *(flow("split", name, conditions.get(name)) for name in "abc"),
        *(flow(name, "join") for name in "abc"),
        line("join", "after", "end"),
    )


def test_parallel__join__waits_for_every_branch_in_any_order():
    run, _ = begin(splitting())
    assert tokens(run) == ["a:1", "b:1", "c:1"]

    for token in ("c:1", "a:1"):
        assert run.complete(token, {}).opened == ()
        run = again(run)

    assert [w.token for w in run.complete("b:1", {}).opened] == ["after:1"]
    assert run.complete("after:1", {}).finished


def test_inclusive__join__waits_for_the_branches_that_were_taken():
    run, _ = begin(splitting("inclusive"))
    assert tokens(run) == ["a:1", "b:1"]

    assert run.complete("b:1", {}).opened == ()
    run = again(run)

    assert [w.token for w in run.complete("a:1", {}).opened] == ["after:1"]


def test_inclusive__join__does_not_wait_for_a_token_that_went_elsewhere():
    diagram = process(
        start(),
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        gateway("exclusive", "leave", "leave__join"),
        gateway("inclusive", "join"),
        user("after"),
        end("gone"),
        end(),
        line("start", "split"),
        line("split", "a", "join"),
        line("split", "b", "leave", "join"),
        flow("leave", "gone", "=b.leave"),
        line("join", "after", "end"),
    )
    run, _ = begin(diagram)
    assert run.complete("a:1", {}).opened == ()

    step = again(run).complete("b:1", {"leave": True})

    assert [w.token for w in step.opened] == ["after:1"]
    assert step.end == "gone"


def test_parallel__join_that_can_never_fire__run_breaks_instead_of_hanging():
    diagram = process(
        start(),
        gateway("exclusive", "g", "g__b"),
        user("a"),
        user("b"),
        gateway("parallel", "join"),
        end(),
        line("start", "g"),
        flow("g", "a", "=false"),
        flow("g", "b"),
        line("a", "join", "end"),
        flow("b", "join"),
    )
    run, _ = begin(diagram)

    with pytest.raises(RunBroken) as caught:
        run.complete("b:1", {})

    assert (caught.value.code, caught.value.element) == ("run.stuck", "join")


def test_parallel__two_tokens_on_one_flow__do_not_count_for_the_other():
    diagram = process(
        start(),
        gateway("parallel", "split"),
        user("a"),
        boundary("more", "a", message("more"), interrupting=False),
        user("b"),
        gateway("exclusive", "merge"),
        gateway("parallel", "join"),
        end(),
        line("start", "split"),
        line("split", "a", "merge", "join"),
        line("more", "merge"),
        line("split", "b", "join"),
        line("join", "end"),
        messages=("more",),
    )
    run, _ = begin(diagram)

    run.deliver("more")
    assert tokens(run) == ["a:1", "b:1", "more:2"]
    run = again(run)
    step = run.complete("a:1", {})

    assert step.end is None
    assert tokens(run) == ["b:1"]


def test_event_gateway__one_event__closes_the_others():
    diagram = process(
        start(),
        gateway("eventBased", "either"),
        catch("answer", message("answer")),
        catch("silence", timer("P30D")),
        end("answered"),
        end("lapsed"),
        line("start", "either"),
        line("either", "answer", "answered"),
        line("either", "silence", "lapsed"),
        messages=("answer",),
    )
    run, step = begin(diagram)
    assert [(w.token, w.kind) for w in step.opened] == [("answer:1", "message"), ("silence:1", "timer")]

    step = again(run).deliver("answer", {"text": "yes"})

    assert step.closed == ("answer:1", "silence:1")
    assert step.finished and step.end == "answered"


@pytest.mark.parametrize(("n", "taken"), [(1, "a"), (5, "ab")])
def test_inclusive__block_in_a_branch_that_an_outer_loop_can_reach_again__does_not_wait_for_it(n, taken):
    run, _ = begin(
        process(
            start(),
            *(gateway("exclusive", name, default) for name, default in (("in", None), ("out", "out__end"))),
            gateway("parallel", "fork"),
            gateway("inclusive", "split"),
            *(user(name) for name in "abc"),
            gateway("inclusive", "join"),
            gateway("parallel", "meet"),
            end(),
            line("start", "in", "fork", "split"),
            line("fork", "c", "meet"),
            flow("split", "a", "=n > 0"),
            flow("split", "b", "=n > 3"),
            line("a", "join"),
            line("b", "join", "meet", "out"),
            flow("out", "in", "=again"),
            flow("out", "end"),
        ),
        document={"n": n, "again": False},
    )

    for name in taken:
        run.complete(f"{name}:1", {})
    step = run.complete("c:1", {})

    assert step.finished
