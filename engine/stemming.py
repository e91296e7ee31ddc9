"""Stemming: words as skeletons without the endings that Georgian puts to them.

A light suffix stripper: cases, plural and postpositions of Georgian nouns in the order in which they stand
behind each other. It works on skeletons (`engine/folding.py`), so that
both scripts come to the same stem. It need not find the dictionary's form, only one for all forms of a word;
what it can't know (forms of verbs) is among the words that the data brings. Refuses to know what is searched.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engine.folding import fold, words_in

SHORTEST: Final = 3  # of a stem
# Written as Georgian, folded as everything is; what stands behind the others comes first.
_ENDINGS: Final = tuple(
    tuple(sorted({fold(ending) for ending in endings.split()}, key=lambda ending: (-len(ending), ending)))
    for endings in (
        "თვის მდე დან თან ში ზე გან კენ ვით ც",
        "ის ით ად მა ს ი ო ა ე",
        "ებ",
        "ი ა ე",
    )
)
# Words of questions that say nothing of what is asked for.
_EMPTY: Final = (
    "როგორ რომ რომელი რომელიც სად ვინ რა რას რატომ როდის თუ მინდა მსურს მჭირდება მაქვს არის არ ვარ ვერ მე მის"
    " ჩემი ჩემს ჩვენი მისი უნდა შეიძლება შემიძლია მივიღო მიიღო ავიღო აღება მიღება ვქნა გავაკეთო გაკეთება"
    " მეორე თანხა ფული"
    " my our the how what where who when why can get for and are was that this with does have has had need"
    " want help helps money apply application from there which would could should not you your"
)


def stem(skeleton: str) -> str:
    """Return the stem of a skeleton, itself where nothing can be taken away."""
    found = skeleton
    for endings in _ENDINGS:
        found = _without(found, endings)
    return found


def stems_in(text: str) -> tuple[str, ...]:
    """Return the stems of the words of a text."""
    return tuple(stem(word) for word in words_in(text))


def asked_stems(question: str) -> tuple[str, ...]:
    """Return the stems that a question asks for, each once; of one that says nothing else, all its words."""
    found = tuple(dict.fromkeys(stems_in(question)))
    return tuple(word for word in found if word not in EMPTY) or found


def _without(word: str, endings: Iterable[str]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


EMPTY: Final = frozenset(stems_in(_EMPTY))
