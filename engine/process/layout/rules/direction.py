"""Rules 1, 2 and 8: arrows run to the right, straight, and ways back run beside their row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.process.drawing import Box
from engine.process.layout.geometry import Segment, bends, bottom, center, overlap
from engine.process.layout.layout import Layout
from engine.process.layout.plan import Arrow, Plan
from engine.process.layout.violations import Rule, Violation

SHORTEST: Final = 5.0  # a run that turns back for less is no run against the reading
ARROWS_FOR_ONE: Final = 8  # at most one arrow of so many runs to the left
ROW_BELOW: Final = 40.0  # as far as a way back would look for a track below its row


def direction(layout: Layout) -> Iterator[Violation]:
    """Yield arrows that leave at the left or run to the left without need."""
    plan, leftward = layout.plan, []
    for arrow in _flows(plan):
        is_at_edge = arrow.source is not None and arrow.source.element in plan.hosts
        if arrow.leaves == "left" and not is_at_edge:
            yield Violation(Rule.DIRECTION, "leaves_left", (arrow.element,), arrow.start)
        if run := _leftward(arrow):
            leftward.append(arrow)
            if not plan.is_way_back(arrow) and not _comes_down(arrow):
                yield Violation(Rule.DIRECTION, "leftward", (arrow.element,), run.start)
    most = max(1.0, len(plan.arrows) / ARROWS_FOR_ONE)
    if len(leftward) > most:
        often = tuple(arrow.element for arrow in leftward)
        yield Violation(Rule.DIRECTION, "leftward_often", often, leftward[0].start, float(len(leftward)))


def bends_of(layout: Layout) -> Iterator[Violation]:
    """Yield slanted arrows; and the diagram, if it has more bends than arrows."""
    arrows = layout.plan.arrows
    for arrow in arrows:
        for run in arrow.runs:
            if not run.is_horizontal and not run.is_vertical:
                yield Violation(Rule.BENDS, "slanted", (arrow.element,), run.start)
                break
    number = sum(1 for arrow in arrows for _ in bends(arrow.line.points))
    if number > len(arrows):
        yield Violation(Rule.BENDS, "bends", (), measured=number / len(arrows))


def ways_back(layout: Layout) -> Iterator[Violation]:
    """Yield ways back that run through their row, end beside their step, or run above without need."""
    for arrow in _flows(layout.plan):
        source, target, run = arrow.source, arrow.target, _leftward(arrow)
        if source is None or target is None or run is None or not layout.plan.is_way_back(arrow):
            continue
        y = run.start[1]
        if arrow.arrives not in ("top", "bottom"):
            yield Violation(Rule.WAYS_BACK, "ends_beside", (arrow.element, target.element), arrow.end)
        if any(shape.box.y < y < bottom(shape.box) for shape in (source, target)):
            yield Violation(Rule.WAYS_BACK, "in_row", (arrow.element,), run.start)
        elif y <= min(source.box.y, target.box.y) and _is_free_below(arrow, run, plan=layout.plan):
            yield Violation(Rule.WAYS_BACK, "above", (arrow.element,), run.start)


def _flows(plan: Plan) -> Iterator[Arrow]:
    return (arrow for arrow in plan.arrows if arrow.line.kind == "sequenceFlow")


def _leftward(arrow: Arrow) -> Segment | None:
    """Return the longest run of an arrow to the left."""
    found = [run for run in arrow.runs if run.start[0] - run.end[0] > SHORTEST]
    return max(found, key=lambda run: run.start[0] - run.end[0], default=None)


def _comes_down(arrow: Arrow) -> bool:
    """Tell whether an arrow joins a row from a higher one."""
    source, target = arrow.source, arrow.target
    return source is not None and target is not None and center(source.box)[1] < target.box.y


def _is_free_below(arrow: Arrow, run: Segment, *, plan: Plan) -> bool:
    assert arrow.source is not None
    place = Box(run.end[0], bottom(arrow.source.box) + 1, run.start[0] - run.end[0], ROW_BELOW)
    others = (line for line in plan.arrows if line is not arrow)
    return not any(overlap(place, shape.box) for shape in plan.things) and not any(
        overlap(place, _thick(other)) for line in others for other in line.runs
    )


def _thick(run: Segment) -> Box:
    box = run.box
    return Box(box.x - 1, box.y - 1, box.width + 2, box.height + 2)
