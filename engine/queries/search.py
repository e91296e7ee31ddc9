"""Finding words the way people type them: in either script, with a slip of the finger.

Both the question and what is searched are folded to one skeleton (`engine/folding.py`), so that "statusi"
finds „სტატუსი" and English finds English. Refuses to know what is searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from engine.folding import words_in as words_in

LONGEST_QUESTION: Final = 100
_EXACT, _BEGINS, _NEAR = 4, 3, 2


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
