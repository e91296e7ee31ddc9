"""Rules 0, 10 and 15: shapes lie on nothing and within what holds them; their sizes and gaps; the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from engine.process.drawing import Box, Shape
from engine.process.elements import GATEWAYS
from engine.process.layout.geometry import bottom, center, contains, holds, overlap, right
from engine.process.layout.labels import PADDING
from engine.process.layout.layout import Layout
from engine.process.layout.plan import Plan
from engine.process.layout.text import lines, width
from engine.process.layout.violations import Rule, Violation

BOX_WIDTH: Final = 112.0
BOX_HEIGHT: Final = 64.0
BRANCH: Final = 36.0
EVENT: Final = 28.0
LEAST_GAP: Final = 20.0  # between boxes of a row; between branches, and between rows, below
LEAST_GAP_OF_BRANCHES: Final = 34.0
LEAST_GAP_OF_ROWS: Final = 24.0
MOST_LINES: Final = 3
WIDEST: Final = 1900.0
HIGHEST: Final = 1200.0
MOST_STEPS: Final = 25
MOST_LANES: Final = 6


def shapes(layout: Layout) -> Iterator[Violation]:
    """Yield shapes that lie on each other, or outside of what holds them; and what is not drawn once."""
    plan = layout.plan
    for element, what in plan.misplaced.items():
        at = center(plan.shapes[element].box) if element in plan.shapes else (0.0, 0.0)
        yield Violation(Rule.SHAPES, what, (element,), at)
    for one, other in combinations(plan.things, 2):
        is_attached = (
            plan.hosts.get(one.element) == other.element or plan.hosts.get(other.element) == one.element
        )
        if not is_attached and overlap(one.box, other.box):
            yield Violation(Rule.SHAPES, "overlap", (one.element, other.element), center(one.box))
    for shape in (*plan.things, *plan.frames):
        yield from _in_frames(shape, plan)
        yield from _on_sheet(shape, plan)
    for lane, other_lane in combinations(plan.lanes, 2):
        if overlap(lane.shape.box, other_lane.shape.box):
            both = lane.shape.element, other_lane.shape.element
            yield Violation(Rule.SHAPES, "overlap", both, center(lane.shape.box))


def _in_frames(shape: Shape, plan: Plan) -> Iterator[Violation]:
    """Yield open subprocesses that a shape lies on without being in them, or leaves though it is in them."""
    around = plan.around(shape.element)
    for frame in plan.frames:
        if frame.element in (shape.element, plan.hosts.get(shape.element)):
            continue
        is_inside = frame.element in around
        if is_inside and not contains(frame.box, shape.box):
            yield Violation(Rule.SHAPES, "outside", (shape.element, frame.element), center(shape.box))
        is_around = shape in plan.frames and shape.element in plan.around(frame.element)
        if not is_inside and not is_around and overlap(frame.box, shape.box) and not _is_remark(shape):
            yield Violation(Rule.SHAPES, "overlap", (shape.element, frame.element), center(shape.box))


def _on_sheet(shape: Shape, plan: Plan) -> Iterator[Violation]:
    """Yield what stands beside the lanes; a step that stands in two is told with the lanes."""
    if plan.lanes and not _is_remark(shape):
        boxes = [lane.shape.box for lane in plan.lanes]
        if not any(holds(box, center(shape.box)) for box in boxes):
            yield Violation(Rule.SHAPES, "outside", (shape.element,), center(shape.box))


def _is_remark(shape: Shape) -> bool:
    return shape.kind == "textAnnotation"


def sizes(layout: Layout) -> Iterator[Violation]:
    """Yield shapes of another size than the usual one, and those that stand too near to each other."""
    for shape in (*layout.plan.steps, *layout.plan.branches, *layout.plan.events):
        if not _has_usual_size(shape):
            yield Violation(Rule.SIZES, "size", (shape.element,), center(shape.box), shape.box.width)
    standing = [shape for shape in layout.plan.things if not shape.is_event and not _is_remark(shape)]
    for one, other in combinations(standing, 2):
        if not overlap(one.box, other.box):
            yield from _too_near(one, other)


def _has_usual_size(shape: Shape) -> bool:
    high, wide = shape.box.height, shape.box.width
    if shape.kind in GATEWAYS or shape.is_event:
        usual = BRANCH if shape.kind in GATEWAYS else EVENT
        return abs(high - usual) <= 1 and abs(wide - usual) <= 1
    is_wider = wide > BOX_WIDTH + 1
    return abs(high - BOX_HEIGHT) <= 1 and wide >= BOX_WIDTH - 1 and (not is_wider or _needs_more(shape.name))


def _needs_more(name: str) -> bool:
    """Tell whether a name does not fit into the usual box."""
    within = BOX_WIDTH - 2 * PADDING
    found = lines(name, within)
    return len(found) > MOST_LINES or any(width(line) > within for line in found)


def _too_near(one: Shape, other: Shape) -> Iterator[Violation]:
    across = max(one.box.x - right(other.box), other.box.x - right(one.box))
    down = max(one.box.y - bottom(other.box), other.box.y - bottom(one.box))
    both = one.kind in GATEWAYS and other.kind in GATEWAYS
    least = LEAST_GAP_OF_BRANCHES if both else LEAST_GAP
    if down < 0 and 0 <= across < least - 0.5:
        yield Violation(Rule.SIZES, "gap", (one.element, other.element), center(one.box), across)
    if across < 0 and 0 <= down < LEAST_GAP_OF_ROWS - 0.5:
        yield Violation(Rule.SIZES, "row_gap", (one.element, other.element), center(one.box), down)


def sheet(layout: Layout) -> Iterator[Violation]:
    """Yield how a diagram is too large for one sheet; of an inner one, with the subprocess it draws."""
    extent: Box = layout.extent
    of = layout.plan.drawing.of
    steps, lanes = len(layout.plan.steps), len(layout.plan.lanes)
    measures = (
        ("width", extent.width, WIDEST),
        ("height", extent.height, HIGHEST),
        ("steps", steps, MOST_STEPS),
        ("lanes", lanes, MOST_LANES),
    )
    for what, measured, most in measures:
        if measured > most:
            yield Violation(Rule.SHEET, what, (of,) if of else (), (extent.x, extent.y), float(measured))
