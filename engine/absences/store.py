"""Absences, the offices held for them and the steps handed over, as rows."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD = """
insert into absences
    (id, municipality_id, person_id, substitute_id, first_on, until, state, entered_by, entered_at)
values (:id, :municipality_id, :person_id, :substitute_id, :first_on, :until, 'asked', :entered_by,
    :entered_at)
on conflict do nothing
"""
LOCKED = "select * from absences where id = :id for update"
DECIDE = """
update absences set state = :state, act = :act, reason = :reason, decided_by = :decided_by,
    decided_at = :decided_at
where id = :id and state = 'asked'
"""
WITHDRAW = "update absences set state = 'withdrawn' where id = :id and state = 'asked'"
SHORTEN = "update absences set until = greatest(first_on, :on) where id = :id"
IS_AWAY = """
select exists (select from absences where person_id = :person_id and municipality_id = :municipality_id
    and state = 'approved' and daterange(first_on, until) && daterange(:first_on, :until))
"""
GRANTS = """
select person_id, role, unit_code as unit, center, valid_from, valid_until, is_acting from role_grants
where municipality_id = :municipality_id and person_id = any (:people)
  and (valid_until is null or valid_until > greatest(valid_from, :on))
order by role, unit_code nulls first, valid_from
"""
STAND_IN = """
insert into role_grants (person_id, municipality_id, role, unit_code, valid_from, valid_until, appointed_by,
    is_acting, absence_id)
values (:person_id, :municipality_id, :role, :unit, :valid_from, :valid_until, :act, true, :absence_id)
on conflict do nothing
"""
END_STANDING = """
update role_grants set valid_until = greatest(valid_from, :on)
where absence_id = :absence_id and valid_until > greatest(valid_from, :on)
"""
# Those that begin or are over, and whose steps have not moved yet.
IS_DUE = """
state = 'approved' and first_on <= :on
  and (handed_over_at is null and until > :on
    or handed_over_at is not null and given_back_at is null and until <= :on)
"""
DUE = f"""
select * from absences where municipality_id = :municipality_id and {IS_DUE} order by until, id for update
"""
PLACES_DUE = f"select distinct municipality_id from absences where {IS_DUE} order by municipality_id"
# With what conflicts of interest and the judgement of access need.
IN_HAND = """
select t.*, c.version_id,
    exists (select from restricted_cases r where r.case_id = t.case_id) as is_restricted
from tasks t join cases c on c.id = t.case_id
where t.state = 0 and t.claimed_by = :person_id and t.person_id is null
  and t.municipality_id = :municipality_id
order by t.deadline_at, t.id
"""
STILL_OPEN = """
select t.* from handed_tasks h join tasks t on t.id = h.task_id
where h.absence_id = :absence_id and t.state = 0 and t.claimed_by = :substitute_id order by t.id
"""
NOTE_HANDED = """
insert into handed_tasks (absence_id, task_id, municipality_id)
values (:absence_id, :task_id, :municipality_id)
on conflict do nothing
"""
HANDED_OVER = "update absences set handed_over_at = :now where id = :id"
GIVEN_BACK = "update absences set given_back_at = :now where id = :id"


def add(tx: Transaction, **absence: Any) -> bool:
    """Enter an absence; False if the person has another with a day in common."""
    return tx.run(ADD, **absence, entered_by=tx.actor.person_id, entered_at=tx.now) > 0


def locked(tx: Transaction, absence_id: UUID) -> Any:
    """Return the absence, held until the commit, or None where it does not exist for this principal."""
    return tx.one(LOCKED, id=absence_id)


def decide(
    tx: Transaction, absence_id: UUID, state: str, *, act: str | None, reason: str | None = None
) -> bool:
    """Approve or decline; False if it waits for nobody."""
    said = {"state": state, "act": act, "reason": reason}
    return tx.run(DECIDE, id=absence_id, **said, decided_by=tx.actor.person_id, decided_at=tx.now) > 0


def withdraw(tx: Transaction, absence_id: UUID) -> bool:
    return tx.run(WITHDRAW, id=absence_id) > 0


def shorten(tx: Transaction, absence_id: UUID, *, on: date) -> None:
    """End the absence before the day, and with it the offices that are held for it."""
    tx.run(SHORTEN, id=absence_id, on=on)


def end_standing(tx: Transaction, absence_id: UUID, *, on: date) -> None:
    tx.run(END_STANDING, absence_id=absence_id, on=on)


def is_away(tx: Transaction, person_id: int, **period: Any) -> bool:
    """Say whether an approved absence of the person has a day in common with the period."""
    return bool(tx.scalar(IS_AWAY, person_id=person_id, **period))


def grants(
    tx: Transaction, municipality_id: int, people: tuple[int, ...], *, on: date
) -> dict[int, list[Any]]:
    """Return the offices of these people in the municipality that last beyond the day, by person."""
    found: dict[int, list[Any]] = {person: [] for person in people}
    for row in tx.all(GRANTS, municipality_id=municipality_id, people=list(people), on=on):
        found[row.person_id].append(row)
    return found


def stand_in(tx: Transaction, **office: Any) -> bool:
    """Give the office for the absence; False if it is held on a day of the period."""
    return tx.run(STAND_IN, **office) > 0


def due(tx: Transaction, municipality_id: int, *, on: date) -> list[Any]:
    """Return the absences that begin or are over, held until the commit."""
    return tx.all(DUE, municipality_id=municipality_id, on=on)


def places_due(tx: Transaction, *, on: date) -> list[int]:
    """Return the municipalities with absences that begin or are over."""
    return [row.municipality_id for row in tx.all(PLACES_DUE, on=on)]


def in_hand(tx: Transaction, person_id: int, municipality_id: int) -> list[Any]:
    """Return the open steps that the person has taken, nearest deadline first."""
    return tx.all(IN_HAND, person_id=person_id, municipality_id=municipality_id)


def still_open(tx: Transaction, absence_id: UUID, substitute_id: int) -> list[Any]:
    """Return the steps that were handed over and that the substitute still has."""
    return tx.all(STILL_OPEN, absence_id=absence_id, substitute_id=substitute_id)


def note_handed(tx: Transaction, absence_id: UUID, task: Any) -> None:
    tx.run(NOTE_HANDED, absence_id=absence_id, task_id=task.id, municipality_id=task.municipality_id)


def note_handed_over(tx: Transaction, absence_id: UUID) -> None:
    tx.run(HANDED_OVER, id=absence_id, now=tx.now)


def note_given_back(tx: Transaction, absence_id: UUID) -> None:
    tx.run(GIVEN_BACK, id=absence_id, now=tx.now)
