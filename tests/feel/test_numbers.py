"""Numbers are decimals of 34 digits: money adds up, rounding is decimal, JSON's numbers are welcome."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feel import compile_expression, to_json

tetri = st.integers(min_value=-(10**15), max_value=10**15)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6)


def value_of(text: str, **context: Any) -> Any:
    return compile_expression(text).evaluate(context)


def test_tenths__added__are_exact() -> None:
    assert value_of("0.1 + 0.2 = 0.3") is True
    assert value_of("sum([0.1, 0.2])") == Decimal("0.3")


@given(st.lists(tetri, min_size=1, max_size=30))
def test_sum__of_money_in_lari__equals_the_sum_in_tetri(amounts: list[int]) -> None:
    lari = [Decimal(amount) / 100 for amount in amounts]

    total = value_of("sum(xs) * 100", xs=lari)

    assert total == sum(amounts)


@given(decimals, decimals)
def test_arithmetic__of_any_decimals__agrees_with_decimal128(a: Decimal, b: Decimal) -> None:
    reference = Context(prec=34, rounding=ROUND_HALF_EVEN)

    assert value_of("a + b", a=a, b=b) == reference.add(a, b)
    assert value_of("a - b", a=a, b=b) == reference.subtract(a, b)
    assert value_of("a * b", a=a, b=b) == reference.multiply(a, b)
    if b:
        assert value_of("a / b", a=a, b=b) == reference.divide(a, b)


@given(decimals, decimals.filter(bool))
def test_modulo__of_any_decimals__has_the_sign_and_size_of_the_divisor(a: Decimal, b: Decimal) -> None:
    remainder = value_of("modulo(a, b)", a=a, b=b)

    assert abs(remainder) < abs(b)
    assert remainder == 0 or (remainder > 0) == (b > 0)


@given(decimals, st.integers(min_value=0, max_value=4))
def test_rounding__in_every_direction__stays_within_one_unit(number: Decimal, scale: int) -> None:
    unit = Decimal(1).scaleb(-scale)
    context = {"n": number, "s": scale}

    def rounded(name: str) -> Any:
        return compile_expression(f"{name}(n, s)").evaluate(context)

    assert rounded("floor") <= number <= rounded("ceiling")
    assert abs(rounded("round down")) <= abs(number) <= abs(rounded("round up"))
    assert abs(rounded("decimal") - number) <= unit / 2
    assert abs(rounded("round half up") - number) <= unit / 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(2.5, 0)", 2),
        ("decimal(1.115, 2)", Decimal("1.12")),
        ("decimal(1234567, -3)", 1_235_000),
        ("decimal(1, 7000)", None),
        ("round half up(2.5, 0)", 3),
        ("round half down(2.5, 0)", 2),
        ("floor(-1.5)", -2),
        ("ceiling(-1.5)", -1),
        ("sqrt(16)", 4),
        ("sqrt(-1)", None),
        ("log(0)", None),
        ("odd(3)", True),
        ("even(2.5)", None),
        ("abs(-1)", 1),
        ("1 / 3 * 3", Decimal("0." + "9" * 34)),
        ("10 ** 7000", None),
        ("1e3 + .5", Decimal("1000.5")),
        ("median([8, 2, 5, 3, 4])", 4),
        ("mode([6, 3, 9, 6, 6, 3, 3])", [3, 6]),
        ("stddev(2, 4, 7, 5)", Decimal("2.081665999466132735282297706979931")),
        ("mean([1, 2, 4])", Decimal("2.333333333333333333333333333333333")),
        ("min([])", None),
        ("max(1, 3, 2)", 3),
        ('sum([1, "a"])', None),
    ],
)
def test_number_functions__at_their_edges__keep_to_the_standard(text: str, expected: Any) -> None:
    assert to_json(value_of(text)) == expected


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        (1, Decimal(1)),
        (0.1, Decimal("0.1")),
        (Decimal("1.50"), Decimal("1.5")),
        (10**40 + 1, Decimal(10**40)),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("NaN"), None),
        (Decimal("1." + "1" * 40), Decimal("1." + "1" * 33)),
    ],
)
def test_number__given_from_outside__becomes_a_feel_number(given_value: Any, expected: Any) -> None:
    assert value_of("x", x=given_value) == expected
    assert value_of("xs[1]", xs=[given_value]) == expected
    assert value_of("c.x", c={"x": given_value}) == expected


def test_boolean__given_from_outside__is_no_number() -> None:
    assert value_of("x + 1", x=True) is None
    assert value_of("x instance of boolean", x=True) is True


@given(st.integers(min_value=-(10**30), max_value=10**30))
def test_whole_number__going_through__comes_out_as_the_same_int(number: int) -> None:
    out = to_json(value_of("[x + 0, x / 1]", x=number))

    assert out == [number, number]
    assert all(type(value) is int for value in out)
