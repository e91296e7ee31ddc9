"""In which zone of the municipality's plan a plot lies, and what may be built there.

Zones are data of the municipality (`zones` of its file). A plot belongs to the zone in which its middle lies;
that others are touched is said beside it, for a planner to judge. Refuses to know what is to be built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from engine.operations.operation import Operation
from engine.stores.known import known
from engine.texts import LANGUAGES, in_each_language

if TYPE_CHECKING:
    from engine.steps import OpenCase

Corner = Sequence[float]  # longitude, latitude
LIMITS: Final = ("k1_max", "k2_max", "k3_min", "height_max")


def find(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say in which zone a plot lies; `geometry` is a GeoJSON polygon, or null where nobody has one."""
    corners = _corners(inputs.get("geometry"))
    touched = [zone for zone in zones_of(case, case.world.today) if _touches(zone, corners)]
    middle = _middle(corners)
    zone = next((one for one in touched if middle and _is_inside(middle, _corners(one["outline"]))), None)
    if zone is None:
        return {**dict.fromkeys(FIND.outputs), "found": False, "touches": _names(touched)}
    return {
        "found": True,
        "code": zone["code"],
        **in_each_language("name", zone["names"]),
        "is_buildable": zone["is_buildable"],
        **{name: zone[name] for name in LIMITS},
        "source": zone["source"],
        "touches": _names(one for one in touched if one is not zone),
    }


def zones_of(case: OpenCase, on: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the zones of the case's municipality that are valid on the day."""
    data = known(case.tx, case.row.municipality_id).municipality.data
    for zone in data.get("zones") or ():
        if zone["valid_from"] <= on.isoformat() and (zone["valid_until"] or "9") > on.isoformat():
            yield zone


def _names(zones: Any) -> list[str]:
    return [one["names"]["ka"] for one in zones]


def _corners(polygon: Any) -> Sequence[Corner]:
    """Return the corners of the outer ring; none of what is no polygon."""
    rings = polygon.get("coordinates") if isinstance(polygon, Mapping) else None
    return [[float(x), float(y)] for x, y in rings[0][:-1]] if rings else []


def _touches(zone: Mapping[str, Any], corners: Sequence[Corner]) -> bool:
    outline = _corners(zone["outline"])
    middle = _middle(corners)
    return any(_is_inside(one, outline) for one in (*corners, *([middle] if middle else ())))


def _middle(corners: Sequence[Corner]) -> Corner | None:
    """Return the mean of the corners: inside of any plot that is not bent around something."""
    if not corners:
        return None
    return [sum(one[axis] for one in corners) / len(corners) for axis in (0, 1)]


def _is_inside(point: Corner, outline: Sequence[Corner]) -> bool:
    """Count how often a ray to the east crosses the outline."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


FIND = Operation(
    "zoning.find",
    inputs=("geometry",),
    outputs=(
        *("found", "code", *(f"name_{one}" for one in LANGUAGES), "is_buildable"),
        *(*LIMITS, "source", "touches"),
    ),
    inline=find,
)
