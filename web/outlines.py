"""Outlines on the ground drawn to scale, north above: a map without a script and without a tile server.

So it is there for everybody, and nobody outside learns what is looked at. Refuses to know what is outlined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import Final

from engine.zones.geometry import inner_point

Corner = tuple[float, float]  # longitude, latitude
WIDTH: Final = 1_000.0  # of a drawing, in its own units
METRES_OF_A_DEGREE: Final = 111_320  # from south to north
_LONGEST_BAR: Final = WIDTH / 2


@dataclass(frozen=True)
class DrawnOutline:
    """An outline on the drawing: its corners as SVG takes them, and a point inside of it."""

    points: str
    x: float
    y: float


@dataclass(frozen=True)
class ScaledMap:
    """Outlines to scale; `bar` is how long so many `metres` are on the drawing."""

    height: float
    outlines: tuple[DrawnOutline, ...]
    metres: int
    bar: float


def to_scale(outlines: Sequence[Sequence[Corner]]) -> ScaledMap | None:
    """Return outlines as they are drawn, None where there are none."""
    corners = [corner for outline in outlines for corner in outline]
    if not corners:
        return None
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    # Degrees become narrower towards the north.
    narrower = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrower, (north - south), 1e-9)

    def place(corner: Corner) -> Corner:
        return round((corner[0] - west) * narrower * scale, 1), round((north - corner[1]) * scale, 1)

    drawn = tuple(
        DrawnOutline(" ".join(f"{x},{y}" for x, y in map(place, outline)), *place(inner_point(outline)))
        for outline in outlines
    )
    metre = scale / METRES_OF_A_DEGREE
    metres = _round(_LONGEST_BAR / metre)
    return ScaledMap(round((north - south) * scale, 1), drawn, metres, round(metres * metre, 1))


def _round(most: float) -> int:
    """Return the longest length of one figure that is no longer: 1, 2 or 5, and noughts."""
    power = 10 ** max(0, floor(log10(max(most, 1))))
    return int(max(step for step in (1, 2, 5) if step == 1 or step * power <= most) * power)
