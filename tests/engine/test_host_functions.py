"""Functions of ours in expressions: what they are given may be of any kind, and nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest

from engine.scope import FUNCTIONS
from feel import compile_expression

VALUES = (
    "null",
    "true",
    "0",
    "-0.5",
    "10**6000",
    '""',
    '"next Monday"',
    '"2026-02-30"',
    'date("2026-02-03")',
    'date and time("2026-02-03T10:00:00")',
    'time("10:00:00")',
    'duration("P1D")',
    'duration("P1Y")',
    "[1, 2]",
    "{a: 1}",
    "[1..2]",
    "function(x) x",
)


def value_of(text: str) -> Any:
    return compile_expression(text, functions=FUNCTIONS).evaluate({})


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", ["format date", "format money"])
def test_format__of_a_value_of_any_kind__is_words_or_null(name: str, value: str) -> None:
    assert isinstance(value_of(f"{name}({value})"), str | None)


def test_format__of_its_own_kind__is_words() -> None:
    assert value_of('format date(date("2026-02-03"))') == "03.02.2026"
    assert value_of('format date("2026-02-03")') == "03.02.2026"
    assert value_of("format money(123450)") == "1\u00a0234,50\u00a0₾"


def test_format__of_another_kind__is_null() -> None:
    assert value_of("format date(5)") is None
    assert value_of('format money("5")') is None
