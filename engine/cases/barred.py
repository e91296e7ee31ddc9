"""Who may not do a step although their office does such steps.

A step that takes a second person is closed to whoever did the step before it that it names (`mms:notBy`),
ever: who has drafted an act judges it with a first opinion, even if a colleague has rewritten it since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.stores import work


class SecondPerson(Rejected):
    """The step takes another person than the one who did a step before it."""

    code = "task.second_person"


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


def refuse(tx: Transaction, task: Any, *, person_id: int | None) -> None:
    """Raise what keeps the person from the step."""
    version = published(tx, work.version_of(tx, task.case_id))
    refuse_doer(tx, task, version, person_id=person_id)


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
    """Return which of the steps are closed to the person, and why, with one statement at most."""
    asked = {one.id: (one, _asked(tx, one)) for one in steps}
    asked = {id: (one, names) for id, (one, names) in asked.items() if names}
    if not asked or person_id is None:
        return {}
    cases = {one.case_id for one, _ in asked.values()}
    elements = {name for _, names in asked.values() for name in names}
    done = work.done_by(tx, person_id, cases, elements)
    return {
        id: SecondPerson.code
        for id, (one, names) in asked.items()
        if any((one.case_id, name) in done for name in names)
    }


def _asked(tx: Transaction, step: Step) -> tuple[str, ...]:
    return published(tx, step.version_id).definition.elements[step.element].not_by
