"""Errors of the expression language. Knows codes and places; the words for people live in the callers' texts.

Every error carries a stable ``code``, the expression's ``text``, a ``position`` in it where one is known, and
a language-neutral ``hint``: the symbol that was expected or the nearest known name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an expression; line and column count from one, offset from zero."""

    line: int
    column: int
    offset: int


def position_in(text: str, offset: int) -> Position:
    """Return the line and column of an offset."""
    before = text[:offset]
    return Position(line=before.count("\n") + 1, column=offset - before.rfind("\n"), offset=offset)


class FeelError(Exception):
    """The expression can't be used."""

    code: str

    def __init__(
        self, code: str, *, text: str | None = None, at: int | None = None, hint: str = "", found: str = ""
    ) -> None:
        self.code = code
        self.text = text
        self.at = at
        self.hint = hint
        self.found = found
        super().__init__(code)

    @property
    def position(self) -> Position | None:
        """Where in the text, if known."""
        if self.text is None or self.at is None:
            return None
        return position_in(self.text, self.at)

    def __str__(self) -> str:
        place = self.position
        words = [self.code]
        if place is not None:
            words.append(f"at line {place.line}, column {place.column}")
        if self.found:
            words.append(f"found {self.found!r}")
        if self.hint:
            words.append(f"hint {self.hint!r}")
        return ", ".join(words)


class FeelSyntaxError(FeelError):
    """The text is not an expression, or names something that does not exist."""


class FeelLimitError(FeelError):
    """The expression is too long, too deep, takes too many steps or makes too large a value."""


class FeelEvaluationError(FeelError):
    """The expression could not be evaluated, for a reason that must not become null."""
