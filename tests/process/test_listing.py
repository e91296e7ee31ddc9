"""The list of expressions and written names that the checks before a publication start from."""

from engine.process import Definition, expressions_in, names_written_by
from tests.process.kit import (
    boundary,
    call,
    decision,
    each,
    end,
    flow,
    gateway,
    job,
    line,
    message,
    process,
    script,
    start,
    timer,
    user,
)

BLOCK = process(
    start(), user("write", role="=office", outputs={"opinion.text": "=answers.x"}), end(),
    line("start", "write", "end"), id="b",
)  # fmt: skip
LOOP = each("=units", "unit", into="all", output="=opinion")
DIAGRAM = process(
    start("application", form="f"),
    job("ask", "op", inputs={"n": "=application.n", "kind": "full"}, outputs={"found.name": "=result.name"}),
    boundary("late", "ask", timer("P1D")),
    call(
        "each_unit",
        "b",
        inputs={"office": "=unit"},
        loop=each("=units", "unit", into="all", output="=opinion"),
    ),
    boundary("gone", "each_unit", message("gone")),
    decision("judge", "d", "verdict"),
    script("add", "=verdict + 1", "total"),
    gateway("exclusive", "g", "g__end"),
    end(),
    end("end2"),
    line("application", "ask", "each_unit", "judge", "add", "g", "end"),
    flow("g", "ask", "=total > 1"),
    flow("late", "end2"),
    flow("gone", "end2"),
    messages=("gone",),
    correlation="=application.n",
)


def test_expressions__of_a_process_with_a_block__all_with_the_names_they_see():
    found = expressions_in(Definition.parse(DIAGRAM, {"b": BLOCK}))

    assert {(e.element, e.place, e.text) for e in found} == {
        ("ask", "input n", "application.n"),
        ("ask", "output found.name", "result.name"),
        ("late", "timer", 'duration("P1D")'),
        ("each_unit", "input office", "unit"),
        ("each_unit", "items", "units"),
        ("each_unit", "item output", "opinion"),
        ("gone", "correlation", "application.n"),
        ("add", "script", "verdict + 1"),
        ("g", "condition g__ask", "total > 1"),
        ("write", "role", "office"),
        ("write", "output opinion.text", "answers.x"),
    }
    names = {(e.element, e.place): e.names for e in found}
    assert names["write", "role"] >= {"office", "unit", "loopCounter"}
    assert "answers" in names["write", "output opinion.text"]
    assert names["each_unit", "items"] == frozenset()
    assert names["ask", "output found.name"] >= {"result", "n", "kind"}


def test_written_names__of_a_process_with_a_block__first_names_only():
    definition = Definition.parse(DIAGRAM, {"b": BLOCK})

    assert names_written_by(definition) == {
        "application",
        "found",
        "opinion",
        "all",
        "gone",
        "verdict",
        "total",
    }
