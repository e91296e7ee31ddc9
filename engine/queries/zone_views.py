"""Zones of a plan as pages show them, and what is other of the zones of two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from engine import plans
from engine.queries.changed_parts import ChangedPart, changed_parts
from engine.queries.views import Names
from engine.zones.reading import FIGURES, ReadZone

Outline = tuple[tuple[float, float], ...]  # longitude, latitude; the last corner leads back to the first
PARTS: Final = ("names", "is_buildable", *FIGURES, "outline")
NEW, CHANGED, SAME, ENDED = "new", "changed", "same", "ended"


@dataclass(frozen=True)
class PlannedZone:
    """A zone: what may be built there, where it lies, and on what that rests."""

    code: str
    names: Names
    is_buildable: bool
    k1_max: Decimal
    k2_max: Decimal
    k3_min: Decimal
    height_max: Decimal
    outline: Outline
    valid_from: date
    source: str


@dataclass(frozen=True)
class ZoneChange:
    """Change of a zone from one day to another: `what` is new, changed, same or ended."""

    what: str
    code: str
    names: Names
    parts: tuple[ChangedPart, ...]
    valid_from: date  # of the later zone, where there is one
    source: str


def held(zones: Iterable[Mapping[str, Any]]) -> tuple[PlannedZone, ...]:
    """Return zones as the data of a municipality hold them."""
    return tuple(
        PlannedZone(
            zone["code"],
            zone["names"],
            zone["is_buildable"],
            **_figures(zone),
            outline=tuple((x, y) for x, y in plans.corners(zone["outline"])),
            valid_from=date.fromisoformat(zone["valid_from"]),
            source=zone["source"],
        )
        for zone in zones
    )


def read(zones: Iterable[ReadZone], first_on: date, *, act: str) -> tuple[PlannedZone, ...]:
    """Return zones of a file as they will be held from a day on."""
    return tuple(
        PlannedZone(
            zone.code,
            zone.names,
            zone.is_buildable,
            **_figures(zone.figures),
            outline=tuple((float(x), float(y)) for x, y in zone.ring),
            valid_from=first_on,
            source=act,
        )
        for zone in zones
    )


def compared(before: Iterable[PlannedZone], after: Iterable[PlannedZone]) -> tuple[ZoneChange, ...]:
    """Return what becomes of each zone, by code; what is the same too."""
    earlier, later = ({zone.code: zone for zone in zones} for zones in (before, after))
    return tuple(
        _change(earlier.get(code), later.get(code)) for code in sorted(earlier.keys() | later.keys())
    )


def _change(before: PlannedZone | None, after: PlannedZone | None) -> ZoneChange:
    zone = after or before
    assert zone is not None
    if before is None or after is None:
        return ZoneChange(
            NEW if before is None else ENDED, zone.code, zone.names, (), zone.valid_from, zone.source
        )
    parts = changed_parts(vars(before), vars(after), PARTS)
    return ZoneChange(CHANGED if parts else SAME, zone.code, zone.names, parts, zone.valid_from, zone.source)


def _figures(zone: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Decimal(str(zone[name])) for name in FIGURES}
