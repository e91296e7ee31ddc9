"""Views of the land that a case is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Names = Mapping[str, str]
Outline = tuple[tuple[float, float], ...]  # corners, latitude first, as people type them


@dataclass(frozen=True)
class FigureView:
    """A figure of what is to be built beside what limits it; words under land.figure.<name>."""

    name: str  # k1, k2, k3, height
    asked: Decimal | None
    of_zone: Decimal | None
    of_conditions: Decimal | None  # which were set for this plot before
    verdict: str  # within, over, unknown


@dataclass(frozen=True)
class ZoneView:
    names: Names
    outline: Outline
    is_own: bool  # the middle of the plot lies in it
    is_demo: bool


@dataclass(frozen=True)
class LandView:
    """A plot as the property registry or an extract described it to the case, and its zones."""

    cadastral_code: str
    address: str | None
    area_m2: Decimal | None
    source: str  # register, extract
    outline: Outline
    zones: tuple[ZoneView, ...]
    figures: tuple[FigureView, ...]  # none before they were computed, or where nothing is built

    @property
    def zone(self) -> ZoneView | None:
        return next((zone for zone in self.zones if zone.is_own), None)

    @property
    def drawn(self) -> Mapping[str, Any]:
        """Return what the map draws: corners of the plot, and of each zone with its names."""
        zones = [{"names": zone.names, "outline": zone.outline, "own": zone.is_own} for zone in self.zones]
        return {"plot": self.outline, "zones": zones}
