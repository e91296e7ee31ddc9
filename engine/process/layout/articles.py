"""The notes of law at steps and clocks: the article (`mms:law`) and the term, drawn where place is free.

A note is never stored. It stands below the box; above, right or left of it where something lies below, and
at the left or right end of its lower or upper edge where the middle is taken. That of a clock may also stand
at the clock's name. Two notes do not share a place: the first in the order of the drawing takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.process.drawing import Box, Shape
from engine.process.layout.geometry import bottom, grown, overlap, right
from engine.process.layout.labels import Label
from engine.process.layout.obstacles import covered
from engine.process.layout.plan import Plan
from engine.process.layout.text import SMALL, SMALL_LINE, lines, width
from engine.process.step_law import in_short
from engine.process.step_term import Terms, said
from engine.texts import OFFICIAL

GAP: Final = 3.0  # from the box to the line; its letters stand 14 below the box
# These stay with their number, and a number with what it counts.
_LEADS: Final = re.compile(r"(მუხ\.|თავი|art\.|ch\.|No\.|ვადა:|term:) ")
CLEAR: Final = 2.0  # around that of a clock
HEADED: Final = frozenset({"lane", "participant"})
HEADER: Final = 30.0  # of these, in which their name stands
LEAST: Final = 100.0  # of a room, at a clock too
NARROWER: Final = 0.6  # of the width, where a note finds no place in all of it
WIDER: Final = 8.0  # than the box, on each side: half of the gap to the next box, and less


@dataclass(frozen=True, slots=True)
class Article:
    """The note of a step or clock: its lines and their place; `is_free` where nothing lies there."""

    element: str
    lines: tuple[str, ...]
    box: Box
    is_free: bool


def articles(
    plan: Plan, labels: tuple[Label, ...], language: str = OFFICIAL, terms: Terms | None = None
) -> tuple[Article, ...]:
    """Return the notes of all steps and clocks that rest on law, in a language.

    `terms` are the words of terms; without them a note has the room that a long term takes.
    """
    found: list[Article] = []
    headers = [replace(shape.box, width=HEADER) for shape in plan.drawing.shapes if shape.kind in HEADED]
    names = {label.element: label.box for label in labels}
    for thing in (*plan.steps, *plan.events):
        if parts := tuple(_parts(thing, plan, language, terms)):
            at = [thing.box, *([names[thing.element]] if thing.is_event and thing.element in names else [])]
            taken = [*headers, *_words(labels, found)]
            found.append(_placed(thing, parts, at=at, plan=plan, taken=taken))
    return tuple(found)


def _parts(thing: Shape, plan: Plan, language: str, terms: Terms | None) -> Iterator[str]:
    """Yield what the note of a step or clock says."""
    if thing.element in plan.laws and not thing.is_event:
        yield in_short(plan.laws[thing.element], language)
    term = plan.terms.get(thing.element)
    if term and (words := said(term, terms, language, is_clock=thing.is_event)):
        yield words


def _placed(thing: Shape, parts: tuple[str, ...], *, at: list[Box], plan: Plan, taken: list[Box]) -> Article:
    room = max(thing.box.width, LEAST) + 2 * WIDER
    sizes = [_set(parts, share * room) for share in (1, NARROWER)]
    for found, size in sizes:
        for place in (place for box in at for place in _places(box, *size)):
            words = grown(place, CLEAR) if thing.is_event else place
            if not any(overlap(words, other) for other in taken) and not any(covered(words, plan)):
                return Article(thing.element, found, place, is_free=True)
    found, size = sizes[0]
    return Article(thing.element, found, next(_places(thing.box, *size)), is_free=False)


def _set(parts: tuple[str, ...], room: float) -> tuple[tuple[str, ...], tuple[float, float]]:
    """Return the lines of a note, each part on lines of its own, and how wide and high they are."""
    found = tuple(line for part in parts for line in lines(_LEADS.sub("\\1\u00a0", part), room, SMALL))
    return found, (max(width(line, SMALL) for line in found), len(found) * SMALL_LINE)


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
