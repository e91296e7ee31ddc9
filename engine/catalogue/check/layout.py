"""Remarks on how the diagram of a service is drawn: one for each rule that it breaks.

What is measured is in `engine.process.layout`; here are the codes of what is said of it, and where. A
detail lists the elements of each place, those of one place joined by ×, with the number measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.catalogue.blocks import diagrams
from engine.catalogue.check.findings import Finding, remark
from engine.catalogue.check.subject import Subject
from engine.catalogue.lanes import begins, lane_names
from engine.process.layout import APPLICANT, OFFICE, Measurement, Rule, Violation, measure, plans_of
from engine.process.layout.geometry import center
from engine.process.layout.plan import lane_at
from engine.process.layout.presence import DRAWN_TWICE, NOT_DRAWN

CODES: Final[Mapping[Rule, str]] = {
    Rule.SHAPES: "layout.overlap",
    Rule.DIRECTION: "layout.direction",
    Rule.BENDS: "layout.bends",
    Rule.LANES: "layout.lanes",
    Rule.LANE_HEIGHT: "layout.lane_height",
    Rule.CLEARANCE: "layout.clearance",
    Rule.CROSSINGS: "layout.crossings",
    Rule.TRACKS: "layout.tracks",
    Rule.WAYS_BACK: "layout.ways_back",
    Rule.BOUNDARY: "layout.boundary",
    Rule.SIZES: "layout.sizes",
    Rule.NAMES: "layout.names",
    Rule.LABELS: "layout.labels",
    Rule.ARTICLES: "layout.article_place",
    Rule.ANNOTATIONS: "layout.annotations",
    Rule.SHEET: "layout.sheet",
}
# Of one rule, but another cause and another thing to do.
OF_THEIR_OWN: Final[Mapping[tuple[Rule, str], str]] = {
    (Rule.SHAPES, NOT_DRAWN): "layout.not_drawn",
    (Rule.SHAPES, DRAWN_TWICE): "layout.drawn_twice",
    (Rule.LANES, "no_lanes"): "layout.lanes_missing",
    (Rule.ARTICLES, "no_law"): "layout.law_missing",
}
MOST_NAMED: Final = 8


def check_layout(subject: Subject) -> Iterator[Finding]:
    """Yield which rules of drawing the diagram does not keep to.

    Blocks are not told of: whoever draws the service can't mend them, and all that call one would be.
    """
    if subject.definition is None:
        return
    content = subject.files[f"{subject.folder}/process.bpmn"]
    measured = measure(content, diagrams(subject.files), lane_names())
    if measured is not None:
        yield from _findings(measured, subject)
    yield from _beginning(subject, content)


def _beginning(subject: Subject, content: bytes) -> Iterator[Finding]:
    """Yield where a service begins in the lane of somebody who may not begin it."""
    start = subject.definition.start.id if subject.definition else ""
    for plan in plans_of(content, {})[:1]:
        lane = lane_at(plan, center(plan.shapes[start].box)) if start in plan.shapes else None
        if lane is not None and lane.role in (APPLICANT, OFFICE) and lane.role != begins(subject.settings):
            where = subject.at(start)
            yield remark(CODES[Rule.LANES], **where, detail=f"{start} × {lane.shape.element}")


def _findings(measured: Measurement, subject: Subject) -> Iterator[Finding]:
    by_code: dict[str, list[Violation]] = {}
    for violation in measured.violations:
        code = OF_THEIR_OWN.get((violation.rule, violation.what), CODES[violation.rule])
        by_code.setdefault(code, []).append(violation)
    for code, violations in by_code.items():
        where = next((v.elements[0] for v in violations if v.elements), subject.code)
        detail = "; ".join(map(_place, violations[:MOST_NAMED]))
        if len(violations) > MOST_NAMED:
            detail += f"; + {len(violations) - MOST_NAMED}"
        yield remark(code, **subject.at(where), detail=detail)


def _place(violation: Violation) -> str:
    elements = " × ".join(violation.elements)
    measured = "" if violation.measured is None else f"{violation.measured:.1f}".removesuffix(".0")
    return f"{elements} ({measured})" if elements and measured else elements or measured
