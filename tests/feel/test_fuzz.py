"""Random text never raises anything but FeelError, and what compiles evaluates without a crash."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from feel import FeelError, Functions, compile_expression, compile_unary_tests, to_json

WORDS = [
    *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between"),
    *("not", "function", "instance of", "list", "number", "null", "true", "false", "external", "item"),
    *("partial", "x", "y", "თვე", "?", "date and time", "string length", "-", "+", "*", "/", "**", "=", "!="),
    *(
        "<",
        "<=",
        ">",
        ">=",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "->",
        "@",
        '"',
        "1",
        "0",
        "-1",
    ),
    *(
        "1e6000",
        ".5",
        '"a"',
        '"2024-02-29"',
        '@"P1D"',
        '@"2024-02-29"',
        "//",
        "/*",
        "*/",
        "'",
        "\\",
        "\n",
        "é",
    ),
    *sorted(Functions.standard()),
]
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=14).map("".join),
)

leaves = st.sampled_from(
    [
        "1",
        "0",
        "-3",
        "2.5",
        '"ab"',
        "true",
        "null",
        "x",
        "xs",
        "c",
        '@"2024-02-29"',
        '@"P1M"',
        '@"PT1H"',
        "item",
    ]
)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return expressions one level larger, nearly all of them valid."""
    operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"])
    functions = st.sampled_from([*sorted(Functions.standard())])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        st.tuples(functions, st.lists(inner, max_size=4)).map(lambda t: f"{t[0]}({', '.join(t[1])})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})[{t[1]}]"),
        st.tuples(inner, inner).map(lambda t: f"for x in {t[0]} return {t[1]}"),
        st.tuples(inner, inner).map(lambda t: f"{{a: {t[0]}, b: {t[1]}}}"),
        st.tuples(inner, inner, inner).map(lambda t: f"if {t[0]} then {t[1]} else {t[2]}"),
        st.tuples(inner, inner).map(lambda t: f"[{t[0]}..{t[1]}]"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, st.sampled_from(["a", "year", "start", "time offset"])).map(
            lambda t: f"({t[0]}).{t[1]}"
        ),
    )


def run(compiled: Any, *arguments: Any) -> None:
    with suppress(FeelError):
        to_json(compiled.evaluate(*arguments, budget=3000))


CONTEXT = {"x": 5, "xs": [1, 2.5, "a", None], "c": {"a": 1, "b": {"c": True}}, "თვე": 7}


@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
@example('"\\uDC00"')
@example("1 in (1..")
@example("]..[")
@example("x.")
@example('"\\U110000"')
def test_expression__of_random_text__raises_nothing_but_feel_errors(text: str) -> None:
    try:
        compiled = compile_expression(text)
    except FeelError as error:
        assert error.code.startswith("feel.")
        assert str(error)
        return

    run(compiled, CONTEXT)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_unary_tests__of_random_text__raise_nothing_but_feel_errors(text: str) -> None:
    try:
        compiled = compile_unary_tests(text)
    except FeelError:
        return

    run(compiled, 5, CONTEXT)


@settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(st.recursive(leaves, grown, max_leaves=8))
def test_expression__of_random_structure__evaluates_without_a_crash(text: str) -> None:
    try:
        compiled = compile_expression(text)
    except FeelError:
        return

    run(compiled, CONTEXT)
