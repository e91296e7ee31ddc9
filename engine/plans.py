"""The plan of a municipality: in which zone a plot lies, and which it touches.

Zones are data of the municipality (`zones` of its file). A plot belongs to the zone in which its middle lies;
that others are touched is said beside it, for a planner to judge. Refuses to know what is to be built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Corner = Sequence[float]  # longitude, latitude
Zone = Mapping[str, Any]


def zones_on(data: Mapping[str, Any], day: date) -> list[Zone]:
    """Return the zones of a municipality's data that are valid on a day."""
    on = day.isoformat()
    zones: Iterable[Zone] = data.get("zones") or ()
    return [zone for zone in zones if zone["valid_from"] <= on < (zone["valid_until"] or "9")]


def corners(polygon: Any) -> Sequence[Corner]:
    """Return the corners of the outer ring of a GeoJSON polygon; none of what is no polygon."""
    rings = polygon.get("coordinates") if isinstance(polygon, Mapping) else None
    return [[float(x), float(y)] for x, y in rings[0][:-1]] if rings else []


def touched_by(plot: Sequence[Corner], zones: Iterable[Zone]) -> list[Zone]:
    """Return the zones in which a corner of the plot or its middle lies."""
    return [zone for zone in zones if _touches(corners(zone["outline"]), plot)]


def zone_of(plot: Sequence[Corner], zones: Iterable[Zone]) -> Zone | None:
    """Return the zone in which the middle of the plot lies."""
    middle = _middle(plot)
    return next((zone for zone in zones if middle and _is_inside(middle, corners(zone["outline"]))), None)


def _touches(outline: Sequence[Corner], plot: Sequence[Corner]) -> bool:
    middle = _middle(plot)
    return any(_is_inside(corner, outline) for corner in (*plot, *([middle] if middle else ())))


def _middle(plot: Sequence[Corner]) -> Corner | None:
    """Return the mean of the corners: inside of any plot that is not bent around something."""
    if not plot:
        return None
    return [sum(corner[axis] for corner in plot) / len(plot) for axis in (0, 1)]


def _is_inside(point: Corner, outline: Sequence[Corner]) -> bool:
    """Count how often a ray to the east crosses the outline."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
