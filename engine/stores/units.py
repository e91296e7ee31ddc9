"""Units of municipalities, set up by an act and dissolved by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.db.pool import Transaction, as_json

# What is known of a unit is not begun with again.
BEGIN_WITH = """
insert into units (code, municipality_id, names, is_demo)
values (:code, :municipality_id, cast(:names as jsonb), :is_demo) on conflict do nothing
"""
ADD = """
insert into units (code, municipality_id, names, valid_from, act)
values (:code, :municipality_id, cast(:names as jsonb), :valid_from, :act)
"""
RENAME = """
update units set names = cast(:names as jsonb), act = :act, version = version + 1 where code = :code
"""
END = "update units set valid_until = :valid_until, ended_by = :ended_by where code = :code"
# Whoever adds a unit counts those that there are.
LOCKED_PLACE = "select code from municipalities where id = :municipality_id for update"
COUNTED = "select count(*) from units where municipality_id = :municipality_id"
ONE = "select * from units where municipality_id = :municipality_id and code = :code for update"
ALL = """
select code, names, valid_from, valid_until, act, ended_by, is_demo, version from units
where municipality_id = :municipality_id order by names->>'ka', code
"""
OFFICES = """
select id as municipality_id, null as unit, names from municipalities where id = any (:municipalities)
union all
select municipality_id, code, names from units where municipality_id = any (:municipalities)
"""
CODES = """
select code from units where municipality_id = :municipality_id
  and (cast(:on as date) is null
       or (valid_from is null or valid_from <= :on) and (valid_until is null or valid_until > :on))
order by code
"""


def begin_with(tx: Transaction, municipality_id: int, unit: Mapping[str, Any]) -> None:
    """Enter a unit that an installation begins with."""
    names, is_demo = as_json(unit["names"]), unit.get("demo", False)
    tx.run(BEGIN_WITH, code=unit["code"], municipality_id=municipality_id, names=names, is_demo=is_demo)


def add(tx: Transaction, place: Any, *, names: Mapping[str, str], valid_from: date, act: str) -> str:
    """Set a unit up; return its code."""
    tx.run(LOCKED_PLACE, municipality_id=place.id)
    code = f"{place.code}-{tx.scalar(COUNTED, municipality_id=place.id) + 1}"
    tx.run(ADD, code=code, municipality_id=place.id, names=as_json(names), valid_from=valid_from, act=act)
    return code


def rename(tx: Transaction, code: str, *, names: Mapping[str, str], act: str) -> None:
    tx.run(RENAME, code=code, names=as_json(names), act=act)


def end(tx: Transaction, code: str, *, valid_until: date, ended_by: str) -> None:
    tx.run(END, code=code, valid_until=valid_until, ended_by=ended_by)


def locked(tx: Transaction, municipality_id: int, code: str) -> Any:
    """Return a unit of the municipality, held until the commit, or None."""
    return tx.one(ONE, municipality_id=municipality_id, code=code)


def every(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return the units of the municipality of all times."""
    return tx.all(ALL, municipality_id=municipality_id)


def codes(tx: Transaction, municipality_id: int, *, on: date | None = None) -> tuple[str, ...]:
    """Return the codes of the units, of all times or of those that there are on the day."""
    return tuple(row.code for row in tx.all(CODES, municipality_id=municipality_id, on=on))


def offices(
    tx: Transaction, municipalities: Sequence[int]
) -> dict[tuple[int, str | None], Mapping[str, str]]:
    """Return how municipalities and their units are called, by municipality and unit."""
    rows = tx.all(OFFICES, municipalities=list(municipalities))
    return {(row.municipality_id, row.unit): row.names for row in rows}
