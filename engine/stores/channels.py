"""Channels: how people want to hear of letters, and where nothing arrives."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

CHOICE = """
select n.case_id, n.chosen_at, n.channel, n.language, n.contact_id, c.address, c.ended_at
from notification_choices n left join contacts c on c.id = n.contact_id
where n.person_id = :person_id and (n.case_id is null or n.case_id = cast(:case_id as uuid))
order by n.case_id nulls last limit 1
"""
# What who acts for the applicant chose for the case, as long as they may see it.
OF_REPRESENTATIVE = """
select n.person_id, n.case_id, n.chosen_at, n.channel, n.language, n.contact_id, c.address, c.ended_at
from notification_choices n
join cases k on k.id = n.case_id
join mandates m on m.representative_id = n.person_id and m.represented_id = k.applicant_id
left join contacts c on c.id = n.contact_id
where n.case_id = :case_id and m.ended_at is null and m.bar is null and m.valid_from <= :on
  and (m.valid_until is null or m.valid_until > :on) and (m.areas is null or k.area = any (m.areas))
order by n.chosen_at desc limit 1
"""
CHOOSE = """
insert into notification_choices (person_id, case_id, channel, contact_id, language, chosen_at)
values (:person_id, :case_id, :channel, :contact_id, :language, :now)
on conflict (person_id, case_id) do update set channel = excluded.channel, contact_id = excluded.contact_id,
    language = excluded.language, chosen_at = excluded.chosen_at
"""
DROP_OF_CASE = "delete from notification_choices where person_id = :person_id and case_id = :case_id"
DROP_OF_CASES = "delete from notification_choices where person_id = :person_id and case_id is not null"
IS_APPLICANT = """
select exists (select from cases where id = :case_id and applicant_id = :person_id)
"""
UNREACHABLE = "select address, since from unreachable where person_id = :person_id order by since"
MARK = """
insert into unreachable (person_id, address, since) values (:person_id, :address, :now) on conflict do nothing
"""
CLEAR = "delete from unreachable where person_id = :person_id and address = :address"


def choice(tx: Transaction, person_id: int, case_id: UUID | None) -> Any:
    """Return what the person chose for the case, else for all; None if nothing was ever chosen."""
    return tx.one(CHOICE, person_id=person_id, case_id=case_id)


def choice_of_representative(tx: Transaction, case_id: UUID, *, on: date) -> Any:
    """Return the last choice for the case of somebody who represents its applicant on the day, or None."""
    return tx.one(OF_REPRESENTATIVE, case_id=case_id, on=on)


def choose(tx: Transaction, **columns: Any) -> None:
    tx.run(CHOOSE, **columns, now=tx.now)


def drop_of_case(tx: Transaction, person_id: int, case_id: UUID) -> None:
    tx.run(DROP_OF_CASE, person_id=person_id, case_id=case_id)


def drop_of_cases(tx: Transaction, person_id: int) -> None:
    tx.run(DROP_OF_CASES, person_id=person_id)


def is_applicant(tx: Transaction, person_id: int | None, case_id: UUID) -> bool:
    return bool(tx.scalar(IS_APPLICANT, person_id=person_id, case_id=case_id))


def unreachable(tx: Transaction, person_id: int) -> list[Any]:
    return tx.all(UNREACHABLE, person_id=person_id)


def mark_unreachable(tx: Transaction, person_id: int, address: str) -> bool:
    """Note that nothing arrives there; False if that was known."""
    return tx.run(MARK, person_id=person_id, address=address, now=tx.now) == 1


def reachable_again(tx: Transaction, person_id: int, address: str) -> None:
    tx.run(CLEAR, person_id=person_id, address=address)
