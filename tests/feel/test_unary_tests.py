"""The tests in cells of decision tables."""

from __future__ import annotations

from typing import Any

import pytest

from feel import compile_unary_tests


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", None, True),
        ("", 1, True),
        ("5", 5, True),
        ("5", 6, False),
        ("5, 6", 6, True),
        ("< 5", 4, True),
        (">= 5, < 2", 1, True),
        ("[1..5)", 5, False),
        ("]1..5]", 5, True),
        ("not(5, 6)", 7, True),
        ("not(5, 6)", 6, False),
        ("not(< 5)", None, None),
        ('not("a")', None, True),
        ('"a", "b"', "b", True),
        ('"a"', 5, None),
        ("null", None, True),
        ("null", 1, False),
        ("true", True, True),
        ("limit", 10, True),
        ("< limit", 9, True),
        ("limits", 3, True),
        ("[1, 2]", 2, True),
        ("? > 5 and ? < limit", 7, True),
        ("odd(?)", 3, True),
        ("odd(?)", 4, False),
        ("? * 2 = 10", 5, True),
        ("? + 1", 5, False),
        ("-5", -5, True),
        ("> -5", -4, True),
        ('contains(?, "თ")', "თბილისი", True),
        ('date("2024-01-01")', "2024-01-01", None),
        ('not(contains(?, "x"))', "y", True),
        ("5 - 1", 4, True),
    ],
)
def test_tests__of_a_cell__pass_or_not(text: str, value: Any, expected: bool | None) -> None:
    context = {"limit": 10, "limits": [1, 2, 3]}

    assert compile_unary_tests(text).evaluate(value, context) is expected
