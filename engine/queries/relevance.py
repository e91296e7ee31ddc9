"""Relevance: which of many things answer a question best, by inverse document frequency, with a floor.

A word that many things share tells little, one that a single thing has tells all (tf-idf without the tf:
texts are names and lists of words). What answers too little of the question is no answer: a list of what
merely has "house" in it sends somebody whose house burned down to the building office. Refuses to know what
is searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Final

from engine.stemming import asked_stems, stems_in

Texts = Mapping[int, Iterable[str]]  # by how much a word that is found there counts
_EXACT, _BEGINS, _NEAR = 1.0, 0.7, 0.45  # how sure it is that a word is the one that was asked for
SHORTEST_BEGINNING: Final = 4
SHORTEST_SLIP, SHORTEST_TWO = 5, 8  # letters of a word in which one, or two, may be wrong
SHORTEST_FRAME: Final = 3  # consonants
_VOWELS: Final = str.maketrans("", "", "aeiou")
TOGETHER: Final = 0.5  # more, where words of the question stand in one text of a few words
MOST_WORDS: Final = 8
FLOOR: Final = 0.45  # of the best answer
LEAST_ANSWERED: Final = 0.3  # of what the question says, by weight, in the best answer
BASE: Final = 1.0  # what a word tells that everything has


def relevance(question: str, things: Sequence[Texts]) -> list[float]:
    """Return how well each thing answers a question, 0 for those that don't."""
    asked = asked_stems(question)[:MOST_WORDS]
    indexes = [_Index(texts) for texts in things]
    likeness = [[index.likeness(word) for index in indexes] for word in asked]
    telling = [_telling(row) for row in likeness]
    scores = [
        sum(weight * row[place] for weight, row in zip(telling, likeness, strict=True))
        * (1 + TOGETHER * index.together(asked))
        for place, index in enumerate(indexes)
    ]
    best = max(scores, default=0.0)
    if not best or _answered(scores.index(best), likeness, telling) < LEAST_ANSWERED:
        return [0.0] * len(scores)
    return [score if score >= FLOOR * best else 0.0 for score in scores]


def _telling(row: Sequence[float]) -> float:
    """Return how much a word tells, by how few things have it."""
    having = sum(1 for found in row if found)
    return BASE + log(len(row) / having) if having else BASE + log(len(row) + 1) / 2


def _answered(place: int, likeness: Sequence[Sequence[float]], telling: Sequence[float]) -> float:
    """Return the share of a question that a thing answers, by what its words tell."""
    answered = sum(weight for weight, row in zip(telling, likeness, strict=True) if row[place])
    return answered / sum(telling)


class _Index:
    """The stems of a thing's texts."""

    def __init__(self, texts: Texts) -> None:
        said = [(weight, stems_in(text)) for weight, found in texts.items() for text in found]
        self.weights: dict[str, int] = {}
        for weight, stems in said:
            for stem in stems:
                self.weights[stem] = max(weight, self.weights.get(stem, 0))
        self.phrases = [frozenset(stems) for _, stems in said if 1 < len(stems) <= MOST_WORDS]

    def likeness(self, asked: str) -> float:
        if asked in self.weights:
            return _EXACT * self.weights[asked]
        return max((weight * _like(asked, stem) for stem, weight in self.weights.items()), default=0.0)

    def together(self, asked: Sequence[str]) -> int:
        """Return whether several words of a question stand in one of the phrases."""
        return int(any(len(phrase.intersection(asked)) > 1 for phrase in self.phrases))


def _like(asked: str, word: str) -> float:
    shorter = min(len(asked), len(word))
    if shorter >= SHORTEST_BEGINNING and (word.startswith(asked) or asked.startswith(word)):
        return _BEGINS
    if asked[0] == word[0] and _frame(asked) == _frame(word):
        return _NEAR  # Georgian drops a vowel in many cases of a word: camal-i, caml-is
    slips = 0 if shorter < SHORTEST_SLIP else 1 if shorter < SHORTEST_TWO else 2
    if slips and abs(len(asked) - len(word)) <= slips and _differ(asked, word) <= slips:
        return _NEAR
    return 0.0


def _frame(word: str) -> str:
    """Return the consonants of a word; of one with few of them the word itself."""
    frame = word.translate(_VOWELS)
    return frame if len(frame) >= SHORTEST_FRAME else word


def _differ(first: str, other: str) -> int:
    """Return how many letters have to be changed, added or left out (Levenshtein)."""
    before = list(range(len(other) + 1))
    for place, letter in enumerate(first, start=1):
        now = [place]
        for column, second in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != second)))
        before = now
    return before[-1]
