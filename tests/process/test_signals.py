"""Signals: a broadcast to all that wait for it at that moment; the caller tells other cases."""

import pytest

from engine.process import NotWaiting, SignalThrown
from tests.process.kit import (
    again,
    begin,
    boundary,
    catch,
    each,
    end,
    ext,
    flow,
    gateway,
    io,
    line,
    message,
    process,
    signal,
    start,
    sub,
    throw,
    timer,
    tokens,
    user,
    visited,
)

HALT = signal("halt")


def two_that_wait_and_one_that_throws(*, thrown: str = "throw") -> bytes:
    """Beside a person who throws: an event between steps, and one at a boundary."""
    ends = thrown == "end"
    return process(
        start(),
        gateway("parallel", "split"),
        catch("heard", HALT),
        user("work"),
        boundary("stopped", "work", HALT),
        user("decide"),
        end("halt", ext(io({"why": "=decide.why"}, {})) + HALT)
        if ends
        else throw("halt", HALT, {"why": "=decide.why"}),
        *(user(f"after_{name}") for name in ("heard", "stopped")),
        *(end(f"end_{name}") for name in ("heard", "work", "stopped")),
        "" if ends else end("end_decide"),
        line("start", "split", "heard", "after_heard", "end_heard"),
        line("split", "work", "end_work"),
        line("stopped", "after_stopped", "end_stopped"),
        line("split", "decide", "halt"),
        "" if ends else line("halt", "end_decide"),
        signals=("halt",),
    )


@pytest.mark.parametrize("thrown", ["throw", "end"])
def test_throw__several_tokens_wait__all_have_it_in_the_same_step(thrown):
    run, step = begin(two_that_wait_and_one_that_throws(thrown=thrown))
    assert [(w.token, w.kind, w.signal_name) for w in step.opened if w.kind == "signal"] == [
        ("heard:1", "signal", "halt"),
        ("stopped:1", "signal", "halt"),
    ]

    run = again(run)
    step = run.complete("decide:1", {"why": "flood"})

    assert tokens(run) == ["after_heard:1", "after_stopped:1"]
    assert set(step.closed) == {"heard:1", "work:1", "stopped:1", "decide:1"}
    assert run.document["heard"] == run.document["stopped"] == {"why": "flood"}
    assert step.signals == (SignalThrown("halt", {"why": "flood"}),)


def test_throw__nobody_waits__goes_on_and_is_told_to_the_caller():
    diagram = process(
        start(),
        throw("tell", signal("x")),
        user("u"),
        end(),
        line("start", "tell", "u", "end"),
        signals=("x",),
    )

    run, step = begin(diagram)

    assert step.signals == (SignalThrown("x", None),)
    assert tokens(run) == ["u:1"] and run.document == {}
    assert again(run).complete("u:1", {}).signals == ()


def test_throw__token_that_comes_to_wait_later__does_not_have_it():
    diagram = process(
        start(),
        throw("tell", HALT),
        catch("wait", HALT),
        end(),
        line("start", "tell", "wait", "end"),
        signals=("halt",),
    )

    run, _ = begin(diagram)

    assert tokens(run) == ["wait:1"]
    assert again(run).signal("halt").finished


@pytest.mark.parametrize("deep", [False, True])
def test_throw__from_inside_what_it_interrupts__ends_the_scope_once(deep):
    inner = [start("s"), user("a"), throw("tell", HALT, {"n": "=a.n"}), user("never"), end("e")]
    body = sub("inner", *inner, line("s", "a", "tell", "never", "e"))
    if deep:
        body = sub(
            "inner", start("s0"), body.replace('"inner"', '"deeper"'), end("e0"), line("s0", "deeper", "e0")
        )
    diagram = process(
        start(),
        body,
        boundary("stopped", "inner", HALT),
        end(),
        user("after"),
        end("end2"),
        line("start", "inner", "end"),
        line("stopped", "after", "end2"),
        signals=("halt",),
    )
    run, _ = begin(diagram)

    run = again(run)
    step = run.complete("a:1", {"n": 4})

    assert visited(step) == ["tell", "after"]
    assert tokens(again(run)) == ["after:1"]
    assert run.document["stopped"] == {"n": 4}
    assert run.complete("after:1", {}).end == "end2"


def test_end__from_inside_what_it_does_not_interrupt__scope_ends_by_itself():
    diagram = process(
        start(),
        sub("inner", start("s"), user("a"), end("tell", HALT), line("s", "a", "tell")),
        boundary("told", "inner", HALT, interrupting=False),
        user("after"),
        user("beside"),
        end(),
        end("end2"),
        line("start", "inner", "after", "end"),
        line("told", "beside", "end2"),
        signals=("halt",),
    )
    run, _ = begin(diagram)

    step = again(run).complete("a:1", {})

    assert [w.token for w in step.opened] == ["beside:1", "after:1"]
    assert set(step.closed) == {"a:1", "told:1"}


def test_signal__from_another_case__reaches_all_that_wait():
    run, _ = begin(two_that_wait_and_one_that_throws())

    run = again(run)
    step = run.signal("halt", {"by": "the council"})

    assert tokens(run) == ["decide:1", "after_heard:1", "after_stopped:1"]
    assert run.document["heard"] == {"by": "the council"}
    assert step.signals == ()
    with pytest.raises(NotWaiting):
        run.signal("halt")


def test_signal__nobody_waits__refused():
    run, _ = begin(two_that_wait_and_one_that_throws())

    with pytest.raises(NotWaiting):
        run.signal("other")


def test_boundary__not_interrupting__can_come_again():
    diagram = process(
        start(),
        user("work"),
        boundary("ring", "work", signal("s"), interrupting=False, extra=ext(io({}, {"last": "=signal.n"}))),
        user("handle"),
        end("worked"),
        end("handled"),
        line("start", "work", "worked"),
        line("ring", "handle", "handled"),
        signals=("s",),
    )
    run, _ = begin(diagram)

    first = run.signal("s", {"n": 1})
    run = again(run)
    second = run.signal("s", {"n": 2})

    assert [w.token for w in first.opened] == ["ring:2", "handle:1"]
    assert tokens(run) == ["work:1", "handle:1", "ring:3", "handle:2"]
    assert second.closed == ("ring:2",)
    assert run.document == {"last": 2}
    assert run.complete("work:1", {}).closed == ("work:1", "ring:3")


def test_event_gateway__signal_comes_first__closes_the_others():
    diagram = process(
        start(),
        gateway("eventBased", "either"),
        catch("called_off", signal("s"), {"reason": "=signal.reason"}),
        catch("silence", timer("P30D")),
        end("off"),
        end("lapsed"),
        line("start", "either"),
        line("either", "called_off", "off"),
        line("either", "silence", "lapsed"),
        signals=("s",),
    )
    run, _ = begin(diagram)

    step = again(run).signal("s", {"reason": "snow", "secret": 1})

    assert step.closed == ("called_off:1", "silence:1")
    assert step.finished and step.end == "off"
    assert again(run).document == {}


def test_signal__to_every_instance__each_keeps_its_own():
    loop = each("=units", "unit", into="heard", output="=wait.n")
    inner = sub("one", start("s"), catch("wait", HALT), end("e"), line("s", "wait", "e"), loop=loop)
    diagram = process(start(), inner, end(), line("start", "one", "end"), signals=("halt",))
    run, _ = begin(diagram, document={"units": ["x", "y"]})

    step = again(run).signal("halt", {"n": 3})

    assert step.finished and step.closed == ("wait:1", "wait:2")


def test_signal__ends_what_another_waits_in__the_other_has_nothing():
    inner = [start("s"), catch("inside", HALT), end("e")]
    diagram = process(
        start(),
        sub("inner", *inner, line("s", "inside", "e")),
        boundary("stopped", "inner", HALT),
        end(),
        end("end2"),
        line("start", "inner", "end"),
        line("stopped", "end2"),
        signals=("halt",),
    )
    run, _ = begin(diagram)
    assert tokens(run) == ["stopped:1", "inside:1"]

    step = run.signal("halt", {"n": 1})

    assert step.end == "end2" and step.finished
    assert run.document == {"stopped": {"n": 1}}


def test_signal__beside_a_message_of_the_same_name__are_told_apart():
    diagram = process(
        start(),
        user("work"),
        boundary("by_signal", "work", signal("x"), interrupting=False),
        boundary("by_message", "work", message("x"), interrupting=False),
        end(),
        end("e1"),
        end("e2"),
        line("start", "work", "end"),
        line("by_signal", "e1"),
        line("by_message", "e2"),
        signals=("x",),
        messages=("x",),
    )
    run, _ = begin(diagram)

    assert again(run).signal("x").closed == ("by_signal:1",)
    assert again(run).deliver("x").closed == ("by_message:1",)


def test_throw__in_a_loop__tells_each_time():
    diagram = process(
        start(),
        user("a"),
        throw("tell", signal("s"), {"n": "=a.n"}),
        gateway("exclusive", "more", "more__end"),
        end(),
        line("start", "a", "tell", "more", "end"),
        flow("more", "a", "=a.again"),
        signals=("s",),
    )
    run, _ = begin(diagram)

    thrown = [run.complete(f"a:{n}", {"n": n, "again": n < 3}).signals for n in (1, 2, 3)]

    assert thrown == [(SignalThrown("s", {"n": n}),) for n in (1, 2, 3)]
