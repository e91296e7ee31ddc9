"""Switches of municipalities: modules and services, on or off in a period. Entries are only added."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.db.pool import Transaction

ADD = """
insert into switches (municipality_id, code, is_on, valid_from, valid_until, act, recorded_by, recorded_at)
values (:municipality_id, :code, :is_on, :valid_from, :valid_until, :act, :recorded_by, :now)
"""
# What somebody has switched since is not begun with again.
BEGIN_WITH = """
insert into switches (municipality_id, code, is_on, valid_from, recorded_at)
select :municipality_id, :code, true, :valid_from, :now
where not exists (select from switches where municipality_id = :municipality_id and code = :code)
"""
IS_OFFERED = "select is_offered(:municipality_id, :service, :on)"
ENTERED = """
select id, code, is_on, valid_from, valid_until, act, recorded_by, recorded_at
from switches where municipality_id = :municipality_id order by id desc
"""
LAST = "select coalesce(max(id), 0) from switches where municipality_id = :municipality_id"
IS_KNOWN = """
select exists (select from service_publications p join service_versions v on v.id = p.version_id
               where :code in (v.code, v.module))
"""
MODULES = """
select distinct on (v.module) v.module as code, f.content
from service_publications p join service_versions v on v.id = p.version_id
left join service_files f on f.version_id = v.id and f.path = v.module || '/module.json'
order by v.module, v.id desc
"""


def add(tx: Transaction, municipality_id: int, code: str, **entry: Any) -> None:
    """Add an entry; from now on it counts on the days of its period."""
    tx.run(ADD, municipality_id=municipality_id, code=code, **entry, now=tx.now)


def begin_with(tx: Transaction, municipality_id: int, module: str, *, valid_from: date) -> None:
    """Let the municipality have the module on, unless something is known of it already."""
    tx.run(BEGIN_WITH, municipality_id=municipality_id, code=module, valid_from=valid_from, now=tx.now)


def is_offered(tx: Transaction, municipality_id: int, service: str, *, on: date) -> bool:
    """Say whether the service and its module are on there on the day."""
    return bool(tx.scalar(IS_OFFERED, municipality_id=municipality_id, service=service, on=on))


def entered(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return every entry of the municipality, the last one first."""
    return tx.all(ENTERED, municipality_id=municipality_id)


def last(tx: Transaction, municipality_id: int) -> int:
    """Return the last entry of the municipality, 0 for none."""
    return int(tx.scalar(LAST, municipality_id=municipality_id))


def is_known(tx: Transaction, code: str) -> bool:
    """Say whether there is such a module or service, in force or to come."""
    return bool(tx.scalar(IS_KNOWN, code=code))


def modules(tx: Transaction) -> list[Any]:
    """Return every module that has a service, with the file that names it."""
    return tx.all(MODULES)
