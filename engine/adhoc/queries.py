"""Ad hoc tasks as people of the office see them: of a case, asked of them, asked by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from engine.adhoc import rules, store
from engine.adhoc.asked import is_asked
from engine.cases import conflicts_of_interest, sight
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.queries import colleagues
from engine.queries.colleagues import Colleague
from engine.roles import Right
from engine.stores import people

SHOWN: Final = 200
COLUMNS = """
select h.*, c.number as case_number, m.names as place from adhoc_tasks h
join cases c on c.id = h.case_id join municipalities m on m.id = h.municipality_id
"""
OF_CASE = f"{COLUMNS} where h.case_id = :case_id order by h.asked_at, h.id"
ONE = f"{COLUMNS} where h.id = :id"
# Open ones before the rest, the nearest day first.
OPEN = "h.answered_at is null and h.withdrawn_at is null"
FOR_ME = f"""
{COLUMNS} where h.municipality_id = any (:places) and {OPEN} and (h.person_id = :person
    or h.asked_by <> :person and (h.municipality_id, h.role) in (
        select g.municipality_id, g.role from role_grants g where g.person_id = :person and g.center is null
        and g.valid_from <= :today and (g.valid_until is null or g.valid_until > :today)))
order by h.due_on, h.asked_at, h.id limit :most
"""
BY_ME = f"""
{COLUMNS} where h.municipality_id = any (:places) and h.asked_by = :person
order by {OPEN} desc, h.asked_at desc, h.id limit :most
"""
ANSWERED = f"""
{COLUMNS} where h.municipality_id = any (:places) and h.answered_by = :person
order by h.answered_at desc, h.id limit :most
"""

Names = Mapping[str, str]


@dataclass(frozen=True)
class AdhocTask:
    """A question on a case to a colleague, or to an office (`role`), with its answer."""

    task_id: UUID
    case_id: UUID
    case_number: str
    place: Names
    question: str
    asked_by: Names
    person: Names | None
    role: str | None
    due_on: date
    asked_at: datetime
    answer: str | None
    answered_by: Names | None
    answered_at: datetime | None
    state: str  # open, answered, withdrawn
    is_overdue: bool
    may_answer: bool
    may_withdraw: bool


@dataclass(frozen=True)
class AdhocPage:
    """Ad hoc tasks of a person: open ones asked of them, those they asked, those they have answered."""

    for_me: tuple[AdhocTask, ...]
    by_me: tuple[AdhocTask, ...]
    answered: tuple[AdhocTask, ...]


@dataclass(frozen=True)
class Askable:
    """Whom somebody may ask on a case: colleagues by name, and offices that somebody else holds."""

    case_id: UUID
    case_number: str
    colleagues: tuple[Colleague, ...]
    offices: tuple[str, ...]


def page(tx: Transaction) -> AdhocPage:
    """Return the ad hoc tasks of whoever asks. Raises `NotAllowed`."""
    places = tx.actor.municipalities
    if not places or tx.actor.person_id is None:
        raise NotAllowed
    of_actor = {"places": list(places), "person": tx.actor.person_id, "most": SHOWN}
    for_me = tx.all(FOR_ME, **of_actor, today=local_date(tx.now))
    return AdhocPage(
        _views(tx, for_me), _views(tx, tx.all(BY_ME, **of_actor)), _views(tx, tx.all(ANSWERED, **of_actor))
    )


def task(tx: Transaction, task_id: UUID) -> AdhocTask:
    """Return one ad hoc task to whoever may look into its case. Raises `NotFound`."""
    found = _views(tx, tx.all(ONE, id=task_id))
    if not found:
        raise NotFound
    sight.seen(tx, found[0].case_id)
    return found[0]


def of_case(tx: Transaction, case_id: UUID) -> tuple[AdhocTask, ...]:
    """Return the ad hoc tasks of a case, oldest first; who is not of its office gets none."""
    return _views(tx, tx.all(OF_CASE, case_id=case_id))


def askable(tx: Transaction, case_id: UUID) -> Askable:
    """Return whom the actor may ask on the case. Raises `NotFound`."""
    row = sight.seen(tx, case_id)
    if row.municipality_id not in tx.actor.municipalities or conflicts_of_interest.is_party(tx.actor, row):
        raise NotFound
    team = colleagues.of(tx, (row.municipality_id,))
    others = tuple(colleague for colleague in team if colleague.person_id != tx.actor.person_id)
    held = {role for colleague in others for role in colleague.roles}
    is_restricted = store.is_restricted(tx, case_id)
    offices = () if is_restricted else tuple(role for role in rules.OFFICES if role in held)
    return Askable(row.id, row.number, others, offices)


def _views(tx: Transaction, rows: list[Any]) -> tuple[AdhocTask, ...]:
    concerned = {person for row in rows for person in (row.asked_by, row.person_id, row.answered_by)}
    names = people.names(tx, concerned - {None})
    return tuple(_view(tx, row, names) for row in rows)


def _view(tx: Transaction, row: Any, names: Mapping[int, Names]) -> AdhocTask:
    is_open = row.answered_at is None and row.withdrawn_at is None
    is_own = row.asked_by == tx.actor.person_id
    return AdhocTask(
        task_id=row.id,
        case_id=row.case_id,
        case_number=row.case_number,
        place=row.place,
        question=row.question,
        asked_by=names[row.asked_by],
        person=names.get(row.person_id),
        role=row.role,
        due_on=row.due_on,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_by=names.get(row.answered_by),
        answered_at=row.answered_at,
        state="open" if is_open else "answered" if row.answer else "withdrawn",
        is_overdue=is_open and row.due_on < local_date(tx.now),
        may_answer=is_open and is_asked(tx, row),
        may_withdraw=is_open and (is_own or tx.actor.may(Right.SUPERVISE, row.municipality_id)),
    )
