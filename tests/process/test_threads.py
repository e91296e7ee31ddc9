"""What a boundary event that does not interrupt has begun goes on by itself, whatever becomes of its host."""

import pytest

from engine.process import Run
from tests.process.kit import (
    again,
    begin,
    boundary,
    end,
    error,
    error_end,
    flow,
    gateway,
    line,
    message,
    process,
    start,
    sub,
    tokens,
    user,
)


def level(*more: str) -> tuple[str, ...]:
    """The nodes of a level in which a reminder of two steps begins beside a step that can be interrupted."""
    return (
        user("work"),
        boundary("ring", "work", message("reminder"), interrupting=False),
        user("first"),
        user("second"),
        end("reminded"),
        boundary("stop", "work", message("stop")),
        end("stopped"),
        line("ring", "first", "second", "reminded"),
        line("stop", "stopped"),
        *more,
    )


def reminded(*nodes: str, errors: tuple[str, ...] = ()) -> Run:
    """Return a run whose reminder has come to its second step, stored and read back."""
    run, _ = begin(process(*nodes, messages=("reminder", "stop"), errors=errors))
    run.deliver("reminder")
    run = again(run)
    run.complete("first:1", {})
    return again(run)


@pytest.fixture
def run() -> Run:
    return reminded(start(), *level(), end(), line("start", "work", "end"))


def test_interrupting_event__thread_beyond_its_first_step__goes_on(run):
    step = run.deliver("stop")

    assert set(step.closed) == {"work:1", "ring:2", "stop:1"}
    assert tokens(run) == ["second:1"]
    assert again(run).complete("second:1", {}).finished


def test_move__thread_beyond_its_first_step__goes_on(run):
    run.move("work:1", "first")

    assert tokens(again(run)) == ["second:1", "first:2"]


def test_interrupting_event__in_a_subprocess__thread_keeps_the_subprocess_open():
    inner = sub("inner", start("begun"), *level(end("done"), line("begun", "work", "done")))
    run = reminded(start(), inner, user("after"), end(), line("start", "inner", "after", "end"))

    run.deliver("stop")

    assert tokens(run) == ["second:1"]
    run = again(run)
    run.complete("second:1", {})
    assert tokens(run) == ["after:1"]


def test_error__out_of_the_host__thread_beyond_its_first_step_goes_on():
    inner = (start("begun"), user("work"), gateway("exclusive", "how", "how__well"), end("well"))
    run = reminded(
        start(),
        sub(
            "host",
            *inner,
            error_end("badly", "bad"),
            line("begun", "work", "how"),
            flow("how", "well"),
            flow("how", "badly", "=work.is_bad"),
        ),
        boundary("ring", "host", message("reminder"), interrupting=False),
        user("first"),
        user("second"),
        end("reminded"),
        boundary("failed", "host", error("bad")),
        user("mend"),
        end("mended"),
        end(),
        line("start", "host", "end"),
        line("ring", "first", "second", "reminded"),
        line("failed", "mend", "mended"),
        errors=("bad",),
    )

    run.complete("work:1", {"is_bad": True})

    assert tokens(again(run)) == ["second:1", "mend:1"]
