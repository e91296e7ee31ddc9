"""Codes of sub-programmes and papers, made of their Georgian names so that nobody has to invent one.

Letters follow the national system of romanisation (2002), without its apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

_LETTERS: Final = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
_ROMAN: Final = "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"
_LATIN: Final = dict(zip(_LETTERS, _ROMAN.split(" "), strict=True))
LONGEST: Final = 40


def code_of(name: str, taken: Container[str]) -> str:
    """Return a code that is not taken: ახალშობილის დახმარება gives `akhalshobilis_dakhmareba`."""
    latin = "".join(_LATIN.get(letter, letter) for letter in name.lower())
    words = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")
    begun = (words if words[:1].isalpha() else f"p_{words}").rstrip("_")[:LONGEST].rstrip("_")
    number, code = 1, begun
    while code in taken:
        number += 1
        code = f"{begun}_{number}"
    return code
