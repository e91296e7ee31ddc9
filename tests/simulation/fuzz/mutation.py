"""Spoils expressions: takes out, doubles, swaps, replaces and splices their tokens and letters."""

from __future__ import annotations

import re
from random import Random

from feel import Functions

_TOKEN = re.compile(r'@?"(?:[^"\\]|\\.)*"|\w+|\s+|\*\*|\.\.|->|[<>!]=|.', re.DOTALL)
_SPICE = (
    *(
        '"',
        "@",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "..",
        ".",
        ",",
        ":",
        "->",
        "*",
        "**",
        "-",
        "+",
        "/",
        "//",
        "/*",
    ),
    *("<", ">=", "=", "!=", "?", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies"),
    *("and", "or", "not", "between", "function", "external", "instance of", "list<", "null", "true", "item"),
    *(
        "partial",
        "0",
        "-1",
        "1e6144",
        "1e-6143",
        ".5",
        "9" * 34,
        "\\",
        "\\u0000",
        "\\uD83D",
        "\x00",
        "\u2028",
    ),
    *("é", "თვე", "😀", "\u0301", "\n", "\t", "'", "`", "#", "$", "%", ";", "~", "x y", "a-b"),
    *Functions.standard(),
)


def spoilt(text: str, other: str, *, chance: Random) -> str:
    """Return a text with one to three changes; ``other`` lends its parts."""
    tokens = _TOKEN.findall(text) or [""]
    for _ in range(chance.randint(1, 3)):
        tokens = _changed(tokens, _TOKEN.findall(other) or [""], chance)
    return "".join(tokens)[:2_000]


def _changed(tokens: list[str], others: list[str], chance: Random) -> list[str]:
    place = chance.randrange(len(tokens) + 1)
    end = min(len(tokens), place + chance.randint(1, 4))
    match chance.randrange(7):
        case 0:
            return tokens[:place] + tokens[end:] or [""]
        case 1:
            return tokens[:end] + tokens[place:end] * chance.randint(1, 3) + tokens[end:]
        case 2:
            return [*tokens[:place], chance.choice(_SPICE), *tokens[place:]]
        case 3:
            return [*tokens[:place], chance.choice(_SPICE), *tokens[end:]]
        case 4:
            start = chance.randrange(len(others))
            return tokens[:place] + others[start : start + chance.randint(1, 12)] + tokens[end:]
        case 5:
            return tokens[:place] + tokens[place:end][::-1] + tokens[end:]
    letters = list("".join(tokens)) or [""]
    letters[chance.randrange(len(letters))] = chr(
        chance.choice((0, 9, 34, 92, 123, 0x10D0, chance.randrange(0x2FFF)))
    )
    return _TOKEN.findall("".join(letters)) or [""]
