"""Boxes of words in a drawing: what the lines of each name take.

A name with a place of its own (`BPMNLabel`) is set in the width of that place, centred, from its top down;
one without stands where the progress view puts it. Refuses to know what may lie there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.process.drawing import Box, Line, Shape
from engine.process.elements import GATEWAYS
from engine.process.layout.geometry import bottom, center
from engine.process.layout.plan import Plan
from engine.process.layout.text import LINE, lines, width

PADDING: Final = 4.0  # of a step, on each side
BESIDE: Final = 40.0  # a name below an event or a branch may be wider than it, on each side
FLOW_WIDTH: Final = 80.0
WIDER: Final = 32.0  # may the words of an arrow be that stand at its side, in another language
INDENT: Final = 10.0  # of the title of an open subprocess


@dataclass(frozen=True, slots=True)
class Label:
    """The words of an element outside of a step: their lines, and the box that these take."""

    element: str
    kind: str
    lines: tuple[str, ...]
    box: Box


def labels(plan: Plan) -> tuple[Label, ...]:
    """Return the labels of events, branches, data, subprocesses and arrows."""
    return tuple(
        Label(thing.element, thing.kind, (thing.name,), place)
        if thing in plan.frames
        else Label(thing.element, thing.kind, *set_in(thing.name, place))
        for thing, place in _named(plan)
    )


def labels_in(plan: Plan, names: Mapping[str, str]) -> tuple[Label, ...]:
    """Return the labels as another language sets them: in the places that are kept for the official names.

    `names` are those of elements; what has none there keeps its own.
    """
    return tuple(
        _translated(thing, place, names.get(thing.element, thing.name)) for thing, place in _named(plan)
    )


def _named(plan: Plan) -> Iterator[tuple[Shape | Line, Box]]:
    """Yield what is named outside of itself, with the place of its words."""
    for shape in plan.drawing.shapes:
        if not shape.name:
            continue
        if shape in plan.frames:
            yield shape, _title(shape)
        elif shape.is_event or shape.kind in GATEWAYS or shape.kind.startswith("data"):
            yield shape, shape.label or _below(shape.box)
    for arrow in (*plan.arrows, *plan.ties):
        if arrow.line.name:
            yield arrow.line, arrow.line.label or _at_start(arrow.line)


def _translated(thing: Shape | Line, place: Box, name: str) -> Label:
    """Return a label whose words stand at the side to which their element leans."""
    leans = thing.leans if thing.label else "middle"
    if leans != "middle" and isinstance(thing, Line):
        place = replace(place, width=place.width + WIDER, x=place.x - (WIDER if leans == "end" else 0))
    found, box = set_in(name, place)
    if leans != "middle":
        box = replace(box, x=place.x if leans == "start" else place.x + place.width - box.width)
    return Label(thing.element, thing.kind, found, box)


def within(shape: Shape) -> tuple[str, ...]:
    """Return the lines of a step's name in its box."""
    return lines(shape.name, shape.box.width - 2 * PADDING)


def set_in(text: str, place: Box) -> tuple[tuple[str, ...], Box]:
    """Return the lines of a text in a place, and the box that they take."""
    found = lines(text, place.width)
    wide = max(map(width, found), default=0.0)
    return found, Box(center(place)[0] - wide / 2, place.y, wide, len(found) * LINE)


def _below(box: Box) -> Box:
    return Box(box.x - BESIDE, bottom(box) + 2, box.width + 2 * BESIDE, LINE)


def _at_start(line: Line) -> Box:
    x, y = line.points[0]
    return Box(x + 4, y + 2, FLOW_WIDTH, LINE)


def _title(frame: Shape) -> Box:
    return Box(frame.box.x + INDENT, frame.box.y + 4, width(frame.name), LINE)
