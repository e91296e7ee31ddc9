"""Confirmed contacts of people."""

from __future__ import annotations

from typing import Any

from engine.db.pool import Transaction

# One statement, whether there is such a person and such a contact or not.
FIND = """
select c.id, c.person_id from contacts c join people p on p.id = c.person_id
where c.address = :address and c.ended_at is null and p.personal_number = :personal_number
"""
ADD = """
insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at)
values (:person_id, :kind, :address, :ground, :confirmed_by, :now)
on conflict (person_id, address) where ended_at is null do update set ended_at = null
returning id
"""
OF_PERSON = "select * from contacts where person_id = :person_id and ended_at is null order by confirmed_at"
BY_ID = "select * from contacts where id = :id and ended_at is null"
END = "update contacts set ended_at = :now where id = :id and ended_at is null"
SHARED = """
select count(distinct person_id) from contacts
where address = :address and ended_at is null and person_id <> :person_id
"""


def find(tx: Transaction, personal_number: str, address: str) -> Any:
    """Return the contact of this person at this address, or None."""
    return tx.one(FIND, personal_number=personal_number, address=address)


def add(tx: Transaction, **columns: Any) -> int:
    """Keep a confirmed contact; confirming it again changes nothing."""
    return int(tx.scalar(ADD, **columns, now=tx.now))


def of_person(tx: Transaction, person_id: int) -> list[Any]:
    return tx.all(OF_PERSON, person_id=person_id)


def by_id(tx: Transaction, contact_id: int) -> Any:
    return tx.one(BY_ID, id=contact_id)


def end(tx: Transaction, contact_id: int) -> bool:
    return tx.run(END, id=contact_id, now=tx.now) == 1


def others_at(tx: Transaction, address: str, person_id: int) -> int:
    """Return how many other people have this address."""
    return int(tx.scalar(SHARED, address=address, person_id=person_id))
