"""Embedded subprocesses and called blocks."""

import pytest

from engine.process import Definition, DiagramError
from tests.process.kit import (
    again,
    begin,
    boundary,
    call,
    end,
    gateway,
    line,
    process,
    script,
    start,
    sub,
    timer,
    tokens,
    user,
    visited,
)

NOTICE = process(
    start(),
    user("answer", inputs={"asked": "=subject"}),
    script("note", '=subject + "!"', "noted"),
    end(),
    line("start", "answer", "note", "end"),
    id="shared.notice",
)


def test_subprocess__ends__the_flow_goes_on_behind_it():
    diagram = process(
        start(),
        sub("inner", start("s"), user("a"), end("e"), line("s", "a", "e"), outputs={"copied": "=a.x"}),
        user("b"),
        end(),
        line("start", "inner", "b", "end"),
    )
    run, step = begin(diagram)
    assert visited(step) == ["start", "inner", "s", "a"]

    run = again(run)
    step = run.complete("a:1", {"x": 5})

    assert run.document == {"a": {"x": 5}, "copied": 5}
    assert tokens(run) == ["b:1"]
    assert step.end is None


def test_block__called__shares_the_document_and_sees_its_inputs():
    diagram = process(
        start(),
        call("notice", "shared.notice", inputs={"subject": "=missing"}, outputs={"done": "=noted"}),
        user("after"),
        end(),
        line("start", "notice", "after", "end"),
    )
    run, _ = begin(diagram, blocks={"shared.notice": NOTICE}, document={"missing": "a paper"})
    assert run.waiting[0].inputs == {"asked": "a paper"}

    run = again(run)
    run.complete("answer:1", {"paper": "here"})

    assert run.document == {
        "missing": "a paper",
        "answer": {"paper": "here"},
        "noted": "a paper!",
        "done": "a paper!",
    }
    assert tokens(run) == ["after:1"]


def test_block__called_in_two_places__ordinals_go_on():
    diagram = process(
        start(),
        call("first", "shared.notice", inputs={"subject": "one"}),
        call("second", "shared.notice", inputs={"subject": "two"}),
        end(),
        line("start", "first", "second", "end"),
    )
    run, _ = begin(diagram, blocks={"shared.notice": NOTICE})

    step = again(run).complete("answer:1", {})

    assert [w.token for w in step.opened] == ["answer:2"]
    assert step.opened[0].inputs == {"asked": "two"}


def test_block__ids_nobody_refers_to__do_not_collide():
    diagram = process(start(), call("c", "shared.notice"), end(), line("start", "c", "end"))

    definition = Definition.parse(diagram, {"shared.notice": NOTICE})

    assert {"start", "end", "shared.notice/start", "shared.notice/end"} <= set(definition.elements)
    assert definition.start.id == "start"


def test_block__id_of_a_data_key_also_in_the_process__refused():
    diagram = process(
        start(), user("answer"), call("c", "shared.notice"), end(), line("start", "answer", "c", "end")
    )

    with pytest.raises(DiagramError) as caught:
        Definition.parse(diagram, {"shared.notice": NOTICE})

    assert (caught.value.code, caught.value.element) == ("diagram.duplicate_id", "answer")


CALLS_ITSELF = process(start(), call("x", "b.one"), end(), line("start", "x", "end"), id="b.one")
CALLS_BACK = process(start(), call("x", "p"), end(), line("start", "x", "end"), id="b.one")


@pytest.mark.parametrize(
    ("blocks", "code", "element"),
    [
        ({}, "diagram.called_block_missing", "c"),
        ({"b.one": NOTICE}, "diagram.block_has_another_id", "c"),
        ({"b.one": CALLS_ITSELF}, "diagram.blocks_call_cyclically", "x"),
        ({"b.one": CALLS_BACK}, "diagram.blocks_call_cyclically", "c"),
    ],
)
def test_block__not_given_or_calling_in_a_cycle__refused(blocks, code, element):
    diagram = process(start(), call("c", "b.one"), end(), line("start", "c", "end"))

    with pytest.raises(DiagramError) as caught:
        Definition.parse(diagram, blocks)

    assert (caught.value.code, caught.value.element) == (code, element)


def test_block__writes_what_an_input_around_it_hides__refused():
    outer = process(
        start(), call("ask", "shared.notice"), end(), line("start", "ask", "end"), id="shared.outer"
    )
    inputs = {"subject": "x", "noted": "hidden"}
    diagram = process(start(), call("c", "shared.outer", inputs=inputs), end(), line("start", "c", "end"))

    with pytest.raises(DiagramError) as caught:
        Definition.parse(diagram, {"shared.outer": outer, "shared.notice": NOTICE})

    assert (caught.value.code, caught.value.element) == ("diagram.input_hides_a_write", "note")


def test_block__interrupted__everything_in_it_is_cancelled():
    outer = process(
        start(),
        sub("deep", start("ds"), call("ask", "shared.notice"), end("de"), line("ds", "ask", "de")),
        end(),
        line("start", "deep", "end"),
        id="shared.outer",
    )
    diagram = process(
        start(),
        call("c", "shared.outer", inputs={"subject": "x"}),
        boundary("late", "c", timer("P1D")),
        user("after"),
        end("e1"),
        end("e2"),
        line("start", "c", "e1"),
        line("late", "after", "e2"),
    )
    run, _ = begin(diagram, blocks={"shared.outer": outer, "shared.notice": NOTICE})
    assert tokens(run) == ["late:1", "answer:1"]

    run = again(run)
    step = run.fire("late:1")

    cancelled = [visit.element for visit in step.path if visit.what == "cancelled"]
    assert sorted(cancelled) == ["answer", "ask", "c", "deep"]
    assert tokens(again(run)) == ["after:1"]
    assert run.complete("after:1", {}).end == "e2"


def test_subprocess__parallel_inside__ends_when_the_last_token_ends():
    diagram = process(
        start(),
        sub(
            "inner",
            start("s"),
            gateway("parallel", "split"),
            user("a"),
            user("b"),
            end("ea"),
            end("eb"),
            line("s", "split"),
            line("split", "a", "ea"),
            line("split", "b", "eb"),
        ),
        end(),
        line("start", "inner", "end"),
    )
    run, _ = begin(diagram)

    assert not run.complete("b:1", {}).finished
    assert again(run).complete("a:1", {}).finished
