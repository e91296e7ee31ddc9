"""The land that a case is about, from what the blocks of plot and building left in its data.

Refuses to know services: a case whose data hold a plot has land, whatever it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from engine import plans
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries.land_views import FigureView, LandView, Outline, ZoneView
from engine.stores.cases import CaseRow
from engine.stores.known import known

LIMITS: Final = {"k1": "k1_max", "k2": "k2_max", "k3": "k3_min", "height": "height_max"}
_Data = Mapping[str, Any]


def of_case(tx: Transaction, row: CaseRow) -> LandView | None:
    """Return the land of a case; None where the register was not asked yet, or knows no such plot."""
    plot = _group(row.document, "plot")
    if not plot.get("found"):
        return None
    corners = plans.corners(plot.get("geometry"))
    return LandView(
        cadastral_code=str(_group(row.document, "application").get("cadastral_code") or ""),
        address=plot.get("address"),
        area_m2=plot.get("area_m2"),
        source=str(plot.get("source")),
        outline=_outline(corners),
        zones=tuple(_zones(tx, row, corners)),
        figures=tuple(_figures(row.document)),
    )


def _zones(tx: Transaction, row: CaseRow, corners: Any) -> Iterator[ZoneView]:
    """Yield the zones that the plot touched on the day it was applied for."""
    data = known(tx, row.municipality_id).municipality.data
    touched = plans.touched_by(corners, plans.zones_on(data, local_date(row.filed_at)))
    own = plans.zone_of(corners, touched)
    for zone in touched:
        outline = _outline(plans.corners(zone["outline"]))
        yield ZoneView(zone["names"], outline, is_own=zone is own, is_demo=bool(zone.get("demo")))


def _figures(document: _Data) -> Iterator[FigureView]:
    measures, compliance = _group(document, "measures"), _group(document, "compliance")
    zone, conditions = _group(document, "zoning"), _group(_group(document, "before"), "fields")
    for name, limit in LIMITS.items():
        if name in measures:
            limits = {"of_zone": zone.get(limit), "of_conditions": conditions.get(limit)}
            yield FigureView(name, measures[name], **limits, verdict=str(compliance.get(name, "unknown")))


def _outline(corners: Iterable[plans.Corner]) -> Outline:
    return tuple((latitude, longitude) for longitude, latitude in corners)


def _group(data: _Data, name: str) -> _Data:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}
