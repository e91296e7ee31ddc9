"""By which settlements or units a register can be narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.db.pool import Transaction
from engine.registers.kept_registers import KeptRegister
from engine.registers.rules.field_words import place_field
from engine.registers.store.place_names import PlaceNames
from engine.stores.known import known
from engine.texts import OFFICIAL

Names = Mapping[str, str]


def choices(tx: Transaction, register: KeptRegister, on: date) -> dict[str, Names]:
    """Return by which places the register can be narrowed, by code and in the order of their names."""
    field = place_field(register.declared)
    if field is None:
        return {}
    if field["type"] == "unit":
        found: dict[str, Names] = dict(PlaceNames(tx, register.place_id))
    else:
        found = {row.code: row.names for row in known(tx, register.place_id).settlements(on)}
    return dict(sorted(found.items(), key=lambda place: place[1][OFFICIAL]))
