"""Notices to the staff of a case: whom they go to, that they were written, that they were mailed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

# Where mail reaches somebody: the address that the office gave, or the first that they confirmed themselves.
ADDRESS = """coalesce(p.email, (
    select c.address from contacts c where c.person_id = p.id and c.kind = 'email' and c.ended_at is null
    order by c.confirmed_at, c.id limit 1))"""
# Who has an open task of the office, or could take it; only those whom mail reaches. Found from the
# tasks, for most people have none.
WORKING = f"""
with open as (
    select municipality_id, role, unit_code, coalesce(claimed_by, person_id) as person_id from tasks
    where case_id = :case_id and state = 0 and person_id is distinct from applicant_id
), theirs as (
    select person_id from open where person_id is not null
    union select g.person_id from open o join role_grants g on g.role = o.role
        and g.municipality_id = o.municipality_id
        and (g.unit_code is null or o.unit_code is null or g.unit_code = o.unit_code)
        and g.valid_from <= :on and (g.valid_until is null or g.valid_until > :on)
    where o.person_id is null
)
select p.id from theirs t join people p on p.id = t.person_id where {ADDRESS} is not null order by p.id
"""
HEADING = f"""
select distinct p.id from people p join role_grants g on g.person_id = p.id
where {ADDRESS} is not null and g.municipality_id = :municipality_id and g.role = any (:roles)
  and g.valid_from <= :on and (g.valid_until is null or g.valid_until > :on)
order by p.id
"""
ADD = """
insert into staff_notices (id, case_id, municipality_id, person_id, kind, clock, share, last_day, written_at)
values (:id, :case_id, :municipality_id, :person_id, :kind, :clock, :share, :last_day, :now)
on conflict (id) do nothing
"""
LOAD = f"""
select n.*, c.number as case_number, c.version_id, {ADDRESS} as email, p.given_name, p.family_name
from staff_notices n join cases c on c.id = n.case_id join people p on p.id = n.person_id where n.id = :id
"""
REACHES = f"select {ADDRESS} is not null from people p where p.id = :person_id"
MAILED = "update staff_notices set mailed_at = :now where id = :id and mailed_at is null"


def working_on(tx: Transaction, case_id: UUID, *, on: date) -> list[int]:
    """Return who has the open tasks of the office, or may take them."""
    return [row.id for row in tx.all(WORKING, case_id=case_id, on=on)]


def heading(tx: Transaction, municipality_id: int, roles: tuple[str, ...], *, on: date) -> list[int]:
    """Return who holds one of the roles in the municipality."""
    return [row.id for row in tx.all(HEADING, municipality_id=municipality_id, roles=list(roles), on=on)]


def add(tx: Transaction, **columns: Any) -> bool:
    """Keep the notice; False if it was kept before."""
    return tx.run(ADD, **columns, now=tx.now) == 1


def load(tx: Transaction, notice_id: UUID) -> Any:
    return tx.one(LOAD, id=notice_id)


def mailed(tx: Transaction, notice_id: UUID) -> None:
    tx.run(MAILED, id=notice_id, now=tx.now)


def reaches(tx: Transaction, person_id: int) -> bool:
    """Tell whether mail reaches somebody, who asks for themselves."""
    return bool(tx.scalar(REACHES, person_id=person_id))
