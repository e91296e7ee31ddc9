"""The articles of law at steps: `mms:law` is drawn as a note at its step, in the place that is free.

The note is never stored. It stands below the box; above, right or left of it where something lies below, and
at the left or right end of its lower or upper edge where the middle is taken. Two notes do not share a place:
the first in the order of the drawing takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.process.drawing import Box, Shape
from engine.process.layout.geometry import bottom, overlap, right
from engine.process.layout.labels import Label
from engine.process.layout.obstacles import covered
from engine.process.layout.plan import Plan
from engine.process.layout.text import SMALL, SMALL_LINE, lines, width
from engine.process.step_law import in_short
from engine.texts import OFFICIAL

GAP: Final = 3.0  # from the box to the line; its letters stand 14 below the box
_LEADS: Final = re.compile(r"(მუხ\.|თავი|art\.|ch\.|No\.) ")  # these stay with their number
NARROWER: Final = 0.6  # of the width, where a note finds no place in all of it
WIDER: Final = 8.0  # than the box, on each side: half of the gap to the next box, and less


@dataclass(frozen=True, slots=True)
class Article:
    """The note of a step: its lines and their place; `is_free` where nothing lies there."""

    element: str
    lines: tuple[str, ...]
    box: Box
    is_free: bool


def articles(plan: Plan, labels: tuple[Label, ...], language: str = OFFICIAL) -> tuple[Article, ...]:
    """Return the notes of all steps that name the law they rest on, in a language."""
    found: list[Article] = []
    for step in plan.steps:
        if law := plan.laws.get(step.element):
            found.append(_placed(step, in_short(law, language), plan=plan, taken=_words(labels, found)))
    return tuple(found)


def _placed(step: Shape, law: str, *, plan: Plan, taken: list[Box]) -> Article:
    sizes = [_set(law, share * (step.box.width + 2 * WIDER)) for share in (1, NARROWER)]
    for said, size in sizes:
        for place in _places(step.box, *size):
            if not any(overlap(place, other) for other in taken) and not any(covered(place, plan)):
                return Article(step.element, said, place, is_free=True)
    said, size = sizes[0]
    return Article(step.element, said, next(_places(step.box, *size)), is_free=False)


def _set(law: str, room: float) -> tuple[tuple[str, ...], tuple[float, float]]:
    """Return the lines of a note, and how wide and high they are."""
    said = lines(_LEADS.sub("\\1\u00a0", law), room, SMALL)
    return said, (max(width(line, SMALL) for line in said), len(said) * SMALL_LINE)


def _places(box: Box, wide: float, high: float) -> Iterator[Box]:
    """Yield where a note of this size can stand, the best place first."""
    x, middle = box.x + (box.width - wide) / 2, box.y + (box.height - high) / 2
    yield Box(x, bottom(box) + GAP, wide, high)
    yield Box(x, box.y - GAP - high, wide, high)
    yield Box(right(box) + 2 * GAP, middle, wide, high)
    yield Box(box.x - 2 * GAP - wide, middle, wide, high)
    for y in (bottom(box) + GAP, box.y - GAP - high):
        yield Box(box.x, y, wide, high)
        yield Box(right(box) - wide, y, wide, high)


def _words(labels: tuple[Label, ...], notes: list[Article]) -> list[Box]:
    return [*(label.box for label in labels), *(note.box for note in notes)]
