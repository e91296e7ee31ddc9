"""Zones of a municipality's plan: its administrator proposes them, a mayor, head or other one approves.

What may be built on a plot follows from its zone, so nobody enters a plan alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.commands.zones import ApproveZones, DeclineZones, ProposeZones
from engine.db.pool import Transaction
from engine.errors import NotFound, Rejected
from engine.offices.administration import (
    ChangedMeanwhile,
    DayIsOver,
    administered,
    as_the_engine,
    ground,
    seen_by_heads,
)
from engine.routes import Route, Sender
from engine.stores import zones as store
from engine.zones.reading import ReadZone, read_zones
from engine.zones.seen import digest_of

_NAMESPACE: Final = UUID("5b0c8e16-8a37-4b43-9a51-0d6f2f1f7c11")


class ZonesInvalid(Rejected):
    """Something in the file is wrong; nothing of it may be entered."""

    code = "zone_plan.invalid"


class SamePerson(Rejected):
    """A plan is approved by somebody else than whoever proposed it."""

    code = "zone_plan.same_person"


class PlanEnded(Rejected):
    """The plan has been approved or declined before."""

    code = "zone_plan.ended"


def propose_zones(command: ProposeZones, tx: Transaction) -> UUID:
    """Keep the file for a second person. Raises `ZonesInvalid`, `ActNotNamed`, `DayIsOver`."""
    place, by, act = administered(tx, command.municipality), tx.actor.person_id, ground(command.act)
    _refuse_past(tx, command.first_on)
    _refuse_invalid(command.content)
    plan = {"municipality_id": place.id, "act": act, "first_on": command.first_on}
    plan |= {"content": command.content, "by": by}
    with as_the_engine(tx):
        store.held_zones(tx, place.id)
        if waits := store.waiting(tx, **plan):
            return waits
        named = (
            place.id,
            by,
            act,
            command.first_on,
            sha256(command.content.encode()).hexdigest(),
            tx.now.isoformat(),
        )
        plan_id = uuid5(_NAMESPACE, repr(named))
        store.propose(tx, plan_id, **plan)
    tx.log(CONFIGURATION, "zones.proposed", plan=str(plan_id), municipality=command.municipality, act=act)
    return plan_id


def approve_zones(command: ApproveZones, tx: Transaction) -> None:
    """Let the zones begin on their day.

    Raises `SamePerson`, `PlanEnded`, `ChangedMeanwhile`, `ZonesInvalid`, `DayIsOver`.
    """
    place, by = seen_by_heads(tx, command.municipality), tx.actor.person_id
    with as_the_engine(tx):
        held = store.held_zones(tx, place.id)
        plan = _open(tx, command.plan_id, place.id)
        if plan.proposed_by == by:
            raise SamePerson
        if command.seen != digest_of(plan, held):
            raise ChangedMeanwhile
        _refuse_past(tx, plan.first_on)
        new = [as_kept(zone, plan.first_on, act=plan.act) for zone in _refuse_invalid(plan.content)]
        store.set_zones(tx, place.id, [*ended(held, plan.first_on), *new])
        if not store.finish(tx, command.plan_id, outcome="approved", by=by):
            raise PlanEnded  # declined at the same moment
    tx.log(
        CONFIGURATION,
        "zones.approved",
        plan=str(command.plan_id),
        municipality=command.municipality,
        act=plan.act,
        valid_from=plan.first_on.isoformat(),
        zones=len(new),
    )


def decline_zones(command: DeclineZones, tx: Transaction) -> None:
    """Decline the plan. Raises `PlanEnded`."""
    place, by = seen_by_heads(tx, command.municipality), tx.actor.person_id
    with as_the_engine(tx):
        plan = _open(tx, command.plan_id, place.id)
        if not store.finish(tx, command.plan_id, outcome="declined", by=by):
            raise PlanEnded
    tx.log(
        CONFIGURATION,
        "zones.declined",
        plan=str(command.plan_id),
        municipality=command.municipality,
        act=plan.act,
    )


def ended(zones: Iterable[Mapping[str, Any]], first_on: date) -> list[Mapping[str, Any]]:
    """Return zones as they are once others begin: they end then, and later ones never begin."""
    end = first_on.isoformat()
    return [
        {**zone, "valid_until": min(zone["valid_until"] or end, end)}
        for zone in zones
        if zone["valid_from"] < end
    ]


def as_kept(zone: ReadZone, first_on: date, *, act: str) -> dict[str, Any]:
    """Return a zone as the data of the municipality hold it."""
    return {
        "code": zone.code,
        "names": dict(zone.names),
        "is_buildable": zone.is_buildable,
        **zone.figures,
        "outline": {
            "type": "Polygon",
            "coordinates": [[list(corner) for corner in (*zone.ring, zone.ring[0])]],
        },
        "valid_from": first_on.isoformat(),
        "valid_until": None,
        "source": act,
        "confidence": "sourced",
        "demo": False,
    }


def _open(tx: Transaction, plan_id: UUID, municipality_id: int) -> Any:
    plan = store.one(tx, plan_id, municipality_id)
    if plan is None:
        raise NotFound
    if plan.outcome is not None:
        raise PlanEnded
    return plan


def _refuse_past(tx: Transaction, first_on: date) -> None:
    if first_on < local_date(tx.now):
        raise DayIsOver


def _refuse_invalid(content: str) -> tuple[ReadZone, ...]:
    found = read_zones(content)
    if found.findings:
        raise ZonesInvalid(number=len(found.findings))
    return found.zones


ROUTES = (
    Route(ProposeZones, propose_zones, sender=Sender.PERSON, result=UUID),
    Route(ApproveZones, approve_zones, sender=Sender.PERSON),
    Route(DeclineZones, decline_zones, sender=Sender.PERSON),
)
