"""What a person's task is to the engine: whose it is, when it is due, where its answers go."""

import pytest

from engine.process import DiagramError, NotWaiting, RunBroken
from tests.process.kit import (
    again,
    begin,
    end,
    flow,
    gateway,
    line,
    process,
    script,
    start,
    tokens,
    user,
    visited,
)


def test_start__form_answered__answers_are_case_data():
    diagram = process(
        start("application", form="apply"), user("check"), end(), line("application", "check", "end")
    )

    run, step = begin(diagram, answers={"months": 7}, document={"filed": "2026-01-05"})

    assert run.document == {"filed": "2026-01-05", "application": {"months": 7}}
    assert visited(step) == ["application", "check"]


def test_task__opened__values_were_evaluated_on_arrival():
    task = user(
        "check",
        role="=office.role",
        assignee="=office.person",
        due='=duration("P5D")',
        priority="=office.urgency",
        properties={"mms:unit": "=office.unit", "mms:law": "article 5"},
        inputs={"subject": "=office.unit"},
    )
    diagram = process(start(), task, end(), line("start", "check", "end"))
    office = {"role": "mayor", "person": "p-1", "urgency": 70, "unit": "u-9"}

    run, step = begin(diagram, document={"office": office})

    (waiting,) = step.opened
    assert (waiting.token, waiting.kind, waiting.ordinal) == ("check:1", "task", 1)
    assert (waiting.role, waiting.assignee, waiting.unit, waiting.priority) == ("mayor", "p-1", "u-9", 70)
    assert waiting.due is not None
    assert waiting.inputs == {"subject": "u-9"}
    assert again(run).waiting[0].role == "mayor"
    assert run.definition.elements["check"].properties["mms:law"] == "article 5"


def test_task__values_change_later__waiting_keeps_those_of_the_arrival():
    diagram = process(start(), user("check", role="=who"), end(), line("start", "check", "end"))
    run, _ = begin(diagram, document={"who": "clerk"})

    run.document["who"] = "mayor"

    assert again(run).waiting[0].role == "clerk"


def test_task__role_evaluates_to_nothing__run_breaks():
    diagram = process(start(), user("check", role="=nobody"), end(), line("start", "check", "end"))

    with pytest.raises(RunBroken) as caught:
        begin(diagram)

    assert caught.value.code == "run.role_not_a_name"
    assert caught.value.params["element"] == "check"


def test_complete__no_outputs__answers_lie_under_the_task():
    diagram = process(start(), user("check"), end("done"), line("start", "check", "done"))
    run, _ = begin(diagram)

    step = run.complete("check:1", {"ok": True})

    assert run.document == {"check": {"ok": True}}
    assert (step.closed, step.opened, step.finished, step.end) == (("check:1",), (), True, "done")


def test_complete__outputs__only_their_targets_are_written():
    task = user("check", outputs={"opinion.text": "=answers.text", "opinion.by": "=role"})
    diagram = process(start(), task, end(), line("start", "check", "end"))
    opinion = {"text": "old", "kept": 1}
    run, _ = begin(diagram, document={"opinion": opinion, "role": "clerk"})

    run.complete("check:1", {"text": "new", "secret": "x"})

    assert run.document["opinion"] == {"text": "new", "by": "clerk", "kept": 1}
    assert "check" not in run.document
    assert opinion == {"text": "old", "kept": 1}


@pytest.mark.parametrize("token", ["check:2", "check", "other:1", "start:1"])
def test_complete__token_that_does_not_wait__refused(token):
    diagram = process(start(), user("check"), end(), line("start", "check", "end"))
    run, _ = begin(diagram)

    with pytest.raises(NotWaiting):
        run.complete(token, {})

    assert tokens(run) == ["check:1"]


def test_complete__twice__second_is_refused():
    diagram = process(start(), user("a"), user("b"), end(), line("start", "a", "b", "end"))
    run, _ = begin(diagram)
    run.complete("a:1", {})

    with pytest.raises(NotWaiting):
        again(run).complete("a:1", {})


def test_other_verbs__on_a_task__refused():
    diagram = process(start(), user("a"), end(), line("start", "a", "end"))
    run, _ = begin(diagram)

    for verb in (run.finish_job, run.throw):
        with pytest.raises(NotWaiting):
            verb("a:1", {})
    with pytest.raises(NotWaiting):
        run.fire("a:1")
    with pytest.raises(NotWaiting):
        run.deliver("a")


def test_script__feel__value_lies_under_the_result_variable():
    diagram = process(
        start(), script("add", "=a + 1", "total"), user("see"), end(), line("start", "add", "see", "end")
    )

    run, _ = begin(diagram, document={"a": 2})

    assert run.document == {"a": 2, "total": 3}


def test_ordinals__loop_back__count_arrivals_across_restores():
    diagram = process(
        start(),
        user("a"),
        gateway("exclusive", "more", default="more__end"),
        end(),
        line("start", "a", "more", "end"),
        flow("more", "a", "=a.again"),
    )
    run, _ = begin(diagram)

    opened = []
    for _ in range(3):
        run = again(run)
        opened += [w.token for w in run.complete(tokens(run)[0], {"again": True}).opened]

    assert opened == ["a:2", "a:3", "a:4"]


@pytest.mark.parametrize(
    ("priority", "found"),
    [("80", 80), ("=80", 80), ("=100.0", 100), ("=0", 0), ("=missing", None), (None, None)],
)
def test_task__priority__is_a_whole_number_or_the_usual_one(priority: str | None, found: int | None):
    diagram = process(start(), user("check", priority=priority), end(), line("start", "check", "end"))

    run, step = begin(diagram)

    assert step.opened[0].priority == found
    assert again(run).waiting[0].priority == found


@pytest.mark.parametrize("priority", ["=101", "=-1", "=50.5", '="80"', "=true", "=[80]", "=1e6000"])
def test_task__priority_is_none__run_breaks_at_the_task(priority: str):
    diagram = process(start(), user("check", priority=priority), end(), line("start", "check", "end"))

    with pytest.raises(RunBroken) as caught:
        begin(diagram)

    assert (caught.value.code, caught.value.element) == ("run.priority_out_of_range", "check")


@pytest.mark.parametrize("priority", ["101", "high", "-1", "8.5", "\u0668", "9" * 5000])
def test_task__priority_drawn_as_a_text_that_is_none__is_refused(priority: str):
    diagram = process(start(), user("check", priority=priority), end(), line("start", "check", "end"))

    with pytest.raises(DiagramError) as caught:
        begin(diagram)

    assert (caught.value.code, caught.value.element) == ("diagram.priority_out_of_range", "check")
