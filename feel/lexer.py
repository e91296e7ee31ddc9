"""Cuts the text of an expression into tokens. Knows characters; refuses to know names, scopes or grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from feel.errors import FeelLimitError, FeelSyntaxError

MAX_TEXT: Final = 20_000

Kind = Literal["name", "number", "string", "temporal", "symbol", "stray", "end"]

_NAME_EXTRA = "\u00b7\u0300-\u036f\u203f\u2040\U00010000-\U000effff"
_TOKEN = re.compile(
    r"""
      (?P<space>   \s+ | //[^\n\r]* | /\*.*?\*/ )
    | (?P<number>  (?: [0-9]+ (?: \.[0-9]+ )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
    | (?P<string>  "(?: [^"\\\n\r] | \\[^\n\r] )*" )
    | (?P<temporal> @"(?: [^"\\\n\r] | \\[^\n\r] )*" )
    | (?P<name>    (?: [^\W\d] | [?EXTRA] ) (?: \w | [?EXTRA] )* )
    | (?P<symbol>  \*\* | \.\. | -> | <= | >= | != | [-+*/=<>()\[\]{},.:] )
    | (?P<stray>   . )
    """.replace("EXTRA", _NAME_EXTRA),
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)"
)
_PLAIN_ESCAPES: Final = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\'": "'", "\\\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its own text, where it starts and ends, and the decoded value of a string."""

    kind: Kind
    text: str
    at: int
    end: int
    value: str = ""


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text, the last one of kind "end"."""
    if len(text) > MAX_TEXT:
        raise FeelLimitError("feel.text_too_long", text=text[:100], at=0)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        piece = match.group()
        if kind == "stray" and piece == '"':
            raise FeelSyntaxError("feel.unterminated_string", text=text, at=match.start(), hint='"')
        value = ""
        if kind == "string":
            value = _unescape(piece[1:-1], text=text, at=match.start())
        elif kind == "temporal":
            value = _unescape(piece[2:-1], text=text, at=match.start())
        tokens.append(Token(kind, piece, match.start(), match.end(), value))  # type: ignore[arg-type]
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _unescape(body: str, *, text: str, at: int) -> str:
    """Decode escapes. An unknown one stays as written: regular expressions are full of them."""
    if "\\" not in body:
        return body

    def decoded(match: re.Match[str]) -> str:
        escape = match.group()
        if escape in _PLAIN_ESCAPES:
            return _PLAIN_ESCAPES[escape]
        if len(escape) == 12:
            high, low = int(escape[2:6], 16), int(escape[8:], 16)
            return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        if len(escape) > 2:
            point = int(escape[2:], 16)
            # A lone surrogate is no character: it could never be stored or sent as UTF-8.
            if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
                raise FeelSyntaxError("feel.bad_escape", text=text, at=at, found=escape)
            return chr(point)
        return escape

    return _ESCAPE.sub(decoded, body)
