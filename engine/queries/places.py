"""Municipalities and what is switched on there."""

from __future__ import annotations

from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Municipality, Names
from engine.texts import LANGUAGES

ALL = """
select m.id, m.code, m.names, m.region, m.data,
       array(select s.module from module_switches s where s.municipality_id = m.id
             and s.valid_from <= :on and (s.valid_until is null or s.valid_until > :on) order by
                 s.module) as modules
from municipalities m where (cast(:code as text) is null or m.code = :code) order by m.names->>'ka'
"""
CENTERS = "select names from centers where municipality_code = :code order by names->>'ka'"


def municipalities(tx: Transaction) -> tuple[Municipality, ...]:
    """Return every municipality, in Georgian alphabetical order."""
    return tuple(_view(row) for row in _rows(tx, None))


def municipality(tx: Transaction, code: str) -> Municipality:
    """Return one municipality. Raises `NotFound`."""
    rows = _rows(tx, code)
    if not rows:
        raise NotFound
    return _view(rows[0])


def centers(tx: Transaction, code: str) -> tuple[Names, ...]:
    """Return the names of the municipality's community centres."""
    return tuple(row.names for row in tx.all(CENTERS, code=code))


def _rows(tx: Transaction, code: str | None) -> list[Any]:
    return tx.all(ALL, code=code, on=local_date(tx.now))


def _view(row: Any) -> Municipality:
    languages = tuple(row.data.get("languages") or LANGUAGES)
    return Municipality(row.id, row.code, row.names, row.region, languages, tuple(row.modules))
