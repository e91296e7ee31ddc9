"""The signing tray: what waits for this person's signature, nearest legal deadline first.

Steps of their roles that end with a signature, and what others have laid out and they are to sign beside
them. Whose turn it is within one signing is decided when it is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.queries.inbox import due_day

MOST = 200
# Which elements end with a signature is in the versions, so more are read than are shown.
MOST_READ = 1000
STEPS = """
select t.id, t.case_id, t.element, t.role, t.unit_code, t.municipality_id, t.deadline_at, t.claimed_by,
       c.number, c.version_id, c.applicant_name
from tasks t join cases c on c.id = t.case_id
where t.state = 0 and t.person_id is null
  and t.municipality_id = any (:municipalities) and t.role = any (:roles)
  and (t.claimed_by is null or t.claimed_by = :person)
order by t.deadline_at, t.id limit :most
"""
BESIDE = """
select g.id, g.case_number, g.step, g.title
from signers s join signings g on g.id = s.signing_id
where s.person_id = :person and s.signed_at is null and g.state = 'open' and g.doer_id <> :person
order by g.opened_at limit :most
"""


@dataclass(frozen=True)
class TrayStep:
    """A step that this person may do and that ends with a signature."""

    task_id: UUID
    case_id: UUID
    case_number: str
    step: Mapping[str, str]
    service: Mapping[str, str]
    applicant: Mapping[str, str]
    due_on: date | None
    is_claimed: bool


@dataclass(frozen=True)
class TraySigning:
    """Something that another person has laid out for this one to sign."""

    signing_id: UUID
    case_number: str
    step: Mapping[str, str]
    title: str


@dataclass(frozen=True)
class Tray:
    """Everything that waits for one person's signature."""

    steps: tuple[TrayStep, ...]
    beside: tuple[TraySigning, ...]

    @property
    def count(self) -> int:
        return len(self.steps) + len(self.beside)


def tray(tx: Transaction) -> Tray:
    """Return what the signed-in person is to sign."""
    person = tx.actor.person_id
    roles = sorted({grant.role for grant in tx.actor.roles})
    rows = tx.all(
        STEPS, municipalities=list(tx.actor.municipalities), roles=roles, person=person, most=MOST_READ
    )
    found = (_step(tx, row) for row in rows)
    beside = tx.all(BESIDE, person=person, most=MOST)
    return Tray(
        tuple(step for step in found if step is not None)[:MOST],
        tuple(TraySigning(row.id, row.case_number, row.step, row.title) for row in beside),
    )


def waiting(tx: Transaction) -> tuple[TraySigning, ...]:
    """Return what others have laid out for this person to sign."""
    rows = tx.all(BESIDE, person=tx.actor.person_id, most=MOST)
    return tuple(TraySigning(row.id, row.case_number, row.step, row.title) for row in rows)


def _step(tx: Transaction, row: Any) -> TrayStep | None:
    version = published(tx, row.version_id)
    if version.definition.elements[row.element].signing is None:
        return None
    if not tx.actor.has_role(row.role, row.municipality_id, row.unit_code):
        return None
    return TrayStep(
        row.id,
        row.case_id,
        row.number,
        version.names_of(row.element),
        version.names,
        row.applicant_name,
        due_day(row.deadline_at),
        row.claimed_by is not None,
    )
