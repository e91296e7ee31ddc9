"""Certificates as they were issued. Nothing here is ever changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

ADD = """
insert into certificates (id, code, number, municipality_id, person_id, entry_id, initials, content,
    issued_at, center)
values (:id, :code, :number, :municipality_id, :person_id, :entry_id, cast(:initials as jsonb),
    cast(:content as jsonb), :now, :center)
"""
OF_PERSON = """
select * from certificates where person_id = :person_id order by issued_at desc, id limit 200
"""
ONE = "select * from certificates where id = :id and person_id = :person_id"
LATELY = "select count(*) from certificates where person_id = :person_id and issued_at > :since"
OF_OFFICE = """
select c.*, e.register, m.code as municipality
from certificates c join register_entries e on e.id = c.entry_id
join municipalities m on m.id = c.municipality_id where c.id = :id and c.municipality_id = any (:places)
"""
OF_ENTRIES = """
select id, number, issued_at from certificates where entry_id = any (:ids)
order by issued_at desc, id limit 20
"""
AT_DESK = "select * from visitor_entries(:on)"
BY_CODE = "select * from certificate_by_code(:code)"
OWN_ENTRIES = """
select e.*, c.version_id, c.number as case_number, m.code as municipality_code, m.names as municipality_names,
       coalesce(nullif(municipality_setting(m.id, 'letterhead', :on)->'official_name', 'null'), m.names)
           as municipality_official,
       (select jsonb_object_agg(n.note, n.last) from (select note, max(noted_on) as last from register_notes
            where entry_id = e.id group by note) n) as notes
from register_entries e join cases c on c.id = e.case_id join municipalities m on m.id = e.municipality_id
where e.person_id = :person_id and e.superseded_by is null and not e.is_final
  and e.valid_from <= :on and (e.valid_until is null or e.valid_until > :on)
  and (cast(:id as uuid) is null or e.id = :id)
order by e.recorded_at desc, e.id
"""


def add(tx: Transaction, *, initials: Any, content: Any, **columns: Any) -> None:
    tx.run(ADD, **columns, initials=as_json(initials), content=as_json(content), now=tx.now)


def of_person(tx: Transaction, person_id: int) -> list[Any]:
    return tx.all(OF_PERSON, person_id=person_id)


def own(tx: Transaction, certificate_id: UUID, person_id: int) -> Any:
    return tx.one(ONE, id=certificate_id, person_id=person_id)


def of_office(tx: Transaction, certificate_id: UUID) -> Any:
    """Return a certificate of a municipality of the actor, with the register that it is of; or None."""
    return tx.one(OF_OFFICE, id=certificate_id, places=list(tx.actor.municipalities))


def of_entries(tx: Transaction, ids: list[UUID]) -> list[Any]:
    return tx.all(OF_ENTRIES, ids=ids)


def issued_within(tx: Transaction, person_id: int, period: timedelta) -> int:
    return int(tx.scalar(LATELY, person_id=person_id, since=tx.now - period))


def by_code(tx: Transaction, code: str) -> Any:
    """Return what anybody with the code may know, or None."""
    return tx.one(BY_CODE, code=code)


def own_entries(tx: Transaction, person_id: int, *, on: date, entry_id: UUID | None = None) -> list[Any]:
    """Return the person's own entries that are in force on the day."""
    return tx.all(OWN_ENTRIES, person_id=person_id, on=on, id=entry_id)


def at_desk(tx: Transaction, *, on: date) -> list[Any]:
    """Return of which entries a certificate can be given to whoever stands at the desk."""
    return tx.all(AT_DESK, on=on)
