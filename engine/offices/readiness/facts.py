"""Facts about municipalities for readiness on a day: for one or for all by the same statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import plans
from engine.catalogue.needs import needs
from engine.catalogue.store import versions
from engine.db.pool import Transaction
from engine.offices.administration import as_the_engine
from engine.offices.readiness.rules import Facts, Names, Point, points
from engine.stores import municipality_settings as settings
from engine.stores import parameters, readiness


def of_code(tx: Transaction, municipality_id: int, code: str, *, on: date) -> tuple[Point, ...]:
    """Return what a module, or a service, needs in a municipality on a day and whether it is there."""
    rows = versions.all_in_force(tx, municipality_id=municipality_id, on=on)
    wanted = [needs(tx, row.id) for row in rows if code in (row.code, row.module)]
    (_, facts) = next(iter(facts_of(tx, municipality_id, on=on).items()))
    return points(wanted, facts, settable(tx))


def facts_of(tx: Transaction, municipality_id: int | None, *, on: date) -> dict[int, Facts]:
    """Return what each municipality has, or one alone, without what its installation has."""
    with as_the_engine(tx):
        held = readiness.held(tx, municipality_id, on=on)
    units = readiness.units(tx, municipality_id, on=on)
    settlements = readiness.settlements(tx, municipality_id, on=on)
    programmes = readiness.programmes(tx, municipality_id, on=on)
    in_force = readiness.parameters(tx, municipality_id, on=on)
    letterheads = settings.in_force_everywhere(tx, settings.LETTERHEAD, on=on)
    courts = settings.in_force_everywhere(tx, settings.COURT, on=on)
    bank_details = settings.in_force_everywhere(tx, settings.BANK_DETAILS, on=on)
    centers = readiness.centers(tx)
    found = {}
    for place in readiness.places(tx, municipality_id):
        listed, own = settlements.get(place.id), in_force.get(place.id, set())
        found[place.id] = Facts(
            held={row.role: row.number for row in held.get(place.id, ())},
            held_in={row.role: frozenset(row.units) for row in held.get(place.id, ())},
            units={row.code: row.names for row in units.get(place.id, ())},
            settlements=listed.number if listed else 0,
            unconfirmed=listed.unconfirmed if listed else 0,
            settlements_end=listed.ends_on if listed else None,
            programmes=programmes.get(place.id, 0),
            in_force=frozenset(in_force.get(None, set()) | own),
            own=frozenset(own),
            zones=len(plans.zones_on({"zones": place.zones}, on)),
            letterhead=_content(letterheads.get(place.id)),
            court=_content(courts.get(place.id)),
            has_bank_details=place.id in bank_details,
            centers=centers.get(place.code, 0),
        )
    return found


def settable(tx: Transaction) -> dict[str, Names]:
    return {row.name: row.names for row in parameters.named(tx) if row.is_settable}


def _content(row: Any) -> Mapping[str, object]:
    return {} if row is None else row.content
