"""Rules 5 to 7: arrows keep away from shapes, do not cross, and do not run along each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final

from engine.process.drawing import Shape
from engine.process.elements import GATEWAYS
from engine.process.layout.geometry import (
    TOLERANCE,
    Point,
    Side,
    angle,
    bends,
    beside,
    contains,
    crossing,
    gap,
    grown,
    passes,
)
from engine.process.layout.layout import Layout
from engine.process.layout.obstacles import apart, from_outline
from engine.process.layout.plan import SHEETS, Arrow, Plan
from engine.process.layout.violations import Rule, Violation

CLEAR: Final = 8.0
LOOSE: Final = 3.0  # an arrow ends at its shape, as far as tools round
ARROWS_FOR_A_CROSSING: Final = 20
FROM_BEND: Final = 12.0
TRACKS_APART: Final = 10.0
ENDS_APART: Final = 18.0
MOST_ON_A_SIDE: Final = 3
SHORTEST: Final = 2.0  # runs beside each other for less only pass a corner


def clearance(layout: Layout) -> Iterator[Violation]:
    """Yield arrows through a shape or near it, and those that leave their subprocess or miss their ends."""
    plan = layout.plan
    for arrow in plan.arrows:
        yield from _loose(arrow)
        yield from _own_ends(arrow)
        for shape in plan.things:
            yield from _foreign(arrow, shape, plan=plan)
        for frame in plan.frames:
            yield from _frame(arrow, frame, plan=plan)
    for tie in plan.ties:
        for shape in plan.things:
            if shape.element not in tie.ends and any(passes(run, shape.box) for run in tie.runs):
                yield Violation(Rule.CLEARANCE, "through", (tie.element, shape.element), tie.start)


def _loose(arrow: Arrow) -> Iterator[Violation]:
    for point, shape in ((arrow.start, arrow.source), (arrow.end, arrow.target)):
        if shape is not None and abs(from_outline(point, shape)) > LOOSE:
            yield Violation(Rule.CLEARANCE, "loose", (arrow.element, shape.element), point)


def _own_ends(arrow: Arrow) -> Iterator[Violation]:
    """Yield the box or frame from which an arrow comes, or to which it leads, through its inside."""
    for shape in (arrow.source, arrow.target):
        if shape is None or shape.is_event or shape.kind in SHEETS or shape.kind in GATEWAYS:
            continue
        if any(passes(run, grown(shape.box, -LOOSE)) for run in arrow.runs):
            yield Violation(Rule.CLEARANCE, "through", (arrow.element, shape.element), arrow.start)


def _foreign(arrow: Arrow, shape: Shape, *, plan: Plan) -> Iterator[Violation]:
    near = grown(shape.box, CLEAR)
    if gap(arrow.box, near) > 0 or shape.element in arrow.ends:
        return
    # An arrow from the edge of a step begins at the step; its angle is judged with boundary events.
    is_host = arrow.source is not None and plan.hosts.get(arrow.source.element) == shape.element
    runs = arrow.runs[1:] if is_host else arrow.runs
    met = [run for run in runs if gap(run.box, near) == 0]
    away, run = min(
        ((apart(run, shape), run) for run in met), key=lambda found: found[0], default=(CLEAR, None)
    )
    if run is not None and away < CLEAR - TOLERANCE:
        what = "near" if away > 0 else "through"
        yield Violation(Rule.CLEARANCE, what, (arrow.element, shape.element), run.start, away)


def _frame(arrow: Arrow, frame: Shape, *, plan: Plan) -> Iterator[Violation]:
    if frame.element in arrow.ends or not arrow.runs:
        return
    inner = [end for end in arrow.ends if frame.element in plan.around(end)]
    if len(inner) == len(arrow.ends):
        if not all(contains(frame.box, run.box) for run in arrow.runs):
            yield Violation(Rule.CLEARANCE, "leaves", (arrow.element, frame.element), arrow.start)
    elif not inner:
        host = arrow.source is not None and plan.hosts.get(arrow.source.element) == frame.element
        runs = arrow.runs[1:] if host else arrow.runs
        away = min((apart(run, frame) for run in runs), default=CLEAR)
        if away < CLEAR - TOLERANCE:
            what = "near" if away > 0 else "through"
            yield Violation(Rule.CLEARANCE, what, (arrow.element, frame.element), arrow.start, away)


def crossings(layout: Layout) -> Iterator[Violation]:
    """Yield crossings: all where there are too many, else those that are slanted or near a bend."""
    arrows = layout.plan.arrows
    found = [crossed for one, other in _meeting(arrows) for crossed in _crossings(one, other)]
    is_too_many = len(found) > len(arrows) // ARROWS_FOR_A_CROSSING
    for violation, is_slanted, is_at_bend in found:
        if is_too_many:
            yield violation
        elif is_slanted or is_at_bend:
            what = "slanted_crossing" if is_slanted else "crossing_at_bend"
            yield Violation(Rule.CROSSINGS, what, violation.elements, violation.at)


def _crossings(one: Arrow, other: Arrow) -> Iterator[tuple[Violation, bool, bool]]:
    """Yield where two arrows cross, and whether slanted or near a bend."""
    corners = [*bends(one.line.points), *bends(other.line.points)]
    ends = [one.start, one.end, other.start, other.end]
    shares, seen = _nearest_tracks(one, other), set()
    is_along = shares is not None and shares[0] <= TOLERANCE
    for run in one.runs:
        for across in other.runs:
            point = crossing(run, across)
            if point is None or (place := (round(point[0]), round(point[1]))) in seen:
                continue
            seen.add(place)
            # At its end an arrow meets a shape, and where they run along each other they are told once.
            if (
                any(_is_at(point, end) for end in ends)
                or is_along
                and any(_is_at(point, corner) for corner in corners)
            ):
                continue
            crossed = Violation(Rule.CROSSINGS, "crossing", (one.element, other.element), point)
            is_at_bend = any(_is_within(point, corner, FROM_BEND) for corner in corners)
            yield crossed, angle(run, across) < 89, is_at_bend


def tracks(layout: Layout) -> Iterator[Violation]:
    """Yield arrows that share a line, run too near to each other, or end too near at a box."""
    arrows, told = layout.plan.arrows, set()
    for one, other in _meeting(arrows):
        found = _nearest_tracks(one, other)
        if found is not None and found[0] < TRACKS_APART - TOLERANCE:
            told.add(frozenset((one.element, other.element)))
            what = "shared" if found[0] <= TOLERANCE else "near"
            yield Violation(Rule.TRACKS, what, (one.element, other.element), found[1], found[0])
    for shape in (*layout.plan.steps, *layout.plan.frames):
        yield from _ends(shape, arrows, told)


def _ends(shape: Shape, arrows: tuple[Arrow, ...], told: set[frozenset[str]]) -> Iterator[Violation]:
    sides: dict[Side, list[Arrow]] = {}
    for arrow in arrows:
        if arrow.target is shape and arrow.arrives is not None:
            sides.setdefault(arrow.arrives, []).append(arrow)
    for side, coming in sides.items():
        axis = 1 if side in ("left", "right") else 0
        in_order = sorted(coming, key=lambda arrow: arrow.end[axis])
        for one, other in pairwise(in_order):
            away = other.end[axis] - one.end[axis]
            if away < ENDS_APART - TOLERANCE and frozenset((one.element, other.element)) not in told:
                yield Violation(Rule.TRACKS, "ends", (one.element, other.element), other.end, away)
        if len(coming) > MOST_ON_A_SIDE:
            elements = shape.element, *(arrow.element for arrow in in_order)
            yield Violation(Rule.TRACKS, "many", elements, coming[0].end, float(len(coming)))


def _nearest_tracks(one: Arrow, other: Arrow) -> tuple[float, Point] | None:
    """Return how near two arrows run beside each other, and where."""
    best: tuple[float, Point] | None = None
    for run in one.runs:
        for along in other.runs:
            found = beside(run, along)
            if found is not None and found[1] > SHORTEST and (best is None or found[0] < best[0]):
                best = found[0], found[2]
    return best


def _meeting(arrows: tuple[Arrow, ...]) -> Iterator[tuple[Arrow, Arrow]]:
    """Yield the pairs of arrows that come near each other at all."""
    for one, other in combinations(arrows, 2):
        if gap(one.box, other.box) < TRACKS_APART:
            yield one, other


def _is_at(point: Point, other: Point) -> bool:
    return _is_within(point, other, 1.5)


def _is_within(point: Point, other: Point, reach: float) -> bool:
    return max(abs(point[0] - other[0]), abs(point[1] - other[1])) < reach
