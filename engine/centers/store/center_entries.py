"""Entries of community centres: name, municipality, address, phone, hours, from a day on. Only added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.db.pool import Transaction, as_json

# A centre without an entry is as the files say that the installation began with.
ON = """
select k.number, coalesce(e.names, k.names) as names,
    coalesce(e.municipality_code, k.municipality_code) as code, m.names as municipality,
    coalesce(e.address, '{}') as address, e.phone, coalesce(e.hours, '{}') as hours, e.valid_from, e.act
from centers k
left join lateral (
    select * from center_entries where center = k.number and valid_from <= :on
    order by valid_from desc, id desc limit 1) e on true
left join municipalities m on m.code = coalesce(e.municipality_code, k.municipality_code)
where e.id is not null or k.municipality_code is not null
order by k.number
"""
ENTERED = """
select e.*, m.names as municipality
from center_entries e join municipalities m on m.code = e.municipality_code
where e.center = :center order by e.valid_from desc, e.id desc
"""
_ROWS = """
jsonb_to_recordset(cast(:centers as jsonb)) as n(number int, names jsonb, municipality text, address jsonb,
    phone text, hours jsonb)
"""
# One that opens later belongs to no municipality before, so nobody is shown it.
BEGIN = f"insert into centers (number, names) select number, names from {_ROWS} on conflict do nothing"
ADD = f"""
insert into center_entries (center, valid_from, names, municipality_code, address, phone, hours, act,
    recorded_by, recorded_at)
select number, :valid_from, names, municipality, address, phone, hours, :act, :by, :now from {_ROWS}
"""
FOLLOW = """
update centers k set names = e.names, municipality_code = e.municipality_code
from (select distinct on (center) center, names, municipality_code from center_entries where valid_from <= :on
      order by center, valid_from desc, id desc) e
where e.center = k.number and (k.names, k.municipality_code) is distinct from (e.names, e.municipality_code)
"""
# Of two who enter centres at once the later sees what the first has entered.
LOCK = "select pg_advisory_xact_lock(hashtext('mms.centers'))"
PLACES = "select id, code, names from municipalities order by code"


def on(tx: Transaction, day: date) -> list[Any]:
    """Return the centres as they are on a day."""
    return tx.all(ON, on=day)


def entered(tx: Transaction, center: int) -> list[Any]:
    """Return the entries of a centre, the last one first."""
    return tx.all(ENTERED, center=center)


def add(tx: Transaction, centers: Sequence[Mapping[str, Any]], **entry: Any) -> None:
    """Enter centres from a day on, new ones too."""
    rows = as_json(centers)
    tx.run(BEGIN, centers=rows)
    tx.run(ADD, centers=rows, now=tx.now, **entry)


def follow(tx: Transaction, *, on: date) -> int:
    """Let centres be called and belong as the entries in force say; return how many were otherwise."""
    return tx.run(FOLLOW, on=on)


def lock(tx: Transaction) -> None:
    tx.run(LOCK)


def places(tx: Transaction) -> list[Any]:
    return tx.all(PLACES)
