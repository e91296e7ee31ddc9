"""Results of counting a thing, and what has to be said with each.

Refuses to know SQL and who counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.errors import Rejected
from engine.property.rules.kinds import CADASTRAL_CODE, CATEGORIES, LONGEST_TEXT, MOST_TETRI

CONFIRMED, DAMAGED, MISSING = "confirmed", "damaged", "missing"
SURPLUS, MISTAKE = "surplus", "mistake"
OF_LISTED: Final = (CONFIRMED, DAMAGED, MISSING)
OF_UNLISTED: Final = (SURPLUS, MISTAKE)
# What can be found somewhere; shares and licences are found in papers.
FOUND_KINDS: Final = ("movable", "immovable")
MOST_PHOTOS: Final = 10
_NEEDED: Final = ("name", "location", "holder_unit")


class ResultUnusable(Rejected):
    """Unusable result of a count: it can't be said of the thing."""

    code = "inventory.result_unusable"


class NoteMissing(Rejected):
    """Missing note: what is missing or damaged needs a word on it."""

    code = "inventory.note_missing"


class SurplusIncomplete(Rejected):
    """Incomplete surplus: what was found is not described so that it could be entered."""

    code = "inventory.surplus_incomplete"


class TooManyPhotos(Rejected):
    """More photographs than one thing needs."""

    code = "inventory.too_many_photos"


def check_result(result: str, note: str, photos: int, *, is_listed: bool) -> None:
    """Raise what keeps the result from being recorded."""
    if result not in (OF_LISTED if is_listed else OF_UNLISTED):
        raise ResultUnusable
    if result in (DAMAGED, MISSING, MISTAKE) and not note.strip():
        raise NoteMissing
    if photos > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)


def found_thing(kind: str, category: str, value_tetri: int, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a thing that was found, cleaned. Raises `SurplusIncomplete`."""
    told = {name: text.strip()[:LONGEST_TEXT] for name, text in fields.items() if text.strip()}
    plot = told.get("cadastral_code", "")
    is_place = bool(CADASTRAL_CODE.fullmatch(plot)) if kind == "immovable" else not plot
    is_whole = kind in FOUND_KINDS and category in CATEGORIES and is_place
    if not is_whole or not set(_NEEDED) <= set(told) or not 0 <= value_tetri <= MOST_TETRI:
        raise SurplusIncomplete
    return {**told, "category": category}
