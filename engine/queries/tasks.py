"""The task page: a form beside its case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from engine.answers.beginning import beginning
from engine.answers.context import form_context
from engine.cases import conflicts_of_interest, sight
from engine.cases.clock_effects import effects
from engine.cases.one_press import presses
from engine.cases.tasks import OPEN, may_work_on
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken, NotFound
from engine.queries import cases, colleagues
from engine.queries.inbox import due_day
from engine.queries.views import TaskForm, TaskView
from engine.roles import Right
from engine.scope import World
from engine.stores import cases as case_store
from engine.stores import people, reads, reference, task_drafts, work
from engine.stores.cases import CaseRow
from engine.tenancy import Actor
from engine.terms import remaining


class _Step(NamedTuple):
    id: UUID
    case_id: UUID
    element: str
    version_id: int
    person_id: int | None


def view(tx: Transaction, task_id: UUID, language: str) -> TaskView:
    """Return the task with its case. Raises `NotFound` for a task this actor has nothing to do with."""
    task, row = loaded(tx, task_id)
    found = _view(tx, task, row, language)
    if not (found.is_mine or found.may_claim):
        return found
    version = published(tx, row.version_id)
    begins = beginning(tx, task, row, version, found.form, found.form_context, found.draft)
    if found.is_for_applicant:
        return replace(found, begins=begins)
    buttons = presses(version.definition, task.element, found.form, context=found.form_context, now=tx.now)
    return replace(found, begins=begins, presses=buttons)


def _view(tx: Transaction, task: Any, row: CaseRow, language: str) -> TaskView:
    """Return the task with its case. Long as the page is: a line for each part of it."""
    version = published(tx, row.version_id)
    names = people.names(tx, {person for person in (task.claimed_by, task.closed_by) if person is not None})
    due_on = due_day(task.deadline_at)
    calendar = reference.calendar(tx, row.municipality_id)
    is_open = task.state == OPEN
    step = _Step(task.id, task.case_id, task.element, row.version_id, task.person_id)
    conflicts = conflicts_of_interest.among(tx, [step], person_id=tx.actor.person_id) if is_open else {}
    reads.record(tx, row.id, "task.read", municipality_id=row.municipality_id, element=task.element)
    return TaskView(
        task_id=task.id,
        element=task.element,
        step=version.names_of(task.element),
        role=task.role,
        law=version.law_of(task.element),
        is_open=is_open,
        is_for_applicant=task.person_id is not None and task.person_id == row.applicant_id,
        assignee=names.get(task.claimed_by),
        is_mine=is_open and _is_mine(tx.actor, task),
        may_claim=is_open and task.id not in conflicts and _is_free(task) and may_work_on(tx.actor, task),
        conflict=conflicts.get(task.id) if may_work_on(tx.actor, task) else None,
        is_signed=version.definition.elements[task.element].signing is not None,
        due_on=due_on,
        working_days_left=due_on and remaining(due_on, local_date(tx.now), calendar),
        form=version.form(task.form_id, language),
        form_context=_context(tx, row, version, language),
        draft=task_drafts.find(tx, task.id) if is_open else None,
        closed_by=names.get(task.closed_by),
        closed_at=task.closed_at,
        case=cases.build(tx, row, language),
        assignee_id=task.claimed_by,
        team=_team(tx, task) if is_open else (),
        looking=colleagues.looking(tx, row.id) if tx.actor.is_staff else (),
        clock_effects=effects(tx, row, version, task.token)
        if is_open and _is_of_office(tx.actor, task)
        else (),
    )


def _context(tx: Transaction, row: CaseRow, version: Published, language: str) -> Mapping[str, Any]:
    """Return what the form's conditions and choices see."""
    world = World(tx, row, version)
    document = {**row.document, **world.reserved()}
    place = row.municipality_id
    return form_context(tx, version, place, language, filed_on=world.filed_on, document=document)


def _is_of_office(actor: Actor, task: Any) -> bool:
    return actor.is_staff and task.person_id is None


def _is_free(task: Any) -> bool:
    return task.claimed_by is None and task.person_id is None


def _is_mine(actor: Actor, task: Any) -> bool:
    return actor.person_id == task.claimed_by or actor.party_id in (task.claimed_by, task.person_id)


def _team(tx: Transaction, task: Any) -> tuple[colleagues.Colleague, ...]:
    """Return to whom the actor may assign the task: who holds its role, if the actor supervises."""
    if task.person_id is not None or not tx.actor.may(Right.SUPERVISE, task.municipality_id):
        return ()
    return tuple(
        colleague for colleague in colleagues.of(tx, (task.municipality_id,)) if task.role in colleague.roles
    )


def form_of(tx: Transaction, task_id: UUID, language: str) -> TaskForm:
    """Return the form of a task that the page has open already: nothing of the case is looked at.

    Raises `NotFound` as `view` does.
    """
    task, row = loaded(tx, task_id)
    municipality = reference.municipality_by_id(tx, row.municipality_id)
    form = published(tx, row.version_id).form(task.form_id, language)
    return TaskForm(task.id, form, municipality.code, task_drafts.find(tx, task.id), _is_free(task))


def _refuse_unseen(tx: Transaction, task: Any) -> None:
    """Tell whoever works on such steps what keeps them from this one; to others it does not exist."""
    if not may_work_on(tx.actor, task):
        raise NotFound
    if tx.actor.person_id is not None:
        conflicts_of_interest.refuse(tx, task, person_id=tx.actor.person_id)


def loaded(tx: Transaction, task_id: UUID) -> tuple[Any, CaseRow]:
    """Return a task with its case. Raises `NotFound` as `view` does."""
    task = work.task(tx, task_id)
    if task is None or not (may_work_on(tx.actor, task) or task.municipality_id in tx.actor.municipalities):
        raise NotFound
    row = case_store.load(tx, task.case_id)
    if row is None:
        raise Broken("task.no_case")
    if not sight.may_see(tx, row):
        _refuse_unseen(tx, task)
    return task, row
