"""Nothing an analyst writes can hang or exhaust the server: whatever explodes ends with a limit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from feel import FeelError, FeelLimitError, SharedBudget, compile_expression, to_json

HANGS = 60  # seconds: no measure, only the end of hoping

TOO_MUCH = [
    "for i in 1..1000000000 return i",
    "count(for i in 1..1000000000 return i)",
    "for a in 1..1000, b in 1..1000, c in 1..1000 return 1",
    "some x in 1..1000000000 satisfies false",
    "{f: function(n) f(n + 1)}.f(1)",
    "{f: function(n) f(n) + f(n)}.f(1)",
    "for i in 1..40 return [partial[-1], partial[-1]]",
    "string(for i in 1..40 return [partial[-1], partial[-1]])",
    "flatten(for i in 1..40 return [partial[-1], partial[-1]])",
    "(for i in 1..40 return [partial[-1], partial[-1]]) = (for i in 1..40 return [partial[-1], partial[-1]])",
    "distinct values(for i in 1..40 return [partial[-1], partial[-1]])",
    "for i in 1..20000 return [partial[-1]]",
    'for i in 1..60 return if i = 1 then "ab" else partial[-1] + partial[-1]',
    "for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    'string join(for i in 1..30000 return "0123456789012345678901234567890123456789")',
    'replace("' + "a" * 5000 + '", "a", "' + "b" * 5000 + '")',
    "sort(for i in 1..20000 return i, function(a, b) a > b)",
    'matches("a", "' + "(" * 2000 + ")" * 2000 + '")',
    "(" * 500 + "1" + ")" * 500,
    "[" * 500,
    "-" * 5000 + "1",
    "1" + " = 1" * 3000,
    "x" + ".a" * 3000,
    "1 in (" * 500,
    "not(" * 500,
    "if true then " * 500,
    "x instance of " + "list<" * 500,
    "1" * 30_000,
]


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("text", TOO_MUCH, ids=lambda text: text[:40])
def test_bomb__of_steps_size_or_depth__ends_with_a_limit(text: str) -> None:
    with pytest.raises(FeelLimitError):
        to_json(compile_expression(text).evaluate({}))


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('matches("' + "a" * 5000 + 'b", "(a+)+$")', False),
        ("9 ** 9 ** 9 ** 9 ** 9", None),
        ("10 ** 6000 * 10 ** 6000", None),
        ("exp(10 ** 6000)", None),
        ("1.0000001 ** (10 ** 30)", None),
        ("modulo(10 ** 6000, 0.0000007)", Decimal("3E-7")),
        ("string(10 ** 6000)", "1" + "0" * 6000),
        ('duration("P999999999Y") * 10 ** 6000', None),
        ("1" + " + 1" * 4000, Decimal(4001)),
        ("true" + " and true" * 1500, True),
    ],
    ids=lambda given: str(given)[:40],
)
def test_large_but_bounded_work__is_done(text: str, value: Any) -> None:
    assert compile_expression(text).evaluate({}) == value


def test_budget__given_by_the_caller__is_kept() -> None:
    expression = compile_expression("count(for i in 1..1000 return i)")

    assert expression.evaluate({}) == 1000
    with pytest.raises(FeelLimitError) as caught:
        expression.evaluate({}, budget=1000)
    assert caught.value.code == "feel.too_many_steps"


@pytest.mark.parametrize("body", ["log(i)", "exp(i / 9000)", "i ** 0.5"])
def test_budget__of_slow_arithmetic__is_paid_by_its_time(body: str) -> None:
    with pytest.raises(FeelLimitError):
        compile_expression(f"count(for i in 1..9000 return {body})").evaluate({})


def test_shared_budget__several_evaluations__use_it_up() -> None:
    expression, budget = compile_expression("count(for i in 1..1000 return i)"), SharedBudget(12_000)

    assert [budget.evaluate(expression, {}) for _ in range(2)] == [1000, 1000]
    with pytest.raises(FeelLimitError):
        budget.evaluate(expression, {})
    assert budget.left == 0


@pytest.mark.parametrize(
    "text",
    [
        "for i in xs return {body}",
        "every i in xs satisfies {body} > 0",
        "xs[{body} > 0]",
        "{{f: function(i) {body}, r: [f(1), f(2), f(3), f(4), f(5), f(6), f(7), f(8), f(9), f(10)]}}.r",
    ],
)
def test_budget__of_a_repeated_body__grows_with_the_body(text: str) -> None:
    xs = list(range(10))
    small = compile_expression(text.format(body="1"))
    large = compile_expression(text.format(body=" + ".join(["1"] * 100)))

    small.evaluate({"xs": xs}, budget=800)

    with pytest.raises(FeelLimitError):
        large.evaluate({"xs": xs}, budget=800)


def test_large_context__read_in_a_loop__is_converted_once() -> None:
    rows = [{"amount": n} for n in range(1000)]

    value = compile_expression("sum(for i in 1..20 return count(rows[amount > 990]))").evaluate(
        {"rows": rows}
    )

    assert value == 180


def test_data_nested_too_deep__given_from_outside__is_a_limit() -> None:
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]

    with pytest.raises(FeelError):
        compile_expression("string(x)").evaluate({"x": nested})
