"""Names that are nearly what somebody wrote, to be asked about and never to be taken instead.

Refuses to decide: whoever calls it shows the names and leaves the choice to a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz

from engine.spreadsheets import folded
from engine.texts import LANGUAGES

Names = Mapping[str, str]
MOST_NAMES: Final = 3
LIKE: Final = 70  # of 100; a wrong ending of a short name still counts
# What people write around the name of a place.
_AROUND: Final = ("მუნიციპალიტეტი", "municipality", "ქალაქი", "სოფელი", "village", "city", "of")
_ENDING: Final = re.compile(r"(ის|[აეიოუ])$")  # of Georgian cases: ქედა, ქედის


def nearest(said: str, named: Mapping[str, Names], *, like: int = LIKE) -> tuple[str, ...]:
    """Return the codes of what is called nearly as somebody said, the nearest first."""
    wanted = _bare(said)
    if not wanted:
        return ()
    scores = {
        code: max(fuzz.ratio(wanted, _bare(name)) for name in names.values() if name)
        for code, names in named.items()
        if any(names.values())
    }
    likely = sorted((code for code in scores if scores[code] >= like), key=lambda code: (-scores[code], code))
    return tuple(likely[:MOST_NAMES])


def meant(said: str, named: Mapping[str, Names]) -> Names | None:
    """Return the names, in each language, that somebody may have meant; None where none is near."""
    found = nearest(said, named)
    if not found:
        return None
    return {
        language: ", ".join(named[code].get(language) or code for code in found) for language in LANGUAGES
    }


def _bare(text: str) -> str:
    words = folded(text).split()
    said = [word for word in words if word not in _AROUND] or words
    return " ".join(_ENDING.sub("", word) or word for word in said)
