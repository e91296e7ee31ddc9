"""Rule 9: events at the edge of a step stand apart, and their arrows leave at a right angle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from engine.process.drawing import Shape
from engine.process.layout.geometry import OUTWARD, bottom, center, direction, right, side_of
from engine.process.layout.layout import Layout
from engine.process.layout.obstacles import touches
from engine.process.layout.violations import Rule, Violation

APART: Final = 48.0
FROM_CORNER: Final = 10.0
OFF: Final = 3.0


def boundary(layout: Layout) -> Iterator[Violation]:
    """Yield events that stand too near, beside their edge, or whose arrow or name lies badly."""
    plan = layout.plan
    of_host: dict[str, list[Shape]] = {}
    for event in plan.events:
        host = plan.shapes.get(plan.hosts.get(event.element, ""))
        if host is not None:
            of_host.setdefault(host.element, []).append(event)
            yield from _event(event, host, layout)
    for events in of_host.values():
        yield from _neighbours(events, layout)


def _event(event: Shape, host: Shape, layout: Layout) -> Iterator[Violation]:
    x, y = middle = center(event.box)
    side = side_of(middle, host.box)
    along = x, host.box.x, right(host.box)
    across = y, host.box.y, bottom(host.box)
    place, low, high = along if side in ("top", "bottom") else across
    away, *edges = across if side in ("top", "bottom") else along
    if min(abs(away - edge) for edge in edges) > OFF:
        yield Violation(Rule.BOUNDARY, "off_edge", (event.element, host.element), middle)
    if min(place - low, high - place) < FROM_CORNER:
        yield Violation(Rule.BOUNDARY, "corner", (event.element,), middle, min(place - low, high - place))
    for arrow in layout.plan.arrows:
        if arrow.source is event and arrow.runs and direction(arrow.runs[0]) != OUTWARD[side]:
            yield Violation(Rule.BOUNDARY, "angle", (arrow.element, event.element), arrow.start)


def _neighbours(events: list[Shape], layout: Layout) -> Iterator[Violation]:
    for one, other in combinations(events, 2):
        (x1, y1), (x2, y2) = center(one.box), center(other.box)
        away = max(abs(x1 - x2), abs(y1 - y2))
        if away < APART - 0.5:
            yield Violation(Rule.BOUNDARY, "close", (one.element, other.element), (x2, y2), away)
    by_id = {event.element: event for event in events}
    for label in layout.labels:
        if label.element not in by_id:
            continue
        for other in events:
            if other.element != label.element and touches(label.box, other):
                both = label.element, other.element
                yield Violation(Rule.BOUNDARY, "label_under_event", both, center(label.box))
