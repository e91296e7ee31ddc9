"""Values of parameters, as files begin with them and as people set them. Entries are only added.

Which value holds on a day is asked of `engine.stores.reference` and `engine.stores.known`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.db.pool import Transaction, as_json

# Once somebody has set a parameter for the country, files bring no value of it any more.
BEGIN_WITH = """
insert into parameters (name, kind, value, unit, valid_from, valid_until, law, confidence, recorded_at)
select :name, :kind, cast(:value as jsonb), :unit, :valid_from, :valid_until, cast(:law as jsonb),
    :confidence, :now
where not exists (select from parameters where name = :name and municipality_id is null
    and (recorded_by is not null
         or valid_from = :valid_from and valid_until is not distinct from cast(:valid_until as date)
            and value = cast(:value as jsonb)))
"""
ADD = """
insert into parameters (name, municipality_id, kind, value, unit, valid_from, valid_until, law, confidence,
    recorded_by, recorded_at)
values (:name, :municipality_id, :kind, cast(:value as jsonb), :unit, :valid_from, :valid_until,
    cast(:law as jsonb), :confidence, :recorded_by, :now)
"""
NAME = """
insert into parameter_names (name, names, is_settable) values (:name, cast(:names as jsonb), :is_settable)
on conflict (name) do update set names = excluded.names, is_settable = excluded.is_settable
"""
LAST = """
select coalesce(max(id), 0) from parameters
where name = :name and municipality_id is not distinct from cast(:municipality_id as int)
"""
LOCKED = "select name from parameter_names where name = :name for update"
LOCK_SETTABLE = "select name from parameter_names where is_settable order by name for update"
NAMED = "select name, names, is_settable from parameter_names order by name"
KNOWN = """
select n.name, n.is_settable, p.kind, p.unit from parameter_names n join parameters p on p.name = n.name
where n.name = :name and p.municipality_id is null order by p.recorded_at desc, p.id desc limit 1
"""
ENTERED = """
select id, name, municipality_id, kind, value, unit, valid_from, valid_until, law, confidence, recorded_by,
    recorded_at
from parameters where municipality_id is null or municipality_id = cast(:municipality_id as int)
order by recorded_at desc, id desc
"""


def begin_with(tx: Transaction, *, value: Any, law: Any, **columns: Any) -> None:
    """Enter what a file says, unless it is known, or people have set the parameter since."""
    tx.run(BEGIN_WITH, **columns, value=as_json(value), law=as_json(law), now=tx.now)


def add(tx: Transaction, *, value: Any, law: Any, **columns: Any) -> None:
    tx.run(ADD, **columns, value=as_json(value), law=as_json(law), now=tx.now)


def name(tx: Transaction, code: str, names: Mapping[str, str], *, is_settable: bool) -> None:
    """Say what a parameter is called, and whether councils may set it."""
    tx.run(NAME, name=code, names=as_json(names), is_settable=is_settable)


def known(tx: Transaction, code: str) -> Any:
    """Return of which kind a parameter is, and whether councils may set it; None if there is none."""
    return tx.one(KNOWN, name=code)


def last(tx: Transaction, code: str, municipality_id: int | None) -> int:
    """Return the last entry of a parameter at a place, 0 for none; whoever enters another waits for us."""
    tx.run(LOCKED, name=code)
    return int(tx.scalar(LAST, name=code, municipality_id=municipality_id))


def lock_settable(tx: Transaction) -> None:
    """Lock the parameters that councils set: whoever enters one of them waits for us."""
    tx.run(LOCK_SETTABLE)


def named(tx: Transaction) -> list[Any]:
    return tx.all(NAMED)


def entered(tx: Transaction, municipality_id: int | None = None) -> list[Any]:
    """Return what was entered for the country, and for the municipality; the last one first."""
    return tx.all(ENTERED, municipality_id=municipality_id)
