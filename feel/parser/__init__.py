"""From tokens to the syntax tree. Refuses to know values, and whether a name exists."""

from __future__ import annotations

from collections.abc import Iterable

from feel.parser.operators import OperatorParser
from feel.tree import Node
from feel.vocabulary import Vocabulary

__all__ = ["parse_expression", "parse_unary_tests"]


def parse_expression(
    text: str, *, names: Iterable[str] = (), hints: Iterable[str] = (), functions: Vocabulary | None = None
) -> Node:
    """Return the tree of an expression; known names and hints help to see where a name with spaces ends."""
    parser = OperatorParser(text, names=names, hints=hints, functions=functions or Vocabulary())
    return parser.guarded(parser.whole_expression)


def parse_unary_tests(
    text: str, *, names: Iterable[str] = (), hints: Iterable[str] = (), functions: Vocabulary | None = None
) -> Node:
    """Return the tree of the tests in a cell of a decision table; empty text and "-" accept anything."""
    parser = OperatorParser(text, names=names, hints=hints, functions=functions or Vocabulary())
    return parser.guarded(parser.whole_unary_tests)
