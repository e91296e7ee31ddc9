"""Labels around a node that need room: its name, its article, the answers of its arrows.

All places are relative to the middle of the node, and depend on the sides that its arrows use. Refuses to
know where the node stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.process.tidy import text
from engine.process.tidy.graph import Flow, Node
from engine.process.tidy.grid import DOWN, LEFT, RIGHT, UP

NAME_ROOM: Final = 96.0
ANSWER_ROOM: Final = 78.0
OFF_NOTE: Final = 3.0  # between a box and its article
NEAR: Final = 4.0  # between a node and its name
ABOVE_ANSWER: Final = 9.0  # between two answers of a branch, or they read like one
BESIDE: Final = 5.0  # between a line and its answer


@dataclass(frozen=True, slots=True)
class Rect:
    """Room that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, x: float, y: float) -> Rect:
        return Rect(self.left + x, self.top + y, self.right + x, self.bottom + y)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rooms around a node; `answers` by flow."""

    name: Rect | None
    note: Rect | None
    answers: Mapping[str, Rect]
    is_crowded: bool = False  # no side is free for the article

    @property
    def all(self) -> tuple[Rect, ...]:
        return tuple(filter(None, (self.name, self.note, *self.answers.values())))


@dataclass(frozen=True, slots=True)
class Side:
    """An arrow at a node: its side, how far from the middle, and whether it leaves."""

    flow: Flow
    side: int
    offset: float
    leaves: bool


def furnish(node: Node, sides: Sequence[Side]) -> Furniture:
    """Return the rooms around a node."""
    answers = {
        arrow.flow.id: place
        for arrow in sides
        if arrow.leaves and arrow.flow.names and (place := _answer(node, arrow, sides))
    }
    used = {arrow.side for arrow in sides}
    if node.is_gateway:
        return Furniture(_question(node, used, sides), None, answers)
    if node.is_event:
        return Furniture(_event_name(node, used), None, answers)
    is_crowded = bool(node.note[1]) and len(used) == len((UP, DOWN, LEFT, RIGHT))
    return Furniture(None, _note(node, sides) if node.note[1] else None, answers, is_crowded)


def _answer(node: Node, arrow: Side, sides: Sequence[Side]) -> Rect:
    """Return the room of an answer: above or right of its arrow; on the other side, where another one is."""
    across, down = text.block(arrow.flow.names, ANSWER_ROOM)
    half, off = node.height / 2, arrow.offset
    others = [other.offset for other in sides if other.side == arrow.side and other is not arrow]
    if arrow.side == RIGHT:
        left = node.width / 2 + 2
        if any(other < off for other in others):
            return Rect(left, off + 3, left + across, off + 3 + down)
        return Rect(left, off - 3 - down, left + across, off - 3)
    side = off + BESIDE
    if any(other > off for other in others):
        side = off - BESIDE - across
    if arrow.side == DOWN:
        return Rect(side, half + 2, side + across, half + 2 + down)
    low = -half - 2
    for other in sides:
        if other.side == RIGHT and other.leaves and other.flow.names and side > off:
            low = min(low, other.offset - 3 - ABOVE_ANSWER - text.block(other.flow.names, ANSWER_ROOM)[1])
    return Rect(side, low - down, side + across, low)


def _question(node: Node, used: set[int], sides: Sequence[Side]) -> Rect | None:
    across, down = text.block(node.names, NAME_ROOM)
    if not down:
        return None
    half = node.height / 2
    away = half + NEAR
    if across > 2 * half + 40:
        away = 32.0 + NEAR
    if UP not in used:
        beside = [arrow for arrow in sides if arrow.side == RIGHT and arrow.leaves and arrow.flow.names]
        if beside and across / 2 > half:
            away = max(away, 6 + text.block(beside[0].flow.names, ANSWER_ROOM)[1])
        return Rect(-across / 2, -away - down, across / 2, -away)
    if DOWN not in used:
        return Rect(-across / 2, away, across / 2, away + down)
    above = [arrow for arrow in sides if arrow.side == UP]
    right, low = min(arrow.offset for arrow in above) - BESIDE, -half + 2
    for arrow in above:
        if arrow.leaves and arrow.flow.names and _answer(node, arrow, sides).left < arrow.offset:
            low = min(low, _answer(node, arrow, sides).top - 2)
    return Rect(right - across, low - down, right, low)


def _event_name(node: Node, used: set[int]) -> Rect | None:
    across, down = text.block(node.names, NAME_ROOM)
    if not down:
        return None
    half = node.height / 2
    away = half + NEAR
    if DOWN not in used:
        return Rect(-across / 2, away, across / 2, away + down)
    if UP not in used:
        return Rect(-across / 2, -away - down, across / 2, -away)
    return Rect(BESIDE + 2, away, BESIDE + 2 + across, away + down)


def _note(node: Node, sides: Sequence[Side]) -> Rect:
    """Return the room of the article: below, else above, else beside; below again where all is taken."""
    half, edge = node.width / 2, node.height / 2
    across, down = node.note
    used = {arrow.side for arrow in sides}
    below = Rect(-across / 2, edge + OFF_NOTE, across / 2, edge + OFF_NOTE + down)
    if DOWN not in used:
        return below
    if UP not in used:
        return Rect(-across / 2, -edge - OFF_NOTE - down, across / 2, -edge - OFF_NOTE)
    if RIGHT not in used:
        return Rect(half + 2 * OFF_NOTE, -down / 2, half + 2 * OFF_NOTE + across, down / 2)
    if LEFT not in used:
        return Rect(-half - 2 * OFF_NOTE - across, -down / 2, -half - 2 * OFF_NOTE, down / 2)
    return below


def boundary_name(node: Node, side: int, *, is_left: bool) -> Rect | None:
    """Return the room of the name of an event on an edge, relative to the event: beside its arrow."""
    across, down = text.block(node.names, NAME_ROOM)
    if not down:
        return None
    half = node.height / 2
    if side in (RIGHT, LEFT):
        return Rect(NEAR, half + NEAR, NEAR + across, half + NEAR + down)
    top = half + 2 if side == DOWN else -half - 2 - down
    if is_left:
        return Rect(-BESIDE - across, top, -BESIDE, top + down)
    return Rect(BESIDE, top, BESIDE + across, top + down)
