"""Small changes of FEEL: a boundary moved by one, a comparison that takes its own boundary or not.

Works on tokens, so it serves the cells of tables as well as conditions of diagrams. Whether what comes out is
still an expression is for validation to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from feel.lexer import Token, tokenize

_MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OPENING, _CLOSING = {"[": "(", "(": "[", "]": "["}, {"]": ")", ")": "]", "[": "]"}


def moved(text: str) -> Iterator[str]:
    """Yield the text with each boundary in turn moved by one, or its comparison changed by the boundary."""
    tokens = tokenize(text)
    for place, token in enumerate(tokens):
        if token.kind == "number":
            for step in (-1, 1):
                yield _with(text, token, str(Decimal(token.text) + step))
        elif token.text in _MOVED:
            yield _with(text, token, _MOVED[token.text])
        elif token.text == "..":
            yield from _ends_moved(text, tokens, place)


def without_each(text: str) -> Iterator[str]:
    """Yield a list of tests, as `"a","b"`, without each of them in turn; nothing where there is but one."""
    tests = _split(text)
    if len(tests) > 1:
        for left_out in range(len(tests)):
            yield ",".join(test for number, test in enumerate(tests) if number != left_out)


def alternatives(text: str) -> tuple[str, ...]:
    """Return the values that a declaration such as `"a","b"` lists."""
    return tuple(_split(text)) if text.strip() else ()


def _ends_moved(text: str, tokens: list[Token], place: int) -> Iterator[str]:
    """Yield a range with each of its ends open instead of closed, or the other way round."""
    depth = 0
    for token in reversed(tokens[:place]):
        if depth == 0 and token.text in _OPENING:
            yield _with(text, token, _OPENING[token.text])
            break
        depth += {")": 1, "(": -1}.get(token.text, 0)
    depth = 0
    for token in tokens[place + 1 :]:
        if depth == 0 and token.text in _CLOSING and token.text != "(":
            yield _with(text, token, _CLOSING[token.text])
            break
        depth += {"(": 1, ")": -1}.get(token.text, 0)


def _split(text: str) -> list[str]:
    """Split at the commas that stand in no brackets."""
    parts, depth, begin = [], 0, 0
    for token in tokenize(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.text, 0)
        if token.text == "," and depth == 0 or token.kind == "end":
            parts.append(text[begin : token.at].strip())
            begin = token.end
    return parts


def _with(text: str, token: Token, new: str) -> str:
    return f"{text[: token.at]}{new}{text[token.end :]}"
