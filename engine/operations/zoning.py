"""Zoning: in which zone of the municipality's plan a plot lies, and what may be built there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine import plans
from engine.operations.operation import Operation
from engine.operations.traits import OnPlace
from engine.stores.known import known
from engine.texts import LANGUAGES, in_each_language

if TYPE_CHECKING:
    from engine.steps import OpenCase

LIMITS: Final = ("k1_max", "k2_max", "k3_min", "height_max")


def find(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say in which zone a plot lies; `geometry` is a GeoJSON polygon, or null where nobody has one."""
    plot = plans.corners(inputs.get("geometry"))
    data = known(case.tx, case.row.municipality_id).municipality.data
    touched = plans.touched_by(plot, plans.zones_on(data, case.world.today))
    zone = plans.zone_of(plot, touched)
    names = [other["names"]["ka"] for other in touched if other is not zone]
    if zone is None:
        return {**dict.fromkeys(FIND.outputs), "found": False, "touches": names}
    return {
        "found": True,
        "code": zone["code"],
        **in_each_language("name", zone["names"]),
        "is_buildable": zone["is_buildable"],
        **{name: zone[name] for name in LIMITS},
        "source": zone["source"],
        "touches": names,
    }


_ZONE = (*("code", *(f"name_{language}" for language in LANGUAGES), "is_buildable"), *(*LIMITS, "source"))
FIND = Operation(
    "zoning.find",
    inputs=("geometry",),
    outputs=("found", *_ZONE, "touches"),
    silent=_ZONE,
    inline=find,
    looks_at=OnPlace.ZONES,
)
