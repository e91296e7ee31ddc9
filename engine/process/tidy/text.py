"""Sizes of names on a drawing: what room a name takes that is broken into lines.

A name that is read in several languages takes the room of the largest. Refuses to know what is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.process.layout.text import LINE, SIZE, SMALL, SMALL_LINE, lines, width

__all__ = ["LINE", "SIZE", "SMALL", "block", "lines", "longest_word", "small_block", "width"]


def block(texts: Iterable[str], room: float) -> tuple[float, float]:
    """Return the width and height that the largest of these texts needs; 0, 0 where none says anything."""
    return _block(texts, room, SIZE, LINE)


def small_block(texts: Iterable[str], room: float) -> tuple[float, float]:
    """Return the same for the small type of articles."""
    return _block(texts, room, SMALL, SMALL_LINE)


def standing(name: str, most_lines: int) -> float:
    """Return how high a lane has to be for its name, which is read upwards, in so many lines."""
    words = name.split()
    parts = [words[:end] for end in range(len(words) + 1)] + [words[end:] for end in range(len(words))]
    heights = sorted(width(" ".join(part), SMALL) for part in parts)
    return next(high for high in heights if _fits(lines(name, high, SMALL), high, most_lines))


def _fits(found: tuple[str, ...], high: float, most_lines: int) -> bool:
    return len(found) <= most_lines and all(width(line, SMALL) <= high for line in found)


def _block(texts: Iterable[str], room: float, size: float, line: float) -> tuple[float, float]:
    across, down = 0.0, 0.0
    for text in texts:
        broken = lines(text, room, size)
        across = max([across, *(width(line, size) for line in broken)])
        down = max(down, len(broken) * line)
    return float(-(-across // 1)), down


def longest_word(texts: Iterable[str]) -> float:
    """Return the width of the widest word."""
    return max((width(word) for text in texts for word in text.split()), default=0.0)
