"""The parts of lists that somebody has under a name, their own and those that are shared with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.catalogue.store import versions
from engine.db.pool import Transaction
from engine.lists import is_for, may_change
from engine.queries.views import Names
from engine.stores import saved_filters, units


@dataclass(frozen=True)
class SavedFilter:
    filter_id: UUID
    name: str
    list: str
    due: str | None
    service: str | None
    conditions: Mapping[str, str]  # see `lists.CONDITIONS`
    with_whom: Names | None  # the unit or the municipality that it is shared with
    is_own: bool
    may_change: bool
    version: int


@dataclass(frozen=True)
class Office:
    """A unit or a municipality with whose people one may share."""

    municipality: str
    unit: str | None
    names: Names


def listed(tx: Transaction) -> tuple[SavedFilter, ...]:
    """Return one's own by name, then those of colleagues."""
    rows = [row for row in saved_filters.seen(tx) if is_for(tx.actor, row)]
    me = tx.actor.person_id
    return tuple(_view(tx, row) for row in sorted(rows, key=lambda row: row.owner_id != me))


def offices(tx: Transaction) -> tuple[Office, ...]:
    """Return with whom the actor may share: the units they work in, or whole municipalities."""
    held = dict.fromkeys(
        (grant.municipality, grant.municipality_id, grant.unit)
        for grant in tx.actor.roles
        if grant.municipality_id in tx.actor.municipalities
    )
    names = units.offices(tx, [place for _, place, _ in held if place is not None])
    return tuple(Office(code or "", unit, names[place, unit]) for code, place, unit in held)


def services(tx: Transaction, codes: Iterable[str | None]) -> dict[str, Names]:
    """Return how services are called in the version that was published last, by code."""
    return versions.names(tx, {code for code in codes if code is not None})


def _view(tx: Transaction, row: Any) -> SavedFilter:
    return SavedFilter(
        filter_id=row.id,
        name=row.name,
        list=row.list,
        due=row.due,
        service=row.service,
        conditions=row.conditions,
        with_whom=(row.unit_names or row.municipality_names) if row.is_shared else None,
        is_own=row.owner_id == tx.actor.person_id,
        may_change=may_change(tx.actor, row),
        version=row.version,
    )
