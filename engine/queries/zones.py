"""Zones of a municipality's plan as they are on a day, and the files by which they were proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine import plans
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import as_the_engine, seen_by_heads
from engine.queries import zone_views
from engine.queries.proposals import Proposal, heads
from engine.queries.views import Names
from engine.queries.zone_views import PlannedZone, ZoneChange
from engine.roles import Right
from engine.stores import zones as store
from engine.zones.reading import read_zones
from engine.zones.seen import digest_of


@dataclass(frozen=True, kw_only=True)
class ZonePlan(Proposal):
    """A file of zones."""

    plan_id: UUID


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
    """A proposal with its zones, beside those that it ends."""

    municipality: Names
    plan: ZonePlan
    zones: tuple[PlannedZone, ...]
    changes: tuple[ZoneChange, ...]  # of the zones in force before, on the plan's first day
    is_late: bool
    digest: str  # what tells whoever approves that nothing has changed since they looked


def of_municipality(tx: Transaction, code: str, *, on: date | None = None) -> ZonesOfMunicipality:
    """Return the zones of a day to administrator and heads. Raises `NotFound`, `NotAllowed`."""
    place = seen_by_heads(tx, code)
    day = on or local_date(tx.now)
    zones = zone_views.held(plans.zones_on(place.data, day))
    may_propose = tx.actor.may(Right.ADMINISTER, place.id)
    return ZonesOfMunicipality(place.names, day, zones, _plans(tx, place.id), may_propose)


@dataclass(frozen=True)
class ComparedZones:
    """The zones of a municipality that are other on a day than on one before it."""

    municipality: Names
    changes: tuple[ZoneChange, ...]


def compared(tx: Transaction, code: str, *, since: date, until: date) -> ComparedZones:
    """Return what became of zones between two days. Raises `NotFound`, `NotAllowed`."""
    place = seen_by_heads(tx, code)
    before, after = (zone_views.held(plans.zones_on(place.data, day)) for day in (since, until))
    changes = zone_views.compared(before, after)
    return ComparedZones(place.names, tuple(change for change in changes if change.what != zone_views.SAME))


def proposed(tx: Transaction, code: str, plan_id: UUID) -> ProposedZones:
    """Return a proposal with its zones. Raises `NotFound`, `NotAllowed`."""
    place = seen_by_heads(tx, code)
    plan = next((listed for listed in _plans(tx, place.id) if listed.plan_id == plan_id), None)
    if plan is None:
        raise NotFound
    with as_the_engine(tx):
        kept = store.one(tx, plan_id, place.id)
    zones = zone_views.read(read_zones(kept.content).zones, plan.first_on, act=plan.act)
    before = zone_views.held(plans.zones_on(place.data, plan.first_on))
    changes = zone_views.compared(before, zones) if plan.outcome is None else ()
    is_late = plan.first_on < local_date(tx.now)
    digest = digest_of(kept, place.data.get("zones") or ())
    return ProposedZones(place.names, plan, zones, changes, is_late, digest)


def _plans(tx: Transaction, municipality_id: int) -> tuple[ZonePlan, ...]:
    own = tx.actor.person_id
    with as_the_engine(tx):
        rows = store.plans(tx, municipality_id)
        told = heads(tx, rows, own)
    return tuple(ZonePlan(plan_id=row.id, **head) for row, head in zip(rows, told, strict=True))
