"""Multi-instance: one instance for each item, outputs in the order of the items."""

import pytest
from SpiffWorkflow.task import Task

from engine.process import RunBroken
from engine.process.moves import MAX_TOKENS
from tests.process.kit import (
    FakeHost,
    again,
    begin,
    boundary,
    call,
    each,
    end,
    error,
    gateway,
    job,
    line,
    message,
    process,
    script,
    start,
    sub,
    timer,
    tokens,
    user,
)


def asking_each(*, sequential=False, into="opinions", output="=ask.text", until=None, extra=()):
    loop = each("=units", "unit", into=into, output=output, sequential=sequential, until=until)
    return process(
        start(),
        user("ask", role="=unit", inputs={"to": "=unit"}, loop=loop),
        user("after"),
        end(),
        line("start", "ask", "after", "end"),
        *extra,
    )


def test_items__of_instances__are_told_with_how_many_equal_ones_come_before():
    _, step = begin(asking_each(), document={"units": ["roads", "water", "roads"]})

    assert [waiting.items for waiting in step.opened] == [
        (("roads", 0),),
        (("water", 0),),
        (("roads", 1),),
    ]


def test_items__of_scopes_within_each_other__come_from_the_outermost_on():
    inner = sub(
        "inside",
        start("in"),
        user("ask", loop=each("=[1, 2]", "number")),
        end("out"),
        line("in", "ask", "out"),
        loop=each("=units", "unit"),
    )
    _, step = begin(
        process(start(), inner, end(), line("start", "inside", "end")), document={"units": ["roads"]}
    )

    assert [waiting.items for waiting in step.opened] == [(("roads", 0), (1, 0)), (("roads", 0), (2, 0))]


def test_items__outside_of_instances__are_none():
    _, step = begin(asking_each(), document={"units": []})

    assert [waiting.items for waiting in step.opened] == [()]


def test_parallel__answers_in_any_order__outputs_in_the_order_of_the_items():
    run, step = begin(asking_each(), document={"units": ["roads", "water", "land"]})
    assert [(w.token, w.role) for w in step.opened] == [
        ("ask:1", "roads"),
        ("ask:2", "water"),
        ("ask:3", "land"),
    ]
    assert step.opened[1].inputs == {"to": "water"}
    assert step.opened[1].locals == {"unit": "water", "loopCounter": 2}

    for token in ("ask:3", "ask:1", "ask:2"):
        run = again(run)
        step = run.complete(token, {"text": f"by {token}"})

    assert run.document["opinions"] == ["by ask:1", "by ask:2", "by ask:3"]
    assert set(run.document) == {"units", "opinions"}
    assert tokens(run) == ["after:1"]


def test_sequential__one_after_the_other__outputs_in_the_order_of_the_items():
    run, step = begin(asking_each(sequential=True), document={"units": ["roads", "water"]})
    assert tokens(run) == ["ask:1"]

    run = again(run)
    step = run.complete("ask:1", {"text": "x"})
    assert [(w.token, w.role) for w in step.opened] == [("ask:2", "water")]
    run = again(run)
    run.complete("ask:2", {"text": "y"})

    assert run.document["opinions"] == ["x", "y"]


def test_collection__changes_meanwhile__the_items_of_the_start_count():
    run, _ = begin(asking_each(sequential=True), document={"units": ["roads", "water"]})

    run.document["units"] = []
    run = again(run)
    run.complete("ask:1", {"text": "x"})

    assert tokens(run) == ["ask:2"]


@pytest.mark.parametrize("sequential", [True, False])
def test_collection__empty__passed_over_with_an_empty_output(sequential):
    run, step = begin(asking_each(sequential=sequential), document={"units": []})

    assert run.document["opinions"] == []
    assert tokens(run) == ["after:1"]
    assert "ask" not in [visit.element for visit in step.path]


@pytest.mark.parametrize("units", [None, "roads", {"a": 1}])
def test_collection__not_a_list__run_breaks(units):
    with pytest.raises(RunBroken) as caught:
        begin(asking_each(), document={"units": units})

    assert caught.value.code == "run.collection_not_a_list"


def test_collection__longer_than_any_office_could_answer__run_breaks():
    with pytest.raises(RunBroken) as caught:
        begin(asking_each(), document={"units": ["u"] * 1001})

    assert caught.value.code == "run.too_many_items"


NESTED = process(
    start(),
    sub(
        "outer",
        start("s"),
        user("ask", loop=each("=items", "m")),
        end("e"),
        line("s", "ask", "e"),
        loop=each("=items", "n"),
    ),
    end(),
    line("start", "outer", "end"),
)


def test_repetition_of_a_repetition__more_tokens_than_a_case_may_have__run_breaks_at_once(monkeypatch):
    created = []
    add = Task.__init__
    monkeypatch.setattr(Task, "__init__", lambda *given, **named: created.append(1) or add(*given, **named))

    with pytest.raises(RunBroken) as caught:
        begin(NESTED, document={"items": list(range(900))})

    assert caught.value.code == "run.too_many_tokens"
    assert len(created) < 2 * MAX_TOKENS


def test_repetition_of_a_repetition__as_many_as_a_case_may_have__runs():
    run, _ = begin(NESTED, document={"items": list(range(30))})

    assert len(again(run).waiting) == 900


def test_repetition__in_step_after_step__grows_no_further_than_a_case_may():
    diagram = process(
        start(),
        user("wait"),
        boundary("more", "wait", message("more"), interrupting=False),
        user("ask", loop=each("=items", "m")),
        end(),
        end("end2"),
        line("start", "wait", "end"),
        line("more", "ask", "end2"),
        messages=("more",),
    )
    run, _ = begin(diagram, document={"items": list(range(1000))})

    with pytest.raises(RunBroken) as caught:
        for _ in range(20):
            run.deliver("more")

    assert caught.value.code == "run.too_many_tokens"
    assert run.size < 2 * MAX_TOKENS


def test_task__no_output_collection__answers_lie_under_the_task_in_order():
    run, _ = begin(asking_each(into=None, output=None), document={"units": ["a", "b"]})

    run.complete("ask:2", {"n": 2})
    run.complete("ask:1", {"n": 1})

    assert run.document["ask"] == [{"n": 1}, {"n": 2}]


def test_condition__enough_answers__the_others_are_cancelled():
    run, _ = begin(
        asking_each(until="=numberOfCompletedInstances = 2"), document={"units": ["a", "b", "c", "d"]}
    )

    run.complete("ask:4", {"text": "4"})
    step = again(run).complete("ask:2", {"text": "2"})

    assert set(step.closed) == {"ask:1", "ask:2", "ask:3"}
    assert [w.token for w in step.opened] == ["after:1"]


def test_condition__not_asked_for_yet__keeps_going():
    run, _ = begin(asking_each(until="=false", sequential=True), document={"units": ["a", "b"]})

    run.complete("ask:1", {"text": "1"})

    assert tokens(run) == ["ask:2"]


@pytest.mark.parametrize("sequential", [True, False])
def test_subprocess__each__instances_do_not_overwrite_each_other(sequential):
    loop = each("=units", "unit", into="opinions", output="=shown", sequential=sequential)
    inner = sub(
        "one",
        start("s"),
        user("write"),
        script("show", "=unit + write.text", "shown"),
        end("e"),
        line("s", "write", "show", "e"),
        loop=loop,
    )
    diagram = process(start(), inner, user("after"), end(), line("start", "one", "after", "end"))
    run, _ = begin(diagram, document={"units": ["x", "y", "z"]})

    while tokens(run) != ["after:1"]:
        run = again(run)
        waiting = run.waiting[-1]
        run.complete(waiting.token, {"text": waiting.token[-1]})

    assert run.document["opinions"] == ["x1", "y2", "z3"]
    assert set(run.document) == {"units", "opinions"}


def test_job__each__results_in_order_and_errors_end_the_whole_body():
    loop = each("=people", "person", into="found", output="=result.name")
    diagram = process(
        start(),
        job("look", "registry", inputs={"number": "=person"}, loop=loop),
        boundary("down", "look", error("down")),
        user("after"),
        user("by_hand"),
        end(),
        end("end2"),
        line("start", "look", "after", "end"),
        line("down", "by_hand", "end2"),
        errors=("down",),
    )
    run, step = begin(diagram, host=FakeHost(jobs=("registry",)), document={"people": ["1", "2"]})
    assert [w.inputs for w in step.opened] == [{"number": "1"}, {"number": "2"}]
    other = again(run)

    run.finish_job("look:2", {"name": "B"})
    run.finish_job("look:1", {"name": "A"})
    step = other.throw("look:1", "down")

    assert run.document["found"] == ["A", "B"]
    assert set(step.closed) == {"look:1", "look:2"}
    assert tokens(again(other)) == ["by_hand:1"]


def test_block__each__inner_tokens_are_cancelled_with_the_body():
    block = process(start(), user("write"), end(), line("start", "write", "end"), id="b")
    loop = each("=units", "unit", into="opinions", output="=write.text")
    diagram = process(
        start(),
        call("each_unit", "b", loop=loop),
        boundary("late", "each_unit", timer("P5D")),
        user("after"),
        end("e1"),
        end("e2"),
        line("start", "each_unit", "after", "e1"),
        line("late", "e2"),
    )
    run, _ = begin(diagram, blocks={"b": block}, document={"units": ["x", "y"]})
    assert tokens(run) == ["late:1", "write:1", "write:2"]

    run = again(run)
    run.complete("write:2", {"text": "fine"})
    step = again(run).fire("late:1")

    assert step.finished
    assert set(step.closed) == {"late:1", "write:1"}


def test_each__in_parallel_branches__a_join_behind_counts_the_body_once():
    loop = each("=units", "unit", into="out", output="=ask.n")
    diagram = process(
        start(),
        gateway("parallel", "split"),
        user("ask", role="=unit", loop=loop),
        user("other"),
        gateway("parallel", "join"),
        end(),
        line("start", "split"),
        line("split", "ask", "join"),
        line("split", "other", "join"),
        line("join", "end"),
    )
    run, _ = begin(diagram, document={"units": ["x", "y"]})
    assert tokens(run) == ["ask:1", "ask:2", "other:1"]

    for token in ("ask:1", "ask:2"):
        assert not run.complete(token, {"n": 1}).finished
        run = again(run)

    assert run.complete("other:1", {}).finished


def test_instance__writes_into_an_object_of_the_case__still_sees_the_rest_of_it():
    diagram = process(
        start(),
        sub(
            "s",
            start("begun"),
            user("ask", outputs={"person.age": "=answers.age"}),
            user("look", inputs={"name": "=person.name"}),
            end("done"),
            line("begun", "ask", "look", "done"),
            loop=each("=[1, 2]", "item", into="people", output="=person"),
        ),
        end(),
        line("start", "s", "end"),
    )
    run, _ = begin(diagram, document={"person": {"name": "X"}})

    for token, answers in (("ask:2", {"age": 4}), ("ask:1", {"age": 3})):
        run = again(run)
        run.complete(token, answers)

    assert [waiting.inputs for waiting in run.waiting] == [{"name": "X"}, {"name": "X"}]
    for token in tokens(run):
        run = again(run)
        run.complete(token, {})
    assert run.document == {
        "person": {"name": "X"},
        "people": [{"name": "X", "age": 3}, {"name": "X", "age": 4}],
    }
