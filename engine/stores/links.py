"""Cases that are about other cases, such as a complaint about a decision, or of one household."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.stores import cases
from engine.stores.cases import CaseRow

# What can be contested: a decision that has its force, or that there is none though its day has passed.
OWN_ENDED = """
select c.id, c.number, c.version_id, c.order_number, c.decided_on, c.reason from cases c
where c.applicant_id = :person and c.municipality_id = :municipality_id
  and (c.decided_on is not null or c.due_at < :now)
  and not exists (select from act_changes a where a.case_id = c.id and a.change <> 'corrected')
order by c.filed_at desc limit 100
"""
LINK = """
insert into case_links (case_id, about_id, municipality_id, linked_at, kind)
values (:case_id, :about_id, :municipality_id, :now, :kind) on conflict do nothing
"""
# The case that the application names: the one that it contests, or whose act it reviews.
NAMED = """
select c.number, c.order_number, c.decided_on, c.version_id
from case_links l join cases c on c.id = l.about_id
where l.case_id = :case_id and l.kind in ('about', 'review') order by l.linked_at, c.number limit 1
"""
LINK_ANNOUNCEMENT = """
insert into case_announcements (case_id, announcement_id, municipality_id)
values (:case_id, :announcement_id, :municipality_id)
"""
OF_ANNOUNCEMENT = """
select c.id, c.number, c.filed_at, c.status from case_announcements a join cases c on c.id = a.case_id
where a.announcement_id = :announcement_id order by c.filed_at desc limit 200
"""
OF_CASE = """
select l.about_id as id, l.kind, c.number, c.version_id from case_links l
join cases c on c.id = l.about_id where l.case_id = :case_id
union all
select l.case_id, case l.kind when 'about' then 'contested_by' when 'stage' then 'next_stage'
           when 'review' then 'reviewed_by' when 'anew' then 'taken_up_by' else l.kind end,
       c.number, c.version_id
from case_links l join cases c on c.id = l.case_id where l.about_id = :case_id
order by kind, number
"""
OF_ENTRY = """
select c.id, c.number from register_entries e join cases c on c.id = e.case_id
where e.register = :register and e.key = :key and e.municipality_id = :municipality_id
  and c.applicant_id = :person and c.id <> :case_id
order by e.recorded_at limit 1
"""
LATEST = """
select c.id from cases c
where c.applicant_id = :person_id and c.municipality_id = :municipality_id and c.service_code = :service
order by c.filed_at desc limit 1
"""


def own_ended(tx: Transaction, *, person: int, municipality_id: int) -> list[Any]:
    """Return a person's cases in the municipality that are decided, or should have been, newest first."""
    return tx.all(OWN_ENDED, person=person, municipality_id=municipality_id, now=tx.now)


def latest_of(tx: Transaction, *, service: str, municipality_id: int) -> CaseRow | None:
    """Return the signed-in person's own newest case of a service; None if there is none."""
    where = {"person_id": tx.actor.person_id, "municipality_id": municipality_id, "service": service}
    found = tx.one(LATEST, **where)
    return None if found is None else cases.load(tx, found.id)


def link(
    tx: Transaction, case_id: UUID, about_id: UUID, *, municipality_id: int, kind: str = "about"
) -> None:
    """Let two cases show each other, once; `kind` is about, household, stage, review or anew."""
    tx.run(LINK, case_id=case_id, about_id=about_id, municipality_id=municipality_id, now=tx.now, kind=kind)


def named(tx: Transaction, case_id: UUID) -> Any:
    """Return the case that a case contests or reviews, with the number and day of its act; None without."""
    return tx.one(NAMED, case_id=case_id)


def link_announcement(tx: Transaction, case_id: UUID, announcement_id: UUID, *, municipality_id: int) -> None:
    """Let those who announced something find what is asked about it."""
    named = {"announcement_id": announcement_id, "municipality_id": municipality_id}
    tx.run(LINK_ANNOUNCEMENT, case_id=case_id, **named)


def of_announcement(tx: Transaction, announcement_id: UUID) -> list[Any]:
    """Return the cases about an announcement that whoever asks may see."""
    return tx.all(OF_ANNOUNCEMENT, announcement_id=announcement_id)


def of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return the cases that this one is about, those about it, of the same household, and other stages."""
    return tx.all(OF_CASE, case_id=case_id)


def of_entry(tx: Transaction, case: CaseRow, *, register: str, key: str) -> Any:
    """Return the case of the same applicant that made an entry, or None."""
    where = {"person": case.applicant_id, "municipality_id": case.municipality_id, "case_id": case.id}
    return tx.one(OF_ENTRY, register=register, key=key, **where)
