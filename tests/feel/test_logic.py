"""Three-valued logic: every pair of operands of and, or, not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feel import compile_expression

TERNARY = (True, False, None)


def kleene_and(values: tuple[bool | None, ...]) -> bool | None:
    return False if False in values else None if None in values else True


def kleene_or(values: tuple[bool | None, ...]) -> bool | None:
    return True if True in values else None if None in values else False


@pytest.mark.parametrize(("a", "b"), list(itertools.product(TERNARY, repeat=2)))
def test_and_or__of_each_pair__follow_kleene(a: bool | None, b: bool | None) -> None:
    context = {"a": a, "b": b}

    conjunction = compile_expression("a and b").evaluate(context)
    disjunction = compile_expression("a or b").evaluate(context)

    assert conjunction is kleene_and((a, b))
    assert disjunction is kleene_or((a, b))


@given(st.lists(st.sampled_from(TERNARY), min_size=2, max_size=8))
def test_and_or__of_long_chains__follow_kleene(values: list[bool | None]) -> None:
    context = {f"v{i}": value for i, value in enumerate(values)}

    conjunction = compile_expression(" and ".join(context)).evaluate(context)
    disjunction = compile_expression(" or ".join(context)).evaluate(context)

    assert conjunction is kleene_and(tuple(values))
    assert disjunction is kleene_or(tuple(values))


@given(st.lists(st.sampled_from(TERNARY), max_size=8))
def test_all_any_every_some__of_any_list__agree_with_kleene(values: list[bool | None]) -> None:
    expected_all, expected_any = kleene_and(tuple(values)), kleene_or(tuple(values))
    context = {"xs": values}

    assert compile_expression("all(xs)").evaluate(context) is expected_all
    assert compile_expression("any(xs)").evaluate(context) is expected_any
    assert compile_expression("every x in xs satisfies x").evaluate(context) is expected_all
    assert compile_expression("some x in xs satisfies x").evaluate(context) is expected_any


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not(true)", False),
        ("not(null)", None),
        ('not("a")', None),
        ('"a" and false', False),
        ('"a" and true', None),
        ('"a" or true', True),
        ("1 or false", None),
        ("if null then 1 else 2", 2),
        ('if "true" then 1 else 2', 2),
    ],
)
def test_logic__of_what_is_no_boolean__treats_it_as_null(text: str, expected: object) -> None:
    assert compile_expression(text).evaluate({}) == expected
