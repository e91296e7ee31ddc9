"""Text measuring: how wide a name is in the product's font, and into which lines it falls.

The widths are the font's own (`widths.json`, written by `tools/font_widths.py`), so that nothing has to draw
a letter to know its place. Kerning is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

SIZE: Final = 12.5  # of names
LINE: Final = 15.0  # their height, 1.2 of the size
SMALL: Final = 12.0  # of articles
SMALL_LINE: Final = 14.5
REMEMBERED: Final = 16_384  # measures: laying out asks for the same names again and again
UNKNOWN: Final = 1000  # what the font lacks comes from another one: as wide as its size, to be safe


@lru_cache(REMEMBERED)
def width(text: str, size: float = SIZE) -> float:
    """Return how wide a text is in one line."""
    known = _widths()
    return sum(known.get(letter, UNKNOWN) for letter in text) * size / 1000


@lru_cache(REMEMBERED)
def lines(text: str, within: float, size: float = SIZE) -> tuple[str, ...]:
    """Return the lines of a text in a width. A word is never cut: a long one stands out at both ends.

    A no-break space holds words together.
    """
    return tuple(line for part in text.splitlines() for line in _broken(part.split(" "), within, size))


def _broken(words: list[str], within: float, size: float) -> Iterator[str]:
    line = ""
    for word in filter(None, words):
        longer = f"{line} {word}".lstrip()
        if line and width(longer, size) > within:
            yield line
            longer = word
        line = longer
    if line:
        yield line


@cache
def _widths() -> dict[str, int]:
    found: dict[str, int] = json.loads((Path(__file__).parent / "widths.json").read_text(encoding="utf-8"))
    return found
