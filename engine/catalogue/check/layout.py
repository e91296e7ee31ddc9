"""Remarks on how the diagrams of a service and its blocks are drawn: one for each rule a diagram breaks.

What is measured is in `engine.process.layout`; here are the codes of what is said of it, and where. A
detail lists the elements of each place, those of one place joined by ×, with the number measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import engine.texts
from engine.catalogue.blocks import diagrams, folder_of
from engine.catalogue.check.findings import Finding, remark
from engine.catalogue.check.subject import Subject
from engine.catalogue.check.words import texts
from engine.process.layout import (
    APPLICANT,
    SYSTEM,
    Measurement,
    Rule,
    Violation,
    called_by,
    measure,
)
from engine.roles import ROLES
from engine.texts import OFFICIAL, Texts

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
    (Rule.LANES, "no_lanes"): "layout.lanes_missing",
    (Rule.ARTICLES, "no_law"): "layout.law_missing",
}
MOST_NAMED: Final = 8


def check_layout(subject: Subject) -> Iterator[Finding]:
    """Yield which rules of drawing the diagrams do not keep to."""
    if subject.definition is None:
        return
    blocks = diagrams(subject.files)
    for process in (subject.code, *blocks):
        content = subject.files[f"{folder_of(process)}/process.bpmn"]
        measured = measured_once(content, tuple(called_by(content, blocks).items()))
        if measured is not None:
            yield from _findings(measured, process, subject)


@lru_cache(maxsize=64)  # the blocks are in most services
def measured_once(content: bytes, blocks: tuple[tuple[str, bytes], ...]) -> Measurement | None:
    """Return how a diagram is drawn."""
    return measure(content, dict(blocks), lane_names())


@cache
def lane_names() -> dict[str, str]:
    """Return what the lane of each role is called: as the role in the official language."""
    words = Texts.load(Path(engine.texts.__file__).parent)
    ours = {role: texts().get(OFFICIAL, f"lane.{role}") for role in (APPLICANT, SYSTEM)}
    return ours | {role: words.get(OFFICIAL, f"roles.{role}") for role in ROLES}


def _findings(measured: Measurement, process: str, subject: Subject) -> Iterator[Finding]:
    by_code: dict[str, list[Violation]] = {}
    for violation in measured.violations:
        code = OF_THEIR_OWN.get((violation.rule, violation.what), CODES[violation.rule])
        by_code.setdefault(code, []).append(violation)
    file = f"{folder_of(process)}/process.bpmn"
    for code, violations in by_code.items():
        where = next((v.elements[0] for v in violations if v.elements), process)
        detail = "; ".join(map(_place, violations[:MOST_NAMED]))
        if len(violations) > MOST_NAMED:
            detail += f"; + {len(violations) - MOST_NAMED}"
        yield remark(code, where, file=file, name=_name(where, process, subject), detail=detail)


def _place(violation: Violation) -> str:
    elements = " × ".join(violation.elements)
    measured = "" if violation.measured is None else f"{violation.measured:.1f}".removesuffix(".0")
    return f"{elements} ({measured})" if elements and measured else elements or measured


def _name(element: str, process: str, subject: Subject) -> str:
    assert subject.definition is not None
    known = subject.definition.elements
    # Gateways, starts and ends of a block bear the block's name in front.
    found = known.get(f"{process}/{element}") or known.get(element)
    return found.name if found is not None else ""
