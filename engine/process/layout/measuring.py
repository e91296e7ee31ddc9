"""Measuring: all rules held against one diagram, in the order of their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.process.layout.geometry import bends
from engine.process.layout.layout import Layout
from engine.process.layout.plan import Plan, plans_of
from engine.process.layout.roles import Blocks
from engine.process.layout.rules import arrows, boundary, direction, lanes, places, shapes, words
from engine.process.layout.violations import Rule, Violation

RULES: Final = (
    shapes.shapes,
    direction.direction,
    direction.bends_of,
    lanes.lanes,
    lanes.heights,
    arrows.clearance,
    arrows.crossings,
    arrows.tracks,
    direction.ways_back,
    boundary.boundary,
    shapes.sizes,
    words.names,
    words.labels,
    places.places,
    words.articles,
    words.annotation,
    shapes.sheet,
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """Measurement of a diagram, all its sheets together: how much is in it, and each violation.

    `width` and `height` are the largest of a sheet.
    """

    sheets: int
    steps: int
    branches: int
    events: int
    arrows: int
    bends: int
    lanes: int
    width: float
    height: float
    violations: tuple[Violation, ...]

    @property
    def counts(self) -> dict[Rule, int]:
        """Return how often each rule is violated; a rule that is kept is not in it."""
        return dict(Counter(violation.rule for violation in self.violations))


def measure(content: bytes, blocks: Blocks, names: Mapping[str, str] | None = None) -> Measurement | None:
    """Return how a diagram is drawn, None where nothing of it is.

    `blocks` are the diagrams it calls, and those that these call, by process id; `names` the official names
    of roles, against which the names of lanes are held.
    """
    layouts = [Layout(plan, names or {}) for plan in plans_of(content, blocks)]
    if not layouts:
        return None
    plans = [layout.plan for layout in layouts]
    return Measurement(
        sheets=len(plans),
        steps=sum(len(plan.steps) for plan in plans),
        branches=sum(len(plan.branches) for plan in plans),
        events=sum(len(plan.events) for plan in plans),
        arrows=sum(len(plan.arrows) for plan in plans),
        bends=sum(map(_bends, plans)),
        lanes=max(len(plan.lanes) for plan in plans),
        width=max(layout.extent.width for layout in layouts),
        height=max(layout.extent.height for layout in layouts),
        violations=tuple(said for rule in RULES for layout in layouts for said in rule(layout)),
    )


def _bends(plan: Plan) -> int:
    return sum(1 for arrow in plan.arrows for _ in bends(arrow.line.points))
