"""Timers and messages: they wait until told, interrupt or not, and see the case data of the moment."""

import pytest

from engine.process import NotWaiting, RunBroken
from tests.process.kit import (
    FakeHost,
    again,
    begin,
    boundary,
    catch,
    end,
    error_end,
    ext,
    flow,
    gateway,
    io,
    job,
    line,
    message,
    process,
    start,
    sub,
    terminate,
    timer,
    tokens,
    user,
)


def guarded(definition, *, interrupting=True, extra="", **options):
    return process(
        start(),
        user("work"),
        boundary("ring", "work", definition, interrupting=interrupting, extra=extra),
        user("handle"),
        end("worked"),
        end("handled"),
        line("start", "work", "worked"),
        line("ring", "handle", "handled"),
        **options,
    )


@pytest.mark.parametrize(
    "text", ["P30D", "PT8H", "P1Y2M", "2026-01-31", "2026-01-31T10:00:00Z", '=duration("P3D")', "=when"]
)
def test_timer__at_a_boundary__waits_beside_its_host(text):
    run, step = begin(guarded(timer(text)), document={"when": "2026-01-31"})

    assert [(w.token, w.kind, w.element) for w in step.opened] == [
        ("work:1", "task", "work"),
        ("ring:1", "timer", "ring"),
    ]
    assert step.opened[1].timer is not None
    assert tokens(again(run)) == ["work:1", "ring:1"]


def test_timer__host_is_done__closed_with_it():
    run, _ = begin(guarded(timer("P30D")))

    step = again(run).complete("work:1", {})

    assert step.closed == ("work:1", "ring:1")
    assert step.finished and step.end == "worked"


def test_timer__interrupting_fires__host_is_cancelled():
    run, _ = begin(guarded(timer("P30D")))

    run = again(run)
    step = run.fire("ring:1")

    assert step.closed == ("work:1", "ring:1")
    assert [w.token for w in step.opened] == ["handle:1"]
    assert ("work", "cancelled") in [(v.element, v.what) for v in step.path]
    with pytest.raises(NotWaiting):
        run.complete("work:1", {})


def test_timer__not_interrupting_fires__host_goes_on_and_the_case_waits_for_both():
    run, _ = begin(guarded(timer("P30D"), interrupting=False))

    run = again(run)
    step = run.fire("ring:1")

    assert step.closed == ("ring:1",)
    assert tokens(run) == ["work:1", "handle:1"]
    assert not again(run).complete("work:1", {}).finished
    assert not again(run).complete("handle:1", {}).finished
    run.complete("handle:1", {})
    assert again(run).complete("work:1", {}).finished


def test_timer__fired_twice__second_is_refused():
    run, _ = begin(guarded(timer("P30D"), interrupting=False))
    run.fire("ring:1")

    with pytest.raises(NotWaiting):
        again(run).fire("ring:1")


def test_timer__between_two_steps__holds_the_token_until_told():
    diagram = process(
        start(), catch("pause", timer("P1D")), user("u"), end(), line("start", "pause", "u", "end")
    )
    run, step = begin(diagram)

    assert [(w.token, w.kind) for w in step.opened] == [("pause:1", "timer")]
    assert [w.token for w in again(run).fire("pause:1").opened] == ["u:1"]


def test_timer__host_is_done_at_once__never_opens():
    diagram = process(
        start(),
        job("compute", "op"),
        boundary("late", "compute", timer("P1D")),
        end("soon"),
        end("never"),
        line("start", "compute", "soon"),
        line("late", "never"),
    )

    _, step = begin(diagram, host=FakeHost(operations={"op": lambda _: {}}))

    assert step.opened == () and step.closed == ()
    assert step.finished and step.end == "soon"


def test_message__at_a_subprocess__handler_sees_the_document_of_that_moment():
    diagram = process(
        start(form="apply"),
        sub(
            "review",
            start("s"),
            user("check"),
            gateway("parallel", "split"),
            user("a"),
            user("b"),
            end("ea"),
            end("eb"),
            line("s", "check", "split"),
            line("split", "a", "ea"),
            line("split", "b", "eb"),
        ),
        boundary("withdrawn", "review", message("withdrawal")),
        user("close", inputs={"seen": "=check.note", "why": "=withdrawn.reason"}),
        end("decided"),
        end("closed"),
        line("start", "review", "decided"),
        line("withdrawn", "close", "closed"),
        messages=("withdrawal",),
    )
    run, _ = begin(diagram, answers={})
    run.complete("check:1", {"note": "half done"})
    run.complete("a:1", {"text": "from a branch"})

    run = again(run)
    step = run.deliver("withdrawal", {"reason": "moved away"})

    assert step.closed == ("withdrawn:1", "b:1")
    (close,) = run.waiting
    assert close.inputs == {"seen": "half done", "why": "moved away"}
    assert run.document["a"] == {"text": "from a branch"}
    assert run.complete("close:1", {}).end == "closed"


def test_message__nobody_waits__refused():
    run, _ = begin(guarded(message("withdrawal"), messages=("withdrawal",)))

    with pytest.raises(NotWaiting):
        run.deliver("other")
    run.complete("work:1", {})
    with pytest.raises(NotWaiting):
        run.deliver("withdrawal")


def test_message__correlation_key__evaluated_on_arrival():
    run, step = begin(
        guarded(message("paid"), messages=("paid",), correlation="=invoice"), document={"invoice": "i-7"}
    )

    assert (step.opened[1].message_name, step.opened[1].correlation) == ("paid", "i-7")
    assert again(run).waiting[1].correlation == "i-7"


def test_message__outputs__replace_the_element_id():
    mapping = ext(io({}, {"paid.on": "=message.date"}))
    run, _ = begin(guarded(message("paid"), messages=("paid",), extra=mapping))

    run.deliver("paid", {"date": "2026-02-01", "secret": 1})

    assert run.document == {"paid": {"on": "2026-02-01"}}


def test_message__not_interrupting__can_come_again():
    run, _ = begin(guarded(message("more"), interrupting=False, messages=("more",)))

    first = run.deliver("more", {"n": 1})
    run = again(run)
    second = run.deliver("more", {"n": 2})

    assert [w.token for w in first.opened] == ["ring:2", "handle:1"]
    assert tokens(run) == ["work:1", "handle:1", "ring:3", "handle:2"]
    assert second.closed == ("ring:2",)
    assert run.complete("work:1", {}).closed == ("work:1", "ring:3")


def test_receive_task__message__goes_on():
    diagram = process(
        start(),
        '<bpmn:receiveTask id="r" messageRef="m_x"/>',
        end(),
        line("start", "r", "end"),
        messages=("x",),
    )
    run, step = begin(diagram)

    assert step.opened[0].kind == "message"
    assert again(run).deliver("x", {"y": 1}).finished


def test_terminate__in_a_subprocess__ends_only_the_subprocess():
    diagram = process(
        start(),
        sub(
            "inner",
            start("s"),
            gateway("parallel", "split"),
            user("a"),
            user("b"),
            end("eb"),
            terminate("stop"),
            line("s", "split"),
            line("split", "a", "stop"),
            line("split", "b", "eb"),
        ),
        user("after"),
        end(),
        line("start", "inner", "after", "end"),
    )
    run, _ = begin(diagram)

    run = again(run)
    step = run.complete("a:1", {})

    assert step.closed == ("a:1", "b:1")
    assert tokens(run) == ["after:1"]


def test_terminate__at_the_top__ends_the_case_with_all_that_runs():
    diagram = process(
        start(),
        gateway("parallel", "split"),
        user("a"),
        sub("inner", start("s"), user("deep"), end("e"), line("s", "deep", "e")),
        boundary("late", "inner", timer("P1D")),
        end("el"),
        end("ei"),
        terminate("stop"),
        line("start", "split"),
        line("split", "a", "stop"),
        line("split", "inner", "ei"),
        line("late", "el"),
    )
    run, _ = begin(diagram)
    assert tokens(run) == ["a:1", "late:1", "deep:1"]

    run = again(run)
    step = run.complete("a:1", {})

    assert step.finished and step.end == "stop"
    assert set(step.closed) == {"a:1", "deep:1", "late:1"}
    assert tokens(again(run)) == []


def test_reminder__handler_loops_back_into_the_main_path__host_keeps_its_own_events():
    diagram = process(
        start(),
        gateway("exclusive", "merge"),
        user("work"),
        boundary("ring", "work", timer("P1D"), interrupting=False),
        end(),
        line("start", "merge", "work", "end"),
        flow("ring", "merge"),
    )
    run, _ = begin(diagram)

    run.fire("ring:1")
    run = again(run)
    assert tokens(run) == ["work:1", "work:2", "ring:2"]
    step = run.complete("work:1", {})

    assert step.closed == ("work:1",)
    assert again(run).complete("work:2", {}).finished


def test_error_end__at_the_top__nobody_can_catch_it():
    diagram = process(start(), user("a"), error_end("bad", "x"), line("start", "a", "bad"), errors=("x",))
    run, _ = begin(diagram)

    with pytest.raises(RunBroken) as caught:
        run.complete("a:1", {})

    assert caught.value.code == "run.error_not_caught"
