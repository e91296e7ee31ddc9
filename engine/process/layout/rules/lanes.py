"""Rules 3 and 4: a lane for each role, in order; steps in the lane of their role; how high lanes are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from engine.process.drawing import Shape
from engine.process.layout.geometry import bottom, center, contains
from engine.process.layout.layout import Layout
from engine.process.layout.plan import Lane, Plan, lane_at
from engine.process.layout.roles import APPLICANT, OFFICE, SYSTEM
from engine.process.layout.violations import Rule, Violation
from engine.roles import ROLES

# In the order of competence: from top to bottom.
ORDER: Final = {role: place for place, role in enumerate((APPLICANT, OFFICE, SYSTEM, *ROLES))}
LOWEST: Final = 108.0
HIGHEST: Final = 220.0
APART: Final = 1.0  # between two lanes: more is a band that is nobody's


def lanes(layout: Layout) -> Iterator[Violation]:
    """Yield missing and needless lanes, lanes of no known role or out of order, and steps in a wrong one."""
    plan = layout.plan
    if not plan.lanes:
        if needed := _needed(plan):
            yield Violation(Rule.LANES, "no_lanes", measured=float(len(needed)))
        return
    if not _needed(plan):
        yield Violation(Rule.LANES, "needless", (plan.lanes[0].shape.element,))
    for lane in plan.lanes:
        yield from _lane(lane, layout)
    yield from _order(plan)
    for step in plan.steps:
        yield from _step(step, plan)
    yield from _members(plan)


def heights(layout: Layout) -> Iterator[Violation]:
    """Yield lanes that are too low for a row, or hold more than two."""
    for lane in layout.plan.lanes:
        high = lane.shape.box.height
        if not LOWEST - 0.5 <= high <= HIGHEST + 0.5:
            yield Violation(Rule.LANE_HEIGHT, "height", (lane.shape.element,), center(lane.shape.box), high)


def _needed(plan: Plan) -> set[str]:
    """Return the roles among which one needs lanes to tell: none where all steps may stand in one lane."""
    choices = [roles for step in plan.steps if (roles := plan.roles.get(step.element))]
    if not choices or set.intersection(*map(set, choices)):
        return set()
    return {roles[0] for roles in choices}


def _lane(lane: Lane, layout: Layout) -> Iterator[Violation]:
    element = lane.shape.element
    if lane.role is None:
        yield Violation(Rule.LANES, "lane_without_role", (element,), center(lane.shape.box))
        return
    name = layout.names.get(lane.role)
    if not lane.shape.name or (name is not None and lane.shape.name != name):
        yield Violation(Rule.LANES, "lane_name", (element,), center(lane.shape.box))


def _order(plan: Plan) -> Iterator[Violation]:
    downward = sorted(plan.lanes, key=lambda lane: lane.shape.box.y)
    for upper, lower in pairwise(downward):
        if abs(bottom(upper.shape.box) - lower.shape.box.y) > APART:
            yield Violation(
                Rule.LANES, "apart", (upper.shape.element, lower.shape.element), center(lower.shape.box)
            )
    known = [lane for lane in downward if lane.role in ORDER]
    for upper, lower in pairwise(known):
        if ORDER[str(upper.role)] > ORDER[str(lower.role)]:
            both = upper.shape.element, lower.shape.element
            yield Violation(Rule.LANES, "order", both, center(lower.shape.box))
    roles = [lane.role for lane in downward if lane.role]
    for lane in downward:
        if lane.role and roles.count(lane.role) > 1:
            yield Violation(Rule.LANES, "lane_twice", (lane.shape.element,), center(lane.shape.box))


def _step(step: Shape, plan: Plan) -> Iterator[Violation]:
    lane, roles = lane_at(plan, center(step.box)), plan.roles.get(step.element, ())
    if lane is None:
        return
    if not contains(lane.shape.box, step.box):
        yield Violation(Rule.LANES, "between_lanes", (step.element,), center(step.box))
    elif roles and lane.role is not None and lane.role not in roles:
        yield Violation(Rule.LANES, "wrong_lane", (step.element, lane.shape.element), center(step.box))


def _members(plan: Plan) -> Iterator[Violation]:
    """Yield what the file lists in another lane than it is drawn in."""
    for lane in plan.lanes:
        for member in sorted(lane.members):
            shape = plan.shapes.get(member)
            if shape is None or shape in plan.frames or member in plan.hosts:
                continue
            drawn_in = lane_at(plan, center(shape.box))
            if drawn_in is not None and drawn_in is not lane:
                both = member, lane.shape.element
                yield Violation(Rule.LANES, "listed_elsewhere", both, center(shape.box))
