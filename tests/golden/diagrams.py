"""The diagrams whose stored states are kept: those of the random runs, and what these leave out."""

from __future__ import annotations

from tests.process.kit import (
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
    script,
    signal,
    start,
    sub,
    terminate,
    throw,
    timer,
    user,
)
from tests.process.test_random_runs import BLOCK
from tests.process.test_random_runs import DIAGRAMS as RANDOM_RUNS
from tests.process.test_state import everything


def lists_in_lists() -> bytes:
    """A subprocess for each item, in it a step for each item, in it a job for each, in turn."""
    return process(
        start(),
        sub(
            "outer",
            start("s"),
            sub(
                "inner",
                start("t"),
                user("ask", loop=each("=units", "w", into="asked", output="=answers.n")),
                boundary("remind", "ask", timer("P1D"), interrupting=False),
                job("look", "op", loop=each("=units", "w", into="seen", output="=result.n", sequential=True)),
                end("t_end"),
                end("reminded"),
                line("t", "ask", "look", "t_end"),
                line("remind", "reminded"),
                loop=each("=units", "v", into="inners", output="=v", sequential=True),
            ),
            boundary("give_up", "inner", message("give_up")),
            user("after_giving_up"),
            gateway("exclusive", "meet"),
            end("s_end"),
            line("s", "inner", "meet", "s_end"),
            line("give_up", "after_giving_up", "meet"),
            loop=each("=units", "u", into="outers", output="=u"),
        ),
        boundary("late", "outer", timer("P9D"), interrupting=False),
        user("hurry"),
        end(),
        end("hurried"),
        line("start", "outer", "end"),
        line("late", "hurry", "hurried"),
        messages=("give_up",),
    )


def signals_and_escalation() -> bytes:
    return process(
        start(),
        gateway("parallel", "split"),
        catch("heard", signal("halt")),
        sub(
            "work",
            start("s"),
            user("a"),
            throw("tell", escalation("late")),
            user("b"),
            throw("loud", signal("halt")),
            end("e"),
            line("s", "a", "tell", "b", "loud", "e"),
        ),
        boundary("raised", "work", escalation("late"), interrupting=False),
        user("see"),
        boundary("stopped", "see", signal("halt")),
        user("stop"),
        gateway("parallel", "join"),
        end(),
        *(end(f"end_{name}") for name in ("see", "stop")),
        line("start", "split", "heard", "join"),
        line("split", "work", "join", "end"),
        line("raised", "see", "end_see"),
        line("stopped", "stop", "end_stop"),
        signals=("halt",),
        escalations=("late",),
    )


def blocks_in_blocks() -> bytes:
    """A block for each item which calls another; an error of the inner one ends the outer one."""
    return process(
        start(),
        script("count", "=count(units) * amount", "price"),
        call(
            "each_one", "calling", inputs={"price": "=price"}, loop=each("=units", "u", into="o", output="=u")
        ),
        boundary("failed_one", "each_one", error("any")),
        boundary("slow_one", "each_one", timer("P2D"), interrupting=False),
        user("mend"),
        end(),
        *(end(f"end_{name}") for name in ("mend", "slow")),
        line("start", "count", "each_one", "end"),
        line("failed_one", "mend", "end_mend"),
        line("slow_one", "end_slow"),
        errors=("any",),
    )


def receiving() -> bytes:
    return process(
        start(),
        gateway("parallel", "split"),
        catch("paid", message("payment")),
        user("wait", role=None, assignee="=units[1]", due='=@"P3D"', priority="=5"),
        boundary("changed", "wait", message("payment"), interrupting=False),
        terminate("over"),
        end(),
        end("noted"),
        line("start", "split", "paid", "end"),
        line("split", "wait", "over"),
        line("changed", "noted"),
        messages=("payment",),
        correlation="=amount",
    )


def errors_out_of_scopes() -> bytes:
    return process(
        start(),
        gateway("exclusive", "begin"),
        sub(
            "outer",
            start("s"),
            gateway("parallel", "split"),
            user("quiet"),
            sub(
                "inner",
                start("t"),
                user("check"),
                gateway("exclusive", "good", "good__fine"),
                error_end("bad", "refused"),
                end("fine"),
                line("t", "check", "good", "fine"),
                flow("good", "bad", "=check.again"),
            ),
            gateway("parallel", "join"),
            end("e"),
            line("s", "split"),
            line("split", "quiet", "join"),
            line("split", "inner", "join", "e"),
        ),
        boundary("refused", "outer", error("refused")),
        user("repair"),
        end(),
        line("start", "begin", "outer", "end"),
        line("refused", "repair", "begin"),
        errors=("refused",),
    )


BLOCKS = {
    "b": BLOCK,
    "calling": process(
        start(),
        user("prepare", inputs={"cost": "=price"}),
        call("inner_call", "b", inputs={"who": "=u"}),
        end(),
        line("start", "prepare", "inner_call", "end"),
        id="calling",
    ),
}
DIAGRAMS = {
    make.__name__: make()
    for make in (
        *RANDOM_RUNS,
        everything,
        lists_in_lists,
        signals_and_escalation,
        blocks_in_blocks,
        receiving,
        errors_out_of_scopes,
    )
}
