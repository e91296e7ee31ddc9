"""Words moved to what they name, away from what they lie on in any language.

Questions go to their branch, answers away from the line of another path. Only labels move, each to the best
free place around its own shape or arrow; what finds none stays. Refuses to know how the drawing was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from engine.process.drawing import Box, Shape
from engine.process.layout.geometry import bottom, center, gap, grown, right
from engine.process.layout.obstacles import covered
from engine.process.layout.plan import plans_of
from engine.process.layout.rules.places import is_far, stands_beside
from engine.process.layout.rules.words import FARTHEST
from engine.process.tidy.apart import Sheet, with_names

STEP: Final = 2
CLEAR: Final = 2.0  # around a name that is moved
ALONG: Final = 40  # as far may an answer go along its arrow
BELOW_COSTS: Final = 4.0
ASIDE_COSTS: Final = 0.4


def near(content: bytes, names: Mapping[str, Sequence[str]]) -> bytes:
    """Return a diagram whose names stand at what they are of; `names` are those in other languages."""
    return with_names(
        content, dict(move for plan in plans_of(content, {}) for move in _moved(Sheet(plan, names)))
    )


def _moved(sheet: Sheet) -> Iterator[tuple[str, Box]]:
    for code, place in list(sheet.places.items()):
        if _is_misplaced(sheet, code, place):
            shape = sheet.plan.shapes.get(code)
            candidates = _along(place) if shape is None else _around(shape, sheet.inks(code)[0], place)
            for _, found in sorted(candidates, key=lambda candidate: candidate[0]):
                if sheet.is_free(code, found) and not _is_misplaced(sheet, code, found, CLEAR):
                    sheet.put(code, found)
                    yield code, found
                    break


def _is_misplaced(sheet: Sheet, code: str, place: Box, clear: float = 0.0) -> bool:
    """Tell whether a name stands far from its own, at something else, or on or too near to something."""
    shape = sheet.plan.shapes.get(code)
    if shape is not None and shape in sheet.plan.frames:
        return False
    return sheet.covers_names(code, place) or any(
        (shape is not None and is_far(ink, shape))
        or stands_beside(code, ink, sheet.plan) is not None
        or any(covered(grown(ink, clear), sheet.plan))
        for ink in sheet.inks(code, place)
    )


def _along(place: Box) -> Iterator[tuple[float, Box]]:
    """Yield places beside that of an answer, the nearest first."""
    for across in range(-ALONG, ALONG + 1, STEP):
        for down in range(-ALONG, ALONG + 1, STEP):
            yield abs(across) + abs(down), replace(place, x=place.x + across, y=place.y + down)


def _around(shape: Shape, ink: Box, place: Box) -> Iterator[tuple[float, Box]]:
    """Yield places around a shape, above its middle first; words stand in the middle of their place."""
    aside = place.x - ink.x
    box, reach = shape.box, int(FARTHEST)
    middle = center(box)[0]
    for x in range(int(box.x - ink.width) - reach, int(right(box)) + reach, STEP):
        for y in range(int(box.y - ink.height) - reach, int(bottom(box)) + reach, STEP):
            words = Box(x, y, ink.width, ink.height)
            cost = gap(words, box) + ASIDE_COSTS * abs(center(words)[0] - middle)
            yield cost + BELOW_COSTS * (y > box.y), replace(place, x=float(round(x + aside)), y=float(y))
