"""Boxes of words in a drawing: what the lines of each name take.

A name with a place of its own (`BPMNLabel`) is set in the width of that place, centred, from its top down;
one without stands where the progress view puts it. Refuses to know what may lie there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.process.drawing import Box, Line, Shape
from engine.process.elements import GATEWAYS
from engine.process.layout.geometry import bottom, center
from engine.process.layout.plan import Plan
from engine.process.layout.text import LINE, lines, width

PADDING: Final = 4.0  # of a step, on each side
BESIDE: Final = 40.0  # a name below an event or a branch may be wider than it, on each side
FLOW_WIDTH: Final = 80.0
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
    return tuple(_labels(plan))


def _labels(plan: Plan) -> Iterator[Label]:
    for shape in plan.drawing.shapes:
        if not shape.name:
            continue
        if shape in plan.frames:
            yield _title(shape)
        elif shape.is_event or shape.kind in GATEWAYS or shape.kind.startswith("data"):
            yield _label(shape, shape.label or _below(shape.box))
    for arrow in (*plan.arrows, *plan.ties):
        if arrow.line.name:
            yield _label(arrow.line, arrow.line.label or _at_start(arrow.line))


def within(shape: Shape) -> tuple[str, ...]:
    """Return the lines of a step's name in its box."""
    return lines(shape.name, shape.box.width - 2 * PADDING)


def set_in(text: str, place: Box) -> tuple[tuple[str, ...], Box]:
    """Return the lines of a text in a place, and the box that they take."""
    found = lines(text, place.width)
    wide = max(map(width, found), default=0.0)
    return found, Box(center(place)[0] - wide / 2, place.y, wide, len(found) * LINE)


def _label(thing: Shape | Line, place: Box) -> Label:
    return Label(thing.element, thing.kind, *set_in(thing.name, place))


def _below(box: Box) -> Box:
    return Box(box.x - BESIDE, bottom(box) + 2, box.width + 2 * BESIDE, LINE)


def _at_start(line: Line) -> Box:
    x, y = line.points[0]
    return Box(x + 4, y + 2, FLOW_WIDTH, LINE)


def _title(frame: Shape) -> Label:
    box = Box(frame.box.x + INDENT, frame.box.y + 4, width(frame.name), LINE)
    return Label(frame.element, frame.kind, (frame.name,), box)
