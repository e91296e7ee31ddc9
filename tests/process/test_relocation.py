"""A supervisor's move: what is taken away, where a token may be put, and what is refused."""

import pytest

from engine.process import MoveRefused, NotWaiting, RunBroken
from engine.process.errors import CODES
from tests.process.kit import (
    FakeHost,
    again,
    begin,
    boundary,
    catch,
    each,
    end,
    flow,
    gateway,
    job,
    line,
    message,
    process,
    signal,
    start,
    sub,
    timer,
    tokens,
    user,
    visited,
)

HOST = FakeHost(jobs=("op",))


def office() -> bytes:
    """A diagram with every kind of place that a token can be moved from or to."""
    return process(
        start(),
        user("check"),
        boundary("late", "check", timer("P1D"), interrupting=False),
        boundary("withdrawn", "check", message("m")),
        user("remind"),
        gateway("exclusive", "again", "again__split"),
        gateway("parallel", "split"),
        user("left"),
        job("right", "op"),
        gateway("parallel", "join"),
        gateway("eventBased", "either"),
        catch("heard", signal("s")),
        catch("silence", timer("P1D")),
        gateway("exclusive", "merge"),
        sub("inner", start("s"), user("deep"), user("deeper"), end("e"), line("s", "deep", "deeper", "e")),
        boundary("slow", "inner", timer("P1D")),
        user("ask", loop=each("=units", "unit", into="out", output="=ask.n")),
        *(end(f"end_{name}") for name in ("late", "withdrawn", "slow")),
        end(),
        line("start", "check", "again", "split"),
        flow("again", "check", "=check.again"),
        line("late", "remind", "end_late"),
        line("withdrawn", "end_withdrawn"),
        line("split", "left", "join"),
        line("split", "right", "join", "either"),
        line("either", "heard", "merge"),
        line("either", "silence", "merge", "inner", "ask", "end"),
        line("slow", "end_slow"),
        messages=("m",),
        signals=("s",),
    )


def test_move__task_with_boundary_events__takes_them_along():
    run, _ = begin(office(), host=HOST)

    run = again(run)
    step = run.move("check:1", "left")

    assert step.closed == ("check:1", "late:1", "withdrawn:1")
    assert [w.token for w in step.opened] == ["left:1"]
    assert [(v.element, v.what) for v in step.path if v.what == "cancelled"] == [
        ("check", "cancelled"),
        ("late", "cancelled"),
        ("withdrawn", "cancelled"),
    ]
    assert tokens(again(run)) == ["left:1"]


def test_move__reminder_has_fired__what_it_began_stays():
    run, _ = begin(office(), host=HOST)
    run.fire("late:1")

    again(run).move("check:1", "left")
    run.move("check:1", "left")

    assert tokens(run) == ["remind:1", "left:1"]


@pytest.mark.parametrize(
    ("element", "waiting"),
    [
        ("check", ["check:2", "late:2", "withdrawn:2"]),
        ("split", ["left:1", "right:1"]),
        ("right", ["right:1"]),
        ("either", ["heard:1", "silence:1"]),
        ("merge", ["slow:1", "deep:1"]),
        ("inner", ["slow:1", "deep:1"]),
        ("ask", ["ask:1", "ask:2"]),
        ("remind", ["remind:1"]),
        ("end", []),
    ],
)
def test_move__to_what_a_flow_may_lead_to__as_if_one_had(element, waiting):
    run, _ = begin(office(), host=HOST, document={"units": ["x", "y"]})

    run = again(run)
    step = run.move("check:1", element)

    assert tokens(again(run)) == waiting
    assert visited(step)[0] == element
    assert step.finished == (element == "end")


def test_move__event_behind_an_event_gateway__takes_the_whole_gateway():
    run, _ = begin(office(), host=HOST)
    run.move("check:1", "either")

    step = again(run).move("silence:1", "left")

    assert step.closed == ("heard:1", "silence:1")
    assert [w.token for w in step.opened] == ["left:1"]


@pytest.mark.parametrize("element", ["deep", "deeper"])
def test_move__inside_a_subprocess__stays_inside(element):
    run, _ = begin(office(), host=HOST)
    run.move("check:1", "inner")

    step = again(run).move("deep:1", element)

    assert (step.closed, [w.element for w in step.opened]) == (("deep:1",), [element])


def test_move__parked_job__its_result_is_refused_afterwards():
    run, _ = begin(office(), host=HOST)
    run.move("check:1", "right")
    run = again(run)

    run.move("right:1", "check")

    with pytest.raises(NotWaiting):
        run.finish_job("right:1", {})


def test_move__back_into_a_branch__the_join_still_counts():
    run, _ = begin(office(), host=HOST)
    run.move("check:1", "split")
    run.finish_job("right:1", {})

    run = again(run)
    run.move("left:1", "left")
    step = again(run).complete("left:2", {})

    assert [w.token for w in step.opened] == ["heard:1", "silence:1"]


def test_move__past_a_join_that_then_never_fires__run_breaks():
    run, _ = begin(office(), host=HOST)
    run.move("check:1", "split")
    run.finish_job("right:1", {})

    with pytest.raises(RunBroken) as caught:
        run.move("left:1", "end")

    assert caught.value.code == "run.stuck"


@pytest.mark.parametrize(
    ("before", "token", "element", "code"),
    [
        (None, "check:1", "nowhere", "run.move_target_unknown"),
        (None, "check:1", "start", "run.move_to_beginning"),
        (None, "check:1", "late", "run.move_to_beginning"),
        (None, "check:1", "join", "run.move_to_join"),
        (None, "check:1", "heard", "run.move_behind_event_gateway"),
        (None, "check:1", "deep", "run.move_other_level"),
        (None, "late:1", "left", "run.move_boundary_event"),
        (None, "withdrawn:1", "left", "run.move_boundary_event"),
        ("inner", "deep:1", "left", "run.move_other_level"),
        ("ask", "ask:1", "left", "run.move_inside_many"),
    ],
)
def test_move__where_no_token_may_go__refused(before, token, element, code):
    run, _ = begin(office(), host=HOST, document={"units": ["x", "y"]})
    if before is not None:
        run.move("check:1", before)
    state = run.save()

    with pytest.raises(MoveRefused) as caught:
        run.move(token, element)

    assert caught.value.code == code in CODES
    assert run.save() == state


def test_move__inside_a_repeated_subprocess__refused():
    inner = sub(
        "one", start("s"), user("a"), user("b"), end("e"), line("s", "a", "b", "e"), loop=each("=units", "u")
    )
    diagram = process(start(), inner, end(), line("start", "one", "end"))
    run, _ = begin(diagram, document={"units": ["x"]})

    with pytest.raises(MoveRefused) as caught:
        run.move("a:1", "b")

    assert caught.value.code == "run.move_inside_many"


def test_move__token_that_does_not_wait__refused():
    run, _ = begin(office(), host=HOST)

    with pytest.raises(NotWaiting):
        run.move("left:1", "check")


def test_finish_job__with_a_result_given_by_a_person__is_how_a_failing_step_is_skipped():
    task = job("ask", "op", outputs={"found": "=result.name"})
    diagram = process(start(), task, user("next"), end(), line("start", "ask", "next", "end"))
    run, _ = begin(diagram, host=HOST)

    step = again(run).finish_job("ask:1", {"name": "read from the paper file"})

    assert [w.token for w in step.opened] == ["next:1"]
