"""Types of DMN 10.3.2.9: which values are instances of them, and what becomes of an argument."""

from __future__ import annotations

from typing import Any

import pytest

from feel import FeelLimitError, compile_expression, compile_unary_tests


def value_of(text: str, **context: Any) -> Any:
    return compile_expression(text, hints=context).evaluate(context)


@pytest.mark.parametrize(
    ("value", "written", "expected"),
    [
        ("[1, 2]", "list<number>", True),
        ("[]", "list<number>", True),
        ("[1, null]", "list<number>", True),
        ('[1, "2"]', "list<number>", False),
        ('[1, "2"]', "list<Any>", True),
        ("[[1], []]", "list<list<number>>", True),
        ("[1]", "number", False),
        ("1", "list<number>", False),
        ("null", "list<Any>", False),
        ("[null]", "list<Null>", True),
        ("{a: 1}", "context<>", True),
        ("1", "context<>", False),
        ("{a: 1}", "context<a: number>", True),
        ("{a: 1, b: 2}", "context<a: number>", True),
        ("{b: 2}", "context<a: number>", False),
        ("{a: null}", "context<a: number>", True),
        ('{a: "x"}', "context<a: number>", False),
        ("{a: {b: 1}}", "context<a: context<b: number>>", True),
        ("[1..2]", "range<number>", True),
        ("[1..2]", "range<Any>", True),
        ("[1..2]", "range<string>", False),
        ("(< 2)", "range<number>", True),
        ("(!= 2)", "range<number>", True),
        ("(!= 2)", "range<string>", False),
        ("null", "Null", True),
        ("null", "Any", False),
    ],
)
def test_instance_of__lists_contexts_and_ranges__follows_the_lattice(
    value: str, written: str, expected: bool
) -> None:
    assert value_of(f"{value} instance of {written}") is expected


@pytest.mark.parametrize(
    ("value", "written", "expected"),
    [
        ("function() 1", "function<>->number", True),
        ("function() 1", "function<>->Any", True),
        ("function() 1", "function<>->string", False),
        ("function(x: number) x", "function<number>->number", True),
        ("function(x: number) x", "function<>->number", False),
        ("function(x: number) x", "function<string>->Any", False),
        ("function(x) x", "function<string>->string", True),
        ("function(x: number) x", "function<Any>->Any", False),
        ("function(x: number, y: number) x + y", "function<number, number>->number", True),
        ("function(x: number, y: number) x + y", "function<number, number>->string", False),
        ("function(x: number) x > 1", "function<number>->boolean", True),
        ("function(x: number) [x]", "function<number>->list<number>", True),
        ("function(x: number) [x]", "function<number>->list<string>", False),
        ('function(x: number) if x > 1 then x else "no"', "function<number>->number", False),
        ("function(x: context<a: number>) x", "function<context<a: number, b: number>>->Any", True),
        ("function(x: context<a: number, b: number>) x", "function<context<a: number>>->Any", False),
        ("function(f: function<number>->Any) 1", "function<function<Any>->Any>->number", True),
        ("function(f: function<Any>->Any) 1", "function<function<number>->Any>->number", False),
        ("abs", "function<number>->number", True),
        ("1", "function<>->number", False),
        ("null", "function<>->number", False),
    ],
)
def test_instance_of__functions__takes_wider_parameters_and_narrower_results(
    value: str, written: str, expected: bool
) -> None:
    assert value_of(f"({value}) instance of {written}") is expected


@pytest.mark.parametrize(
    ("kind", "argument", "expected"),
    [
        ("number", "1", 1),
        ("number", '"1"', None),
        ("number", "[1]", 1),
        ("number", "[null]", None),
        ("number", "[1, 2]", None),
        ("number", '["1"]', None),
        ("list<number>", "1", [1]),
        ("list<number>", "[1, null]", [1, None]),
        ("list<number>", '"1"', None),
        ("list<number>", '[1, "2"]', None),
        ("context<a: number>", "{a: 1, b: 2}", {"a": 1, "b": 2}),
        ("context<a: number>", "{a: null}", {"a": None}),
        ("context<a: number>", "{b: 2}", None),
        ("Any", "[1]", [1]),
    ],
)
def test_argument__of_a_typed_parameter__conforms_or_makes_the_call_null(
    kind: str, argument: str, expected: Any
) -> None:
    assert value_of(f"(function(x: {kind}) x)({argument})") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(= 10) = (= 10)", True),
        ("(= 10) = [10..10]", False),
        ("(= 10) = (= 11)", False),
        ("(!= 10) = (!= 10.0)", True),
        ("(!= 10) = (!= 11)", False),
        ("(!= 10) = (= 10)", None),
        ("5 in [(!= 10)]", True),
        ("10 in [(!= 10)]", False),
        ('"10" in (!= 10)', None),
        ("null in [(!= 10)]", True),
        ("list contains([(!= 10)], (!= 10))", True),
        ("count(distinct values([(= 1), [1..1], (!= 1), (!= 1.0)]))", 3),
        ('{test: (!= "a"), found: "b" in test}.found', True),
        ('{test: (!= "a"), found: "a" in test}.found', False),
        ("string((!= 10))", "(!= 10)"),
        ("string((= 10))", "(= 10)"),
        ("(= 10).start", 10),
        ("(!= 10).start", None),
        ("before((!= 10), 5)", None),
    ],
)
def test_unary_tests__as_values__keep_their_operator(text: str, expected: Any) -> None:
    assert value_of(text) == expected


def test_inequality__held_by_a_name__tests_a_cell() -> None:
    other = compile_expression("(!= 5)").evaluate({})

    assert compile_unary_tests("other", hints=("other",)).evaluate(7, {"other": other}) is True
    assert compile_unary_tests("other", hints=("other",)).evaluate(5, {"other": other}) is False


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("10:00:00Z", "10:00:00+00:00", True),
        ("10:00:00@Etc/UTC", "10:00:00Z", True),
        ("10:00:00+04:00", "06:00:00Z", True),
        ("10:00:00@Asia/Tbilisi", "06:00:00@Etc/UTC", True),
        ("2024-07-01T10:00:00@Asia/Tbilisi", "2024-07-01T06:00:00Z", True),
        ("2024-07-01T10:00:00@Europe/Paris", "2024-07-01T10:00:00+02:00", True),
        ("2024-01-01T10:00:00@Europe/Paris", "2024-01-01T10:00:00+02:00", False),
        ("2024-04-02T23:00:00-04:00", "2024-04-03T02:00:00-01:00", True),
        ("10:00:00.1", "10:00:00.2", False),
    ],
)
def test_equality__of_times_in_zones__is_that_of_their_instants(
    left: str, right: str, expected: bool
) -> None:
    assert value_of(f'@"{left}" = @"{right}"') is expected


def test_type__of_a_long_list__is_tested_at_its_price() -> None:
    expression = compile_expression("xs instance of list<number>")
    xs = [1] * 1000

    assert expression.evaluate({"xs": xs}, budget=2_100) is True
    with pytest.raises(FeelLimitError, match="too_many_steps"):
        expression.evaluate({"xs": xs}, budget=1_500)
