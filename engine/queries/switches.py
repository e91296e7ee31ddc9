"""Switches of a municipality: each module and service as its administrator sees it, and what was entered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import administered
from engine.queries.views import Names
from engine.stores import people, switches

MOST_ENTRIES = 100


@dataclass(frozen=True)
class Switch:
    """A module or a service today, and the day on which that changes."""

    code: str
    names: Names
    is_on: bool
    changes_on: date | None


@dataclass(frozen=True)
class ModuleSwitch:
    """A module with its services."""

    module: Switch
    services: tuple[Switch, ...]


@dataclass(frozen=True)
class SwitchEntry:
    """One entry; without an act where the installation began with it."""

    entry_id: int
    code: str
    names: Names
    is_on: bool
    valid_from: date
    valid_until: date | None
    act: str | None
    who: Names | None
    at: datetime


@dataclass(frozen=True)
class SwitchesPage:
    """All that can be switched, and what was."""

    municipality: Names
    modules: tuple[ModuleSwitch, ...]
    entries: tuple[SwitchEntry, ...]


def page(tx: Transaction, code: str) -> SwitchesPage:
    """Return the switches of a municipality to its administrator. Raises `NotFound`, `NotAllowed`."""
    place = administered(tx, code)
    today = local_date(tx.now)
    rows = switches.entered(tx, place.id)
    services = versions.all_in_force(tx, municipality_id=place.id, on=today)
    names: dict[str, Names] = {row.code: row.settings["names"] for row in services}
    names |= {row.code: named(row) for row in switches.modules(tx)}
    modules = sorted({row.module for row in services})
    return SwitchesPage(
        place.names,
        tuple(
            ModuleSwitch(
                _switch(rows, module, names, today),
                tuple(
                    _switch(rows, service.code, names, today)
                    for service in services
                    if service.module == module
                ),
            )
            for module in modules
        ),
        _entries(tx, rows[:MOST_ENTRIES], names),
    )


def is_on(rows: Sequence[Any], code: str, on: date) -> bool:
    """Say whether the switch itself is on; a service is, until somebody switches it off."""
    for row in rows:  # the last entered goes first
        if row.code == code and row.valid_from <= on and (row.valid_until is None or row.valid_until > on):
            return bool(row.is_on)
    return "." in code


def changes_on(rows: Sequence[Any], code: str, today: date) -> date | None:
    """Return the next day on which the switch stands otherwise than today."""
    own = [row for row in rows if row.code == code]
    days = {day for row in own for day in (row.valid_from, row.valid_until) if day is not None}
    now = is_on(own, code, today)
    return min((day for day in days if day > today and is_on(own, code, day) is not now), default=None)


def _switch(rows: Sequence[Any], code: str, names: Mapping[str, Names], today: date) -> Switch:
    return Switch(code, names[code], is_on(rows, code, today), changes_on(rows, code, today))


def _entries(tx: Transaction, rows: Sequence[Any], names: Mapping[str, Names]) -> tuple[SwitchEntry, ...]:
    who = people.names(tx, {row.recorded_by for row in rows if row.recorded_by is not None})
    return tuple(
        SwitchEntry(
            row.id,
            row.code,
            names.get(row.code, {}),
            row.is_on,
            row.valid_from,
            row.valid_until,
            row.act,
            who.get(row.recorded_by),
            row.recorded_at,
        )
        for row in rows
    )


def named(row: Any) -> Names:
    """Return what a module is called, by the file that names it."""
    names: Names = json.loads(bytes(row.content))["names"] if row.content else {"ka": row.code}
    return names
