"""Words as skeletons, so that either script finds the other.

Georgian typed with Latin letters has no fixed spelling: letters that people mix up (თ and ტ, ქ, კ and ყ, ც
and წ, …) fold to one sign. Refuses to know what is searched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "abgdevztiklmnopjrstupkgkSCczcCxjx",
        strict=True,
    )
)
# What people type for one Georgian letter; the longer first.
_TYPED: Final = (
    ("tch", "C"),
    ("kh", "x"),
    ("gh", "g"),
    ("zh", "j"),
    ("dz", "z"),
    ("ts", "c"),
    ("tz", "c"),
    ("ch", "C"),
    ("sh", "S"),
    ("ph", "p"),
    ("th", "t"),
    ("q", "k"),
    ("y", "k"),
    ("f", "p"),
    ("h", "x"),
    ("w", "c"),
)
_WORD: Final = re.compile(r"[^\W_]+")


def fold(word: str) -> str:
    """Return the skeleton of a word."""
    plain = unicodedata.normalize("NFKD", word).lower()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for typed, sign in _TYPED:
        plain = plain.replace(typed, sign)
    return re.sub(r"(.)\1+", r"\1", "".join(_LETTERS.get(sign, sign) for sign in plain))


def words_in(text: str) -> tuple[str, ...]:
    """Return the skeletons of the words of a text; words of one or two letters tell nothing."""
    return tuple(folded for word in _WORD.findall(text) if len(folded := fold(word)) > 2)
