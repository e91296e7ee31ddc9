"""Where outputs are written: an object keeps its other fields, and nothing else is written over by a part."""

import pytest

from engine.process import RunBroken
from tests.process.kit import FakeHost, begin, each, end, job, line, process, script, start, tokens, user


@pytest.mark.parametrize("before", [{}, {"rows": None}, {"rows": {}}, {"rows": {"name": "a"}}])
def test_output__into_an_object_or_nothing__keeps_what_is_there(before):
    diagram = process(start(), user("ask", outputs={"rows.age": "=7"}), end(), line("start", "ask", "end"))
    run, _ = begin(diagram, document=before)

    run.complete("ask:1", {})

    assert run.document["rows"] == {**(before.get("rows") or {}), "age": 7}


@pytest.mark.parametrize("kept", [[], [{"age": 1}], "text", "", 0, False])
@pytest.mark.parametrize(
    ("target", "wrap"),
    [("rows.age", lambda kept: {"rows": kept}), ("a.rows.age", lambda kept: {"a": {"rows": kept}})],
)
def test_output__into_what_is_no_object__breaks_the_step_and_replaces_nothing(target, wrap, kept):
    document = wrap(kept)
    diagram = process(start(), user("ask", outputs={target: "=7"}), end(), line("start", "ask", "end"))
    run, _ = begin(diagram, document=document)

    with pytest.raises(RunBroken) as caught:
        run.complete("ask:1", {})

    assert (caught.value.code, caught.value.element) == ("run.target_not_an_object", "ask")
    assert caught.value.params["name"] == target.removesuffix(".age")
    assert document == wrap(kept)


def test_output__into_an_item_of_a_repetition_that_is_no_object__breaks_the_step():
    loop = each("=units", "unit", into="ages", output="=unit")
    asked = user("ask", outputs={"unit.age": "=answers.age"}, loop=loop)
    diagram = process(start(), asked, end(), line("start", "ask", "end"))
    run, _ = begin(diagram, document={"units": [{"name": "a"}, "b"]})

    run.complete("ask:1", {"age": 3})
    with pytest.raises(RunBroken) as caught:
        run.complete("ask:2", {"age": 4})

    assert caught.value.code == "run.target_not_an_object"
    assert tokens(run)


def test_output__of_an_operation_after_a_list__breaks_the_step_with_it():
    diagram = process(
        start(),
        script("make", "=[1, 2]", "rows"),
        job("ask", "op", outputs={"rows.sum": "=result"}),
        end(),
        line("start", "make", "ask", "end"),
    )

    with pytest.raises(RunBroken) as caught:
        begin(diagram, host=FakeHost(operations={"op": lambda _: {}}))

    assert (caught.value.code, caught.value.element) == ("run.target_not_an_object", "ask")
