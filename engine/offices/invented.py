"""Invented officials of demonstrations: their names and numbers, by rule.

Their numbers are `0000001MMRR`: the municipality's place among all, counted from the first in the files of
the catalogue and from the last where staff is invented in the browser; and the role's place (00: a citizen).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.notifications.common import TEXTS
from engine.roles import OF_A_MUNICIPALITY
from engine.texts import LANGUAGES

OF_NO_FILE: Final = "0000001"  # how the numbers of invented people begin whom municipalities lack in the file
MOST_PLACES: Final = 99


def words(key: str, **params: str) -> dict[str, str]:
    """Return the words for something invented in each language."""
    return {language: TEXTS.get(language, key, **params) for language in LANGUAGES}


def official(code: str, place: Mapping[str, str], number: int, role: str) -> dict[str, Any]:
    """Return the invented official for a role in a municipality of this code, these names and this place."""
    # Georgian has no capitals, and says so itself.
    who = {language: word[:1].title() + word[1:] for language, word in words(f"roles.{role}").items()}
    rank = OF_A_MUNICIPALITY.index(role) + 1
    return person(code, place, number, rank, who=who, mail=role.replace("_", "-"))


def person(
    code: str, place: Mapping[str, str], number: int, rank: int, *, who: Mapping[str, str], mail: str
) -> dict[str, Any]:
    """Return somebody invented, who is called by what they are and where."""
    last = f"{number:02}{rank:02}"
    return {
        "personal_number": f"{OF_NO_FILE}{last}",
        "given_name": words("demo.given_name"),
        "family_name": {
            language: TEXTS.get(language, "demo.of_place", who=who[language], place=place[language])
            for language in LANGUAGES
        },
        "birth_date": f"19{60 + rank}-05-20",
        "email": f"{code}.{mail}@demo.invalid",
        "phone": f"+99555501{last}",
    }
