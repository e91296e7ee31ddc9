"""Counts for readiness: a statement each, for one municipality or for all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.db.pool import Transaction

_HERE = "(cast(:municipality_id as smallint) is null or municipality_id = :municipality_id)"
_TODAY = "valid_from <= :on and (valid_until is null or valid_until > :on)"
HELD = f"""
select municipality_id, role, count(distinct person_id)::int as number, array_agg(distinct unit_code) as units
from role_grants
where municipality_id is not null and {_HERE} and {_TODAY} group by municipality_id, role
"""
UNITS = f"""
select municipality_id, code, names from units
where {_HERE} and (valid_from is null or valid_from <= :on) and (valid_until is null or valid_until > :on)
order by municipality_id, code
"""
# What a public text says beyond doubt, and what was invented, is confirmed; the rest a lawyer has to look at.
SETTLEMENTS = f"""
select municipality_id, count(*)::int as number,
    (count(*) filter (where not is_demo and confidence is distinct from 'sourced'
        and confidence is distinct from 'high'))::int as unconfirmed,
    min(valid_until) filter (where valid_until <= cast(:on as date) + 366) as ends_on
from settlements where {_HERE} and {_TODAY} group by municipality_id
"""
PROGRAMMES = f"""
select municipality_id, count(*)::int as number from (
    select distinct on (municipality_id, code, valid_from) municipality_id, valid_from, valid_until
    from programmes where {_HERE}
    order by municipality_id, code, valid_from, recorded_at desc, id desc) newest
where {_TODAY} group by municipality_id
"""
PARAMETERS = f"""
select distinct p.name, p.municipality_id from parameters p
where (p.municipality_id is null or {_HERE.replace("municipality_id =", "p.municipality_id =")}) and {_TODAY}
"""
PLACES = """
select id, code, names, data->'zones' as zones from municipalities
where cast(:municipality_id as smallint) is null or id = :municipality_id order by names->>'ka'
"""
FIRST_CASES = """
select exists (select from cases where municipality_id = :municipality_id) as is_filed,
    exists (select from cases where municipality_id = :municipality_id
        and decided_on is not null) as is_decided
"""
CENTERS = "select municipality_code as code, count(*)::int as number from centers group by municipality_code"


def held(tx: Transaction, municipality_id: int | None, *, on: date) -> dict[int, list[Any]]:
    """Return how many people hold each role, and in which units, by municipality; the engine alone sees all.

    Among the units None is for the whole municipality.
    """
    return _by_municipality(tx.all(HELD, municipality_id=municipality_id, on=on))


def units(tx: Transaction, municipality_id: int | None, *, on: date) -> dict[int, list[Any]]:
    """Return the units, by municipality."""
    return _by_municipality(tx.all(UNITS, municipality_id=municipality_id, on=on))


def settlements(tx: Transaction, municipality_id: int | None, *, on: date) -> dict[int, Any]:
    """Return how many settlements are listed and how many of them nobody has confirmed, by municipality."""
    return {row.municipality_id: row for row in tx.all(SETTLEMENTS, municipality_id=municipality_id, on=on)}


def programmes(tx: Transaction, municipality_id: int | None, *, on: date) -> dict[int, int]:
    """Return how many sub-programmes are in force, by municipality."""
    return _numbers(tx.all(PROGRAMMES, municipality_id=municipality_id, on=on))


def parameters(tx: Transaction, municipality_id: int | None, *, on: date) -> dict[int | None, set[str]]:
    """Return the names of the values in force, of the country (None) and of each municipality."""
    found: dict[int | None, set[str]] = {}
    for row in tx.all(PARAMETERS, municipality_id=municipality_id, on=on):
        found.setdefault(row.municipality_id, set()).add(row.name)
    return found


def places(tx: Transaction, municipality_id: int | None) -> list[Any]:
    """Return the municipalities with the zones of their plans."""
    return tx.all(PLACES, municipality_id=municipality_id)


def centers(tx: Transaction) -> dict[str, int]:
    """Return how many community centres there are, by the code of the municipality."""
    return {row.code: row.number for row in tx.all(CENTERS)}


def first_cases(tx: Transaction, municipality_id: int) -> Any:
    """Say whether a case was ever filed in the municipality, and whether one was decided."""
    return tx.one(FIRST_CASES, municipality_id=municipality_id)


def _by_municipality(rows: list[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.municipality_id, []).append(row)
    return found


def _numbers(rows: list[Any]) -> dict[int, int]:
    return {row.municipality_id: row.number for row in rows}
