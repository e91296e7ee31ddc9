"""Whole expressions: operators and their precedence, names, control, and how data comes in and goes out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from feel import compile_expression, to_json


def value_of(text: str, **context: Any) -> Any:
    return to_json(compile_expression(text).evaluate(context))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("100 / 10 / 2", 5),
        ("2 * 3 ** 2", 18),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("- - 2", 2),
        ("2 ** -1", Decimal("0.5")),
        ("1 + 1 = 2 and 2 > 1", True),
        ("true or false and false", True),
        ("(true or false) and false", False),
        ("1 < 2 = true", True),
        ("2 between 1 + 0 and 1 + 2 and false", False),
        ('"a" + "b" = "ab"', True),
    ],
)
def test_operators__of_different_precedence__bind_as_the_standard_says(text: str, expected: Any) -> None:

    assert value_of(text) == expected
