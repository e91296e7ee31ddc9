"""Words as skeletons, so that either script finds the other.

Georgian typed with Latin letters has no fixed spelling: letters that people mix up (თ and ტ, ქ, კ and ყ, ც
and წ, …) fold to one sign. Refuses to know what is searched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
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
_SIGNS: Final = re.compile(r"[\W_]+")
MOST_KEPT: Final = 400
LONGEST: Final = 64
SHORTEST_CODE: Final = 3
COUNTRY: Final = "995"  # a telephone number is found with it and without


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


def codes_in(text: str) -> Iterator[str]:
    """Yield a text that is a number of a case, person, plot or telephone, without the signs in it."""
    if len(text) > LONGEST or not any(sign.isdigit() for sign in text):
        return
    code = _SIGNS.sub("", text).lower()
    yield code
    if code.startswith(COUNTRY):
        yield code.removeprefix(COUNTRY)


def kept_words(*, numbers: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Return by what a thing is found: its numbers, and the words and numbers of its texts."""
    texts = tuple(texts)
    words = dict.fromkeys(word for text in texts for word in words_in(text) if not word.isdigit())
    codes = dict.fromkeys(code for text in (*numbers, *texts) for code in codes_in(text))
    return [word[:LONGEST] for word in (*codes, *words)][:MOST_KEPT]


def asked_words(question: str) -> tuple[str, ...]:
    """Return the skeletons that are asked for; a number may be typed in parts."""
    if not any(sign.isalpha() for sign in question):
        return tuple(code for code in list(codes_in(question))[-1:] if len(code) >= SHORTEST_CODE)
    parts = question.split()
    codes = [code for part in parts for code in list(codes_in(part))[-1:] if len(code) >= SHORTEST_CODE]
    plain = " ".join(part for part in parts if not any(sign.isdigit() for sign in part))
    return tuple(dict.fromkeys((*codes, *words_in(plain))))


def as_query(words: Iterable[str]) -> str:
    """Return the words as PostgreSQL is asked for all of them, each as the beginning of one that is kept.

    Georgian puts its cases at the end of words.
    """
    return " & ".join(f"'{word}':*" for word in words)
