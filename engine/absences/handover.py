"""Handover of steps: what an absent official had in hand goes to the substitute, and comes back.

A step that is closed to the substitute, by a conflict of interest or because the case is restricted, goes to
the list of its unit. To be called as the engine, for one municipality.
"""

from __future__ import annotations

from typing import Any

from engine.absences import store
from engine.absences.commands import TasksHandedOver
from engine.cases import conflicts_of_interest
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.roles import RESTRICTED_CASES
from engine.stores import colleagues, work


def hand_over_due(tx: Transaction, municipality_id: int) -> TasksHandedOver:
    """Hand over for absences that have begun, give back after those that are over; return how many steps."""
    today, handed, released, back = local_date(tx.now), 0, 0, 0
    for absence in store.due(tx, municipality_id, on=today):
        if absence.handed_over_at is None:
            to_substitute, to_lists = _hand_over(tx, absence)
            handed, released = handed + to_substitute, released + to_lists
        else:
            back += _give_back(tx, absence)
    return TasksHandedOver(handed, released, back)


def _hand_over(tx: Transaction, absence: Any) -> tuple[int, int]:
    tasks = store.in_hand(tx, absence.person_id, absence.municipality_id)
    theirs = _open_to(tx, absence, tasks)
    for task in tasks:
        to = absence.substitute_id if task.id in theirs else None
        if to is not None:
            store.note_handed(tx, absence.id, task)
        _move(tx, absence, task, to, "task.handed_over")
    store.note_handed_over(tx, absence.id)
    return len(theirs), len(tasks) - len(theirs)


def _open_to(tx: Transaction, absence: Any, tasks: list[Any]) -> set[Any]:
    """Return the ids of the steps that the substitute may do."""
    substitute = absence.substitute_id
    if substitute is None or not tasks:
        return set()
    closed = conflicts_of_interest.among(tx, tasks, person_id=substitute)
    held = store.grants(tx, absence.municipality_id, (substitute,), on=local_date(tx.now))[substitute]
    sees_restricted = any(grant.role == RESTRICTED_CASES for grant in held)
    return {
        task.id
        for task in tasks
        if task.id not in closed
        and (sees_restricted or not task.is_restricted)
        and colleagues.holds(tx, substitute, task, on=tx.now)
    }


def _give_back(tx: Transaction, absence: Any) -> int:
    back = 0
    if absence.substitute_id is not None:
        for task in store.still_open(tx, absence.id, absence.substitute_id):
            is_theirs = colleagues.holds(tx, absence.person_id, task, on=tx.now)
            _move(tx, absence, task, absence.person_id if is_theirs else None, "task.given_back")
            back += 1
    store.note_given_back(tx, absence.id)
    return back


def _move(tx: Transaction, absence: Any, task: Any, to: int | None, kind: str) -> None:
    if work.assign(tx, task.id, to, seen=task.claimed_by):
        said = {"task": str(task.id), "element": task.element, "absence": str(absence.id)}
        tx.log(f"work/{task.case_id}", kind, **said, person=to, before=task.claimed_by)
