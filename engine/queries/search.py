"""Finding words the way people type them: in either script, with a slip of the finger.

Both the question and what is searched are folded to one skeleton, so that "statusi" finds
„სტატუსი" and English finds English. Georgian typed with Latin letters has no fixed spelling:
letters that people mix up (თ and ტ, ქ, კ and ყ, ც and წ, …) fold to one sign. Refuses to know what
is searched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

LONGEST_QUESTION: Final = 100
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
_EXACT, _BEGINS, _NEAR = 4, 3, 2


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


def score(question: Iterable[str], texts: Mapping[int, Iterable[str]], *, every_word: bool) -> int:
    """Say how well texts answer the words of a question, 0 if they don't; keys are their weights."""
    known = {weight: {word for text in found for word in words_in(text)} for weight, found in texts.items()}
    total = 0
    for asked in question:
        best = max((weight * _best(asked, words) for weight, words in known.items()), default=0)
        if best == 0 and every_word:
            return 0
        total += best
    return total


def _best(asked: str, words: Iterable[str]) -> int:
    return max((_likeness(asked, word) for word in words), default=0)


def _likeness(asked: str, word: str) -> int:
    if word == asked:
        return _EXACT
    if word.startswith(asked):
        return _BEGINS
    slips = 0 if len(asked) < 4 else 1 if len(asked) < 8 else 2
    # Georgian puts its cases at the end of a word: only the part as long as the question counts.
    if slips and any(_differ(asked, word[: len(asked) + more]) <= slips for more in (0, -1, 1)):
        return _NEAR
    return 0


def _differ(one: str, other: str) -> int:
    """Return how many letters have to be changed, added or left out."""
    before = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        now = [place]
        for column, second in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != second)))
        before = now
    return before[-1]
