"""Readiness of municipalities to offer each module, for their administrators, heads and operators of MMS.

What is counted of one municipality or of all takes the same statements, one a subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.catalogue.needs import Needs, needs
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Unavailable
from engine.offices.readiness.facts import facts_of, settable
from engine.offices.readiness.rules import Facts, Installation, Point, missing, points
from engine.operations.outside import Connections
from engine.queries import places
from engine.queries.switches import named
from engine.queries.views import Municipality, Names
from engine.roles import Right, who_may
from engine.signatures.sealing import seals_of
from engine.stores import reference, switches


@dataclass(frozen=True)
class ModuleReadiness:
    """A module in a municipality: what its services need, and whether it is switched on today."""

    code: str
    names: Names
    is_on: bool
    points: tuple[Point, ...]

    @property
    def lacks(self) -> tuple[Point, ...]:
        """What is required and missing: without it the module can't be switched on."""
        return missing(self.points, is_required=True)

    @property
    def could_have(self) -> tuple[Point, ...]:
        """What is missing and not required."""
        return missing(self.points, is_required=False)


@dataclass(frozen=True)
class Readiness:
    """A municipality with its modules, those that are on first."""

    municipality: Municipality
    modules: tuple[ModuleReadiness, ...]

    @property
    def broken(self) -> tuple[ModuleReadiness, ...]:
        """The modules that are on and lack something required."""
        return tuple(module for module in self.modules if module.is_on and module.lacks)


@dataclass(frozen=True)
class Equipment:
    """Equipment of the installation beside its database: seals by municipality, and the treasury."""

    seals: frozenset[str]
    has_treasury: bool

    @classmethod
    def of(cls, connections: Connections) -> Equipment:
        try:
            seals = frozenset(seals_of(connections))
        except Unavailable:
            seals = frozenset()
        return cls(seals, connections.treasury is not None)

    def of_place(self, code: str) -> Installation:
        return Installation(code in self.seals, self.has_treasury)


def page(tx: Transaction, code: str, equipment: Equipment) -> Readiness:
    """Return a municipality to its administrator and heads. Raises `NotFound`, `NotAllowed`."""
    place = reference.municipality(tx, code)
    if place is None:
        raise NotFound
    if not (tx.actor.is_system or tx.actor.may(Right.SEE_READINESS, place.id)):
        raise NotAllowed
    (found,) = _found(tx, place.id, equipment)
    return found


def own(tx: Transaction, equipment: Equipment) -> tuple[Readiness, ...]:
    """Return the municipalities whose readiness is the actor's to see."""
    roles = frozenset(who_may(Right.SEE_READINESS))
    places = {grant.municipality_id for grant in tx.actor.roles if grant.role in roles}
    if not places:
        return ()
    found = _found(tx, None if len(places) > 1 else places.pop(), equipment)
    return tuple(place for place in found if tx.actor.may(Right.SEE_READINESS, place.municipality.id))


def everywhere(tx: Transaction, equipment: Equipment) -> tuple[Readiness, ...]:
    """Return all municipalities to whoever acts as the system."""
    if not tx.actor.is_system:
        raise NotAllowed
    return _found(tx, None, equipment)


def _found(tx: Transaction, municipality_id: int | None, equipment: Equipment) -> tuple[Readiness, ...]:
    today = local_date(tx.now)
    rows, values = versions.by_place(tx, on=today), settable(tx)
    names = {row.code: named(row) for row in switches.modules(tx)}
    asked = {row.id: needs(tx, row.id) for row in rows}
    facts = facts_of(tx, municipality_id, on=today)
    found = []
    for place in places.municipalities(tx):
        if place.id in facts:
            own = replace(facts[place.id], installation=equipment.of_place(place.code))
            offered = [row for row in rows if place.id in row.places]
            modules = _modules(place, offered, asked, facts=own, names=names, values=values)
            found.append(Readiness(place, modules))
    return tuple(found)


def _modules(
    place: Municipality,
    rows: list[Any],
    asked: Mapping[int, Needs],
    *,
    facts: Facts,
    names: Mapping[str, Names],
    values: Mapping[str, Names],
) -> tuple[ModuleReadiness, ...]:
    codes = sorted({row.module for row in rows}, key=lambda code: (code not in place.modules, code))
    return tuple(
        ModuleReadiness(
            code,
            names[code],
            code in place.modules,
            points([asked[row.id] for row in rows if row.module == code], facts, values),
        )
        for code in codes
    )
