"""Rules 11 and 12, where names stand: at what they name, whole, and not at something else.

A reader takes a name for that of the nearest sign, and an answer for that of the line right above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.process.drawing import Box, Shape
from engine.process.layout.geometry import TOLERANCE, Segment, bottom, center, distance, gap, right
from engine.process.layout.layout import Layout
from engine.process.layout.obstacles import covered
from engine.process.layout.plan import Arrow, Plan
from engine.process.layout.rules.words import FARTHEST, INDENT
from engine.process.layout.text import LINE, SMALL, lines, width
from engine.process.layout.violations import Rule, Violation

NEAREST_OTHER: Final = 4.0  # between a name and an event or branch that is not its own
LINE_ABOVE: Final = 12.0  # between an answer and a line of another path above or below it
LINE_ASIDE: Final = 8.0  # the same to its left or right
LANE_LINES: Final = 2  # of its name, beside each other
ABOVE_WORDS: Final = 3.0  # in an annotation


def places(layout: Layout) -> Iterator[Violation]:
    """Yield names far from what they name or at something else, cut names of lanes, and notes on an edge."""
    plan = layout.plan
    frames = {frame.element for frame in plan.frames}
    for label in layout.labels:
        if label.element in frames:
            continue
        shape = plan.shapes.get(label.element)
        if shape is not None and is_far(label.box, shape):
            away = gap(label.box, shape.box)
            yield Violation(Rule.NAMES, "far", (label.element,), center(label.box), away)
        if (other := stands_beside(label.element, label.box, plan)) is not None:
            yield Violation(Rule.NAMES, "beside", (label.element, other), center(label.box))
    yield from _lanes(plan)
    yield from _notes(plan)


def is_far(box: Box, shape: Shape) -> bool:
    """Tell whether a name stands farther from its shape than an answer may from its branch."""
    return gap(box, shape.box) > FARTHEST + TOLERANCE


def stands_beside(element: str, box: Box, plan: Plan) -> str | None:
    """Return the event, branch or line that a name would be taken to be of, though it is of another."""
    if element in plan.shapes:
        others = (shape.element for shape in _signs(element, plan) if gap(box, shape.box) < NEAREST_OTHER)
        return next(others, None)
    own = next((arrow for arrow in plan.arrows if arrow.element == element and arrow.runs), None)
    if own is None:
        return None
    run = min(own.runs, key=lambda run: distance(run, box))
    foreign = (arrow for arrow in plan.arrows if arrow is not own and arrow.source is not own.source)
    return next((arrow.element for arrow in foreign if _is_along(arrow, run, box)), None)


def _signs(element: str, plan: Plan) -> Iterator[Shape]:
    """Yield the other events and branches; rule 9 tells of events at the edge of one step."""
    host = plan.hosts.get(element)
    for shape in (*plan.events, *plan.branches):
        if shape.element != element and (host is None or plan.hosts.get(shape.element) != host):
            yield shape


def _is_along(arrow: Arrow, own: Segment, box: Box) -> bool:
    return any(_runs_along(run, own, box) for run in arrow.runs)


def _runs_along(other: Segment, own: Segment, box: Box) -> bool:
    """Tell whether another line runs along an answer, at a right angle to the answer's own."""
    if other.is_horizontal and own.is_vertical:
        shared = min(right(box), right(other.box)) - max(box.x, other.box.x)
        away = max(other.box.y - bottom(box), box.y - other.box.y)
        return shared > box.width / 2 and 0 <= away <= LINE_ABOVE
    if other.is_vertical and own.is_horizontal:
        shared = min(bottom(box), bottom(other.box)) - max(box.y, other.box.y)
        away = max(other.box.x - right(box), box.x - other.box.x)
        return shared > box.height / 2 and 0 <= away <= LINE_ASIDE
    return False


def _lanes(plan: Plan) -> Iterator[Violation]:
    """Yield lanes that are lower than the name at their edge is long."""
    for lane in plan.lanes:
        name, room = lane.shape.name, lane.shape.box.height
        said = lines(name, room, SMALL)
        if len(said) > LANE_LINES or any(width(line, SMALL) > room for line in said):
            yield Violation(Rule.NAMES, "cut", (lane.shape.element,), center(lane.shape.box))


def _notes(plan: Plan) -> Iterator[Violation]:
    """Yield annotations whose words lie on something."""
    for note in (shape for shape in plan.things if shape.kind == "textAnnotation" and shape.name):
        said = lines(note.name, note.box.width - INDENT)
        wide = max(map(width, said))
        words = Box(note.box.x + INDENT, note.box.y + ABOVE_WORDS, wide, len(said) * LINE)
        own = {note.element, *(tie.element for tie in plan.ties)}
        on = tuple(element for _, element in covered(words, plan) if element not in own)
        if on:
            yield Violation(Rule.LABELS, "covers", (note.element, *on), center(note.box))
