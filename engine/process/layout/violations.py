"""The fifteen rules of how a diagram is drawn, and what a violation of one says.

A violation carries ids, a place and a number, never a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.process.layout.geometry import Point


class Rule(Enum):
    """The rules by their numbers; `SHAPES` is what stands before all of them."""

    SHAPES = 0  # lie on nothing, and within what holds them
    DIRECTION = 1
    BENDS = 2
    LANES = 3
    LANE_HEIGHT = 4
    CLEARANCE = 5
    CROSSINGS = 6
    TRACKS = 7
    WAYS_BACK = 8
    BOUNDARY = 9
    SIZES = 10
    NAMES = 11
    LABELS = 12
    ARTICLES = 13
    ANNOTATIONS = 14
    SHEET = 15


# What our own diagrams may not have; the others are remarks for them too.
DEMANDED: Final = frozenset(
    {Rule.SHAPES, Rule.LANES, Rule.CLEARANCE, Rule.CROSSINGS, Rule.TRACKS, Rule.BOUNDARY}
    | {Rule.LABELS, Rule.ARTICLES, Rule.SHEET}
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a rule is not kept: `what` it is, the elements, where, and the number measured.

    Without elements it is of the whole diagram.
    """

    rule: Rule
    what: str
    elements: tuple[str, ...] = ()
    at: Point = (0.0, 0.0)
    measured: float | None = None
