"""Kinds found without evaluating: right wherever they are claimed, and wrong is said only of what is null."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feel import Functions, Host, compile_expression, compile_unary_tests
from feel.analyse import Kind, analyse, kind_named, kind_of, list_of, possible_values

SAMPLES = {
    "number": ["5", "-2"],
    "string": ['"a"'],
    "boolean": ["true"],
    "date": ['date("2024-02-29")', 'date("2020-01-01")'],
    "time": ['time("10:00:00")'],
    "date and time": ['date and time("2024-02-29T10:00:00")', 'date and time("2024-02-29T10:00:00Z")'],
    "days and time duration": ['duration("P1DT2H")'],
    "years and months duration": ['duration("P1Y")'],
}
DURATIONS = ("days and time duration", "years and months duration")
TEXTS = [text for texts in SAMPLES.values() for text in texts]


def kind_in(text: str, **kinds: str) -> str:
    declared = {name: kind_named(kind) for name, kind in kinds.items()}
    return str(analyse(compile_expression(text), kinds=declared).kind)


def problems_in(text: str, **kinds: str) -> list[tuple[str, int]]:
    declared = {name: kind_named(kind) for name, kind in kinds.items()}
    found = analyse(compile_expression(text), kinds=declared).problems
    return [(problem.code, problem.position.column) for problem in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a + 1", "number"),
        ("a > 1 and b", "boolean"),
        ('if a > 1 then "x" else null', "string"),
        ('if a > 1 then "x" else 2', "unknown"),
        ('date("2024-01-01") - date("2023-01-01")', "days and time duration"),
        ('date("2024-01-01").year', "number"),
        ("for x in [1, 2] return x + a", "list<number>"),
        ("[1, 2, 3][item > 1]", "list<number>"),
        ("[1, 2, 3][1]", "number"),
        ('{x: 1, y: x + 1, "z z": "t"}.y', "number"),
        ("{x: 1}.x", "number"),
        ("[{x: 1}, {x: 2}].x", "list<number>"),
        ("count(c)", "number"),
        ("c.d.e", "unknown"),
        ("some x in c satisfies x > 1", "boolean"),
        ("[1..5]", "range<number>"),
        ("a + c", "unknown"),
        ("function(x) x + 1", "function"),
        ("people[age > 3]", "list<unknown>"),
    ],
)
def test_kind__of_an_expression__is_inferred(text: str, kind: str) -> None:
    assert kind_in(text, a="number", b="boolean") == kind


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ('a + "x"', "feel.kinds_differ", 3),
        ('1 + 2 > "x"', "feel.kinds_differ", 7),
        ("a = b", "feel.kinds_differ", 3),
        ("b > true", "feel.kinds_differ", 3),
        ("if a then 1 else 2", "feel.not_a_condition", 4),
        ("b and a", "feel.not_a_condition", 7),
        ("a.x", "feel.no_property", 2),
        ("{x: 1}.y", "feel.no_property", 7),
        ("upper case(a)", "feel.argument_kind", 12),
        ('a in ["x".."y"]', "feel.kinds_differ", 6),
        ('a between 1 and "y"', "feel.kinds_differ", 3),
        ('-"x"', "feel.kinds_differ", 1),
        ('[1, 2]["x"]', "feel.not_a_condition", 8),
    ],
)
def test_problem__that_is_certain__is_reported_where_it_is(text: str, code: str, column: int) -> None:
    assert (code, column) in problems_in(text, a="number", b="boolean")


@pytest.mark.parametrize(
    "text",
    [
        "x + 1",
        "x = null",
        "a = null",
        "x.y.z > 3",
        "sum([1, 2])",
        'upper case(["x"])',
        "[1][1] + 1",
        "people[age > a]",
    ]
    + ['{a: "t", b: a + "x"}.b', "[{a: true}][a]", "a in (1, 2, > 5)", 'if a > 1 then x else "y"', "not(x)"],
)
def test_problem__where_a_value_is_possible__is_not_reported(text: str) -> None:
    assert problems_in(text, a="number") == []


def test_cell__with_a_test_of_another_kind__is_reported() -> None:
    cell = compile_unary_tests('< 5, "x"')

    found = analyse(cell, tested=Kind("number")).problems

    assert [(problem.code, problem.position.column, problem.found) for problem in found] == [
        ("feel.kinds_differ", 6, "number, string")
    ]


def test_host_function__with_a_declared_result__has_its_kind() -> None:
    functions = Functions.standard().plus({"parameter": Host(params=("name",), call=str)})
    expression = compile_expression('months >= parameter("m")', functions=functions)

    found = analyse(
        expression,
        functions=functions,
        results={"parameter": Kind("string")},
        kinds={"months": Kind("number")},
    )

    assert found.names == {"months"}
    assert found.functions == {"parameter"}
    assert [problem.code for problem in found.problems] == ["feel.kinds_differ"]


@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">="])
def test_operators__over_all_kinds__agree_with_evaluation(operator: str) -> None:
    for left, right in product(SAMPLES, repeat=2):
        texts = [f"{a} {operator} {b}" for a, b in product(SAMPLES[left], SAMPLES[right])]
        values = [compile_expression(text).evaluate({}) for text in texts]
        found = analyse(compile_expression(f"a {operator} b"), kinds={"a": Kind(left), "b": Kind(right)})

        assert bool(found.problems) == all(value is None for value in values), (left, operator, right)
        assert all(value is None or found.kind.bare == kind_of(value).bare for value in values), (
            left,
            operator,
            right,
        )


def test_functions__with_one_argument_of_each_kind__agree_with_evaluation() -> None:
    functions = Functions.standard()
    for name in functions:
        for kind, texts in SAMPLES.items():
            if not functions[name].taking(1):  # type: ignore[union-attr]
                continue
            expression = compile_expression(f"{name}({texts[0]})")
            found, value = analyse(expression), expression.evaluate({})

            assert value is None or not found.problems, (name, kind)
            assert value is None or not found.kind.is_known or found.kind.name == kind_of(value).name, name


def expressions(depth: int = 3) -> st.SearchStrategy[str]:
    leaf = st.sampled_from([*TEXTS, "null", "[1, 2]", '["a"]', '{k: 1, m: "x"}', "[1..3]"])
    if depth == 0:
        return leaf
    inner = expressions(depth - 1)
    return st.one_of(
        leaf,
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "<", "=", "and", "or"]), inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("([{}, {}][{}])".format, inner, inner, inner),
        st.builds("(for i in {} return {})".format, inner, inner),
        st.builds("({}.{})".format, inner, st.sampled_from(["k", "year", "days"])),
        st.builds("{}({})".format, st.sampled_from(["count", "abs", "string", "reverse", "min"]), inner),
    )


def test_kind__of_a_position_that_may_be_null__is_not_claimed() -> None:
    expression = compile_expression("[5, 6][count((5.k))]")

    assert expression.evaluate({}) == []
    assert not analyse(expression).kind.is_known
    assert analyse(compile_expression("[5, 6][-1]")).kind.name == "number"


@given(expressions())
def test_kind__of_any_expression__is_that_of_its_value(text: str) -> None:
    expression = compile_expression(text)

    value, kind = expression.evaluate({}), analyse(expression).kind

    assert value is None or not kind.is_known or kind.name == kind_of(value).name


@given(expressions(1))
def test_problem__at_the_root__means_null(text: str) -> None:
    expression = compile_expression(text)

    at_root = [
        p
        for p in analyse(expression).problems
        if p.code == "feel.kinds_differ" and p.position.offset == expression.tree.at
    ]

    assert not at_root or expression.evaluate({}) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('if a = 1 then "x" else if a = 2 then "y" else "x"', ("x", "y")),
        ("a > 1", (True, False, None)),
        ("a + 1", None),
        ("if a then b else 1", None),
    ],
)
def test_possible_values__are_all_there_are(text: str, values: tuple[Any, ...] | None) -> None:
    assert possible_values(compile_expression(text).tree) == values


def test_list_kinds__of_different_elements__are_lists_of_anything() -> None:
    assert kind_in('[1, "a"]') == "list<unknown>"
    assert list_of(Kind("number")) == analyse(compile_expression("[1]")).kind
