"""Small changes of FEEL: a boundary moved by one, a name or a constant misspelt, kinds that do not meet.

Works on tokens, so it serves the cells of tables as well as conditions of diagrams. Whether what comes out is
still an expression is for validation to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from feel.lexer import Token, tokenize

_MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OPENING, _CLOSING = {"[": "(", "(": "[", "]": "["}, {"]": ")", ")": "]", "[": "]"}
_OPTION = re.compile(r"[A-Za-z0-9_]+")
_EQUAL, _ORDER = ("=", "!="), ("<", "<=", ">", ">=")


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


def misspelt(word: str) -> str:
    """Return a word with its last two letters the other way round, or the last one doubled."""
    if len(word) > 1 and word[-1] != word[-2]:
        return f"{word[:-2]}{word[-1]}{word[-2]}"
    return f"{word}{word[-1:] or 'x'}"


def members_misspelt(text: str) -> Iterator[str]:
    """Yield the text with each name behind a point misspelt in turn, and each name that a context gives."""
    tokens = tokenize(text)
    for before, token in pairwise(tokens):
        if before.text == "." and token.kind == "name":
            yield _with(text, token, misspelt(token.text))
    for token, after in pairwise(tokens):
        if after.text == ":" and token.kind == "name":
            yield _with(text, token, misspelt(token.text))


def constants_misspelt(text: str, *, any_place: bool = False) -> Iterator[str]:
    """Yield the text with each constant that something is compared with misspelt in turn.

    In a cell of a table a constant stands alone: then those of `any_place` are asked for.
    """
    for token, _ in _constants(text, any_place=any_place):
        yield _with(text, token, f'"{misspelt(token.value)}"')


def constants_replaced(
    text: str, options: Callable[[str], Sequence[str]], *, any_place: bool = False
) -> Iterator[str]:
    """Yield the text with each constant replaced by another of what its name may be, as `options` says."""
    for token, name in _constants(text, any_place=any_place):
        if new := next((option for option in options(name) if f'"{option}"' not in text), None):
            yield _with(text, token, f'"{new}"')


def compared(text: str) -> Iterator[tuple[str, str]]:
    """Yield the last name and the constant of each comparison."""
    for token, name in _constants(text, any_place=False):
        yield name, token.value


def kinds_mixed(text: str) -> Iterator[str]:
    """Yield the text with something of another kind at one side of each comparison in turn."""
    tokens = tokenize(text)
    for place, token in enumerate(tokens):
        if token.text in _EQUAL + _ORDER and 0 < place < len(tokens) - 1:
            for new in _of_another_kind(tokens[place + 1]):
                yield _with(text, tokens[place + 1], new)
        if token.text in _ORDER and place and (begin := _path_before(tokens, place)) is not None:
            for new in ("true", '"text"'):
                yield f"{text[: tokens[begin].at]}{new} {text[token.at :]}"


def _of_another_kind(token: Token) -> tuple[str, ...]:
    if token.kind == "number":
        return "true", f'"{token.text}"'
    if token.text in ("true", "false"):
        return f'"{token.text}"', "1"
    return ("true", "1") if token.kind == "string" else ()


def _path_before(tokens: list[Token], place: int) -> int | None:
    """Return where the names joined by points begin that end before a place, if nothing else does."""
    begin = place - 1
    if tokens[begin].kind != "name":
        return None
    while begin >= 2 and tokens[begin - 1].text == "." and tokens[begin - 2].kind == "name":
        begin -= 2
    return begin


def _constants(text: str, *, any_place: bool) -> Iterator[tuple[Token, str]]:
    """Yield the constants that are compared, each with the name they are held against."""
    tokens = tokenize(text)
    for place, token in enumerate(tokens):
        if token.kind != "string" or not _OPTION.fullmatch(token.value):
            continue  # words for people are no value that somebody compares
        if place >= 2 and tokens[place - 1].text in _EQUAL:
            yield token, tokens[place - 2].text
        elif any_place or tokens[place + 1].text in _EQUAL:
            yield token, ""


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
