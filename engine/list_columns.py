"""Columns of the list of steps: which there are, which everybody has, and which somebody may choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

COLUMNS: Final = (
    *("due", "left", "case", "applicant", "step", "village", "waits", "who"),
    *("service", "channel", "unit", "role", "opened"),
)
ANSWERS: Final = "answers"  # where answers of the one service stand
USUAL: Final = ("due", "left", "case", "applicant", "step", ANSWERS, "village", "waits", "who")
ALWAYS: Final = "step"  # a row leads to its step by it
OF_ANSWER: Final = "answer:"  # before the place of an answer
MOST: Final = 20


def of_answers(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the places of the answers among chosen columns, in their order."""
    return tuple(name.removeprefix(OF_ANSWER) for name in columns if name.startswith(OF_ANSWER))
