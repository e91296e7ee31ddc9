"""Canonical JSON: equal values have equal bytes, everything else is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.canonical import NotCanonical, dumps, loads

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_value__written_and_read__is_the_same(value: Any) -> None:
    assert loads(dumps(value)) == value


@given(VALUES)
def test_bytes__read_and_written__are_the_same(value: Any) -> None:
    once = dumps(value)

    assert dumps(loads(once)) == once


@given(VALUES)
def test_bytes__read_by_another_reader__are_json_without_spaces_outside_texts(value: Any) -> None:
    read = json.loads(dumps(value), parse_float=Decimal)

    assert read == value


@given(st.dictionaries(TEXTS, st.integers(), min_size=2))
def test_object__keys_in_another_order__has_the_same_bytes(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))

    assert dumps(turned) == dumps(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_float__written__reads_as_the_decimal_it_prints_as(value: float) -> None:
    assert loads(dumps(value)) == Decimal(repr(value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2, b"2"),
        (2.0, b"2"),
        (Decimal("2.00"), b"2"),
        (Decimal("-0.0"), b"0"),
        (-0.0, b"0"),
        (Decimal("2.50"), b"2.5"),
        (Decimal("-0.001"), b"-0.001"),
        (Decimal("1E+3"), b"1000"),
        (Decimal("123.456"), b"123.456"),
        (Decimal("0.1234567890123456789012345678901234"), b"0.1234567890123456789012345678901234"),
        (Decimal("1E+999"), b"1e999"),
        (Decimal("12E-99"), b"12e-99"),
        (10**59, b"1" + b"0" * 59),
        (-(10**70), b"-1e70"),
        (True, b"true"),
        ({"b": 1, "a": [None, False]}, b'{"a":[null,false],"b":1}'),
        ((), b"[]"),
        ({}, b"{}"),
        ('„ქედა“\n"', '"„ქედა“\\n\\""'.encode()),
    ],
)
def test_value__written__has_the_one_form(value: Any, written: bytes) -> None:
    assert dumps(value) == written


def test_number__with_a_fraction__is_read_exactly() -> None:
    assert loads("0.1") == Decimal("0.1")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("nan"), "not_finite"),
        (float("inf"), "not_finite"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("-Infinity"), "not_finite"),
        ({1: "a"}, "key_not_string"),
        ({None: "a"}, "key_not_string"),
        ({"a": {True: "b"}}, "key_not_string"),
        ("\ud800", "lone_surrogate"),
        ({"\udfff": 1}, "lone_surrogate"),
        ({1, 2}, "not_json_value"),
        (b"bytes", "not_json_value"),
        (object(), "not_json_value"),
    ],
)
def test_dumps__value_without_canonical_form__is_refused(value: Any, code: str) -> None:
    with pytest.raises(NotCanonical) as caught:
        dumps([value])

    assert caught.value.code == f"canonical.{code}"


def test_dumps__refused_value__names_its_place() -> None:
    with pytest.raises(NotCanonical) as caught:
        dumps({"application": {"witnesses": [1, float("nan")]}})

    assert caught.value.path == ("application", "witnesses", 1)


@pytest.mark.parametrize("build", [lambda inner: [inner], lambda inner: {"a": inner}])
def test_dumps__nested_too_deep__is_refused(build: Any) -> None:
    value: Any = 1
    for _ in range(5_000):
        value = build(value)

    with pytest.raises(NotCanonical, match="too_deep"):
        dumps(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NaN", "not_finite"),
        ("[-Infinity]", "not_finite"),
        ('{"a": 1, "a": 1}', "key_twice"),
        (r'["\ud800"]', "lone_surrogate"),
        (r'{"\udc00": 1}', "lone_surrogate"),
        (b"\xff", "not_utf8"),
        (b'"\xed\xa0\x80"', "not_utf8"),
        ("{", "not_json"),
        ("", "not_json"),
        ("01", "not_json"),
        ("1" * 5_000, "not_json"),
        ("1e99999999999999999999", "number_too_large"),
        ("[" * 200_000, "too_deep"),
    ],
)
def test_loads__text_that_readers_take_differently__is_refused(text: str | bytes, code: str) -> None:
    with pytest.raises(NotCanonical) as caught:
        loads(text)

    assert caught.value.code == f"canonical.{code}"


def test_loads__escaped_pair__is_one_letter() -> None:
    assert loads(r'"\ud83d\ude00"') == "\U0001f600"
