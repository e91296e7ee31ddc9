"""Zones of a municipality's plan as they are on a day, and the files by which they were proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine import plans
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import as_the_engine, seen_by_heads
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people
from engine.stores import zones as store
from engine.zones.reading import FIGURES, read_zones

Outline = tuple[tuple[float, float], ...]  # longitude, latitude; the last corner leads back to the first


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
class ZonePlan:
    """A file of zones: who proposed it, by which act, and what became of it."""

    plan_id: UUID
    act: str
    first_on: date
    proposed_by: Names
    proposed_at: datetime
    is_own: bool
    outcome: str | None
    ended_by: Names | None
    ended_at: datetime | None


@dataclass(frozen=True)
class ZonesOfMunicipality:
    """The zones on a day, and what was proposed, what waits first."""

    municipality: Names
    on_day: date
    zones: tuple[PlannedZone, ...]
    proposed: tuple[ZonePlan, ...]
    is_administrator: bool  # who looks may propose


@dataclass(frozen=True)
class ProposedZones:
    """A proposal with its zones."""

    municipality: Names
    plan: ZonePlan
    zones: tuple[PlannedZone, ...]
    is_late: bool


def of_municipality(tx: Transaction, code: str, *, on: date | None = None) -> ZonesOfMunicipality:
    """Return the zones of a day to administrator and heads. Raises `NotFound`, `NotAllowed`."""
    place = seen_by_heads(tx, code)
    day = on or local_date(tx.now)
    zones = tuple(_zones(plans.zones_on(place.data, day)))
    may_propose = tx.actor.may(Right.ADMINISTER, place.id)
    return ZonesOfMunicipality(place.names, day, zones, _plans(tx, place.id), may_propose)


def proposed(tx: Transaction, code: str, plan_id: UUID) -> ProposedZones:
    """Return a proposal with its zones. Raises `NotFound`, `NotAllowed`."""
    place = seen_by_heads(tx, code)
    plan = next((one for one in _plans(tx, place.id) if one.plan_id == plan_id), None)
    if plan is None:
        raise NotFound
    with as_the_engine(tx):
        content = store.one(tx, plan_id, place.id).content
    zones = tuple(
        PlannedZone(
            zone.code,
            zone.names,
            zone.is_buildable,
            **_figures(zone.figures),
            outline=tuple(zone.ring),
            valid_from=plan.first_on,
            source=plan.act,
        )
        for zone in read_zones(content).zones
    )
    return ProposedZones(place.names, plan, zones, plan.first_on < local_date(tx.now))


def _zones(zones: Iterable[Mapping[str, Any]]) -> Iterable[PlannedZone]:
    for zone in zones:
        yield PlannedZone(
            zone["code"],
            zone["names"],
            zone["is_buildable"],
            **_figures(zone),
            outline=tuple((x, y) for x, y in plans.corners(zone["outline"])),
            valid_from=date.fromisoformat(zone["valid_from"]),
            source=zone["source"],
        )


def _figures(zone: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Decimal(str(zone[name])) for name in FIGURES}


def _plans(tx: Transaction, municipality_id: int) -> tuple[ZonePlan, ...]:
    own = tx.actor.person_id
    with as_the_engine(tx):
        rows = store.plans(tx, municipality_id)
        names = people.names(tx, {row.proposed_by for row in rows} | {row.ended_by for row in rows} - {None})
    return tuple(
        ZonePlan(
            row.id,
            row.act,
            row.first_on,
            names[row.proposed_by],
            row.proposed_at,
            row.proposed_by == own,
            row.outcome,
            None if row.ended_by is None else names[row.ended_by],
            row.ended_at,
        )
        for row in rows
    )
