"""Cases that are about other cases, such as a complaint about a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

# What can be contested: a decision, or that there is none though its day has passed.
CONTESTABLE = """
select c.id, c.number, c.version_id, c.order_number, c.decided_on from cases c
where c.applicant_id = :person and c.municipality_id = :municipality_id
  and (c.decided_on is not null or c.due_at < :now)
order by c.filed_at desc limit 100
"""
LINK = """
insert into case_links (case_id, about_id, municipality_id, linked_at)
values (:case_id, :about_id, :municipality_id, :now)
"""
OF_CASE = """
select l.about_id as id, 'about' as kind, c.number, c.version_id from case_links l
join cases c on c.id = l.about_id where l.case_id = :case_id
union all
select l.case_id, 'contested_by', c.number, c.version_id from case_links l
join cases c on c.id = l.case_id where l.about_id = :case_id
order by kind, number
"""


def contestable(tx: Transaction, *, person: int, municipality_id: int) -> list[Any]:
    """Return the person's own cases in the municipality that a complaint may be about, newest first."""
    return tx.all(CONTESTABLE, person=person, municipality_id=municipality_id, now=tx.now)


def link(tx: Transaction, case_id: UUID, about_id: UUID, *, municipality_id: int) -> None:
    tx.run(LINK, case_id=case_id, about_id=about_id, municipality_id=municipality_id, now=tx.now)


def of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return the cases that this one is about, and those that are about it."""
    return tx.all(OF_CASE, case_id=case_id)
