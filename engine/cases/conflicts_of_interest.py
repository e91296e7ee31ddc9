"""Conflicts of interest: who is kept from a step although their office does such steps.

A party of the case, whoever represents one and a recused official do nothing in it for the office. A step
with the four-eyes principle (`mms:notBy`) is closed for ever to whoever did the step that it names: the
author of an act judges it with a first opinion, even if a colleague has rewritten it since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol
from uuid import UUID

from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.stores import recusals, work
from engine.stores.cases import CaseRow
from engine.tenancy import Actor


class SecondPerson(Rejected):
    """The step takes another person than the one who did a step before it."""

    code = "task.second_person"


class OwnCase(Rejected):
    """The person is a party of the case, or represents one."""

    code = "task.own_case"


class Recused(Rejected):
    """The person takes no part in the case."""

    code = "task.recused"


KEPT: Final[Mapping[str, type[Rejected]]] = {"party": OwnCase, "recused": Recused}


class Step(Protocol):
    """A step of a case, as lists have it."""

    @property
    def id(self) -> UUID: ...
    @property
    def case_id(self) -> UUID: ...
    @property
    def element(self) -> str: ...
    @property
    def version_id(self) -> int: ...
    @property
    def person_id(self) -> int | None: ...


def refuse(tx: Transaction, task: Any, *, person_id: int) -> None:
    """Raise what keeps the person from the step."""
    if task.person_id is None:
        why = recusals.why(tx, person_id, [task.case_id]).get(task.case_id)
        if why is not None:
            raise _told(tx, KEPT[why], person_id)
    version = published(tx, work.version_of(tx, task.case_id))
    refuse_doer(tx, task, version, person_id=person_id)


def is_party(actor: Actor, row: CaseRow) -> bool:
    """Say whether the case is the person's own, or one in which they represent somebody."""
    said, number = row.representative or {}, actor.personal_number
    return row.applicant_id in (actor.person_id, actor.party_id) or (
        number is not None and said.get("number") == number
    )


def refuse_party(tx: Transaction, task: Any, row: CaseRow) -> None:
    """Raise what keeps the actor from a step that was read with its case."""
    if task.person_id is not None:
        return
    if is_party(tx.actor, row):
        raise OwnCase
    if task.is_recused:
        raise Recused


def refuse_doer(tx: Transaction, task: Any, version: Published, *, person_id: int | None) -> None:
    """Raise `SecondPerson` if the step is closed to the person because of what they did before."""
    asked = version.definition.elements[task.element].not_by
    if not asked or person_id is None:
        return
    done = {element for _, element in work.done_by(tx, person_id, [task.case_id], asked)}
    for name in asked:
        if name in done:
            code = None if person_id == tx.actor.person_id else "task.needs_another"
            raise SecondPerson(code, step=version.names_of(name))


def among(tx: Transaction, steps: Iterable[Step], *, person_id: int | None) -> Mapping[UUID, str]:
    """Return which of the steps are closed to the person, and why, with two statements at most."""
    found = [step for step in steps if step.person_id is None]
    if not found or person_id is None:
        return {}
    kept = recusals.why(tx, person_id, {step.case_id for step in found})
    closed = {step.id: KEPT[kept[step.case_id]].code for step in found if step.case_id in kept}
    asked = {step.id: (step.case_id, _asked(tx, step)) for step in found if step.id not in closed}
    asked = {id: (case_id, names) for id, (case_id, names) in asked.items() if names}
    if asked:
        cases = {case_id for case_id, _ in asked.values()}
        elements = {name for _, names in asked.values() for name in names}
        done = work.done_by(tx, person_id, cases, elements)
        for id, (case_id, names) in asked.items():
            if any((case_id, name) in done for name in names):
                closed[id] = SecondPerson.code
    return closed


def _told(tx: Transaction, kind: type[Rejected], person_id: int) -> Rejected:
    return kind() if person_id == tx.actor.person_id else kind(f"{kind.code}_of_other")


def _asked(tx: Transaction, step: Step) -> tuple[str, ...]:
    return published(tx, step.version_id).definition.elements[step.element].not_by
