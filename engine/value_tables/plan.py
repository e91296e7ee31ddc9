"""Dry run of a table of a council's values: asked by its page, and again when it is entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import administered, as_the_engine, ground
from engine.queries.law import TEXT
from engine.spreadsheets import Cells
from engine.stores import parameters
from engine.value_tables.table import Entry, Ground, SettableParameter, ValuePlan, plan_of


def looked_at(tx: Transaction, code: str, cells: Sequence[Cells], *, act: str, first_on: date) -> ValuePlan:
    """Return what would come of a table. Raises `NotFound`, `NotAllowed`, `ActNotNamed`."""
    place = administered(tx, code)
    asked = Ground(ground(act), first_on, local_date(tx.now))
    with as_the_engine(tx):
        known = settable(tx, place.id)
    return plan_of(cells, known, asked)


def of_municipality(tx: Transaction, code: str) -> tuple[SettableParameter, ...]:
    """Return what the council may set, to its administrator. Raises `NotFound`, `NotAllowed`."""
    return settable(tx, administered(tx, code).id)


def settable(tx: Transaction, municipality_id: int) -> tuple[SettableParameter, ...]:
    """Return what the council of a municipality may set, with what was entered."""
    rows = parameters.entered(tx, municipality_id)
    found = []
    for named in parameters.named(tx):
        entered = [row for row in rows if row.name == named.name]
        if named.is_settable and entered and entered[0].kind != TEXT:
            own = _entries(row for row in entered if row.municipality_id is not None)
            country = _entries(row for row in entered if row.municipality_id is None)
            kind, unit = entered[0].kind, entered[0].unit
            found.append(SettableParameter(named.name, named.names, kind, unit, own, country))
    return tuple(found)


def _entries(rows: Iterable[Any]) -> tuple[Entry, ...]:
    return tuple(
        Entry(row.value, row.valid_from, row.valid_until, row.law["act"] if row.law else None) for row in rows
    )
