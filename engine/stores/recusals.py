"""Recusals: who takes no part in a case. Entries are only added."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into stepped_aside (case_id, municipality_id, person_id, ground, reason, since)
values (:case_id, :municipality_id, :person_id, :ground, :reason, :now) on conflict do nothing
"""
# The case is a party's own, or the person is recused from it.
WHY = """
select c.id, case
    when c.applicant_id = :person or c.representative->>'number' = p.personal_number then 'party'
    when a.case_id is not null then 'recused' end as why
from cases c left join people p on p.id = :person
left join stepped_aside a on a.case_id = c.id and a.person_id = :person
where c.id = any (:cases)
"""
RECUSED = "select case_id from stepped_aside where person_id = :person and case_id = any (:cases)"
OF_CASE = "select * from stepped_aside where case_id = :case_id order by since"
OPEN_OF = """
select id from tasks where case_id = :case_id and claimed_by = :person and person_id is null and state = 0
order by id for update
"""
GIVE_BACK = "update tasks set claimed_by = null where id = any (:ids)"
RECENT = """
select a.case_id, a.person_id, a.ground, a.reason, a.since, c.number from stepped_aside a
join cases c on c.id = a.case_id
where a.municipality_id = any (:places) and c.closed_at is null order by a.since desc limit :most
"""


def add(tx: Transaction, case_id: UUID, municipality_id: int, person_id: int, **why: str) -> bool:
    """Let the person take no part; False if they took none already."""
    case = {"case_id": case_id, "municipality_id": municipality_id}
    return tx.run(ADD, **case, person_id=person_id, **why, now=tx.now) == 1


def why(tx: Transaction, person_id: int, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return from which of the cases the person is kept: as a `party`, or because they are `recused`."""
    rows = tx.all(WHY, person=person_id, cases=list(cases))
    return {row.id: row.why for row in rows if row.why is not None}


def recused(tx: Transaction, person_id: int, cases: Collection[UUID]) -> set[UUID]:
    """Return from which of the cases the person is recused."""
    return {row.case_id for row in tx.all(RECUSED, person=person_id, cases=list(cases))}


def of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    return tx.all(OF_CASE, case_id=case_id)


def recent(tx: Transaction, places: Collection[int], *, most: int) -> list[Any]:
    """Return the recusals in open cases of the municipalities, newest first."""
    return tx.all(RECENT, places=list(places), most=most)


def give_back(tx: Transaction, case_id: UUID, person_id: int) -> list[UUID]:
    """Put the person's steps of the case back on the lists of their units; return which."""
    found = [row.id for row in tx.all(OPEN_OF, case_id=case_id, person=person_id)]
    if found:
        tx.run(GIVE_BACK, ids=found)
    return found
