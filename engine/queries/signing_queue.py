"""The signing queue: what waits for this person's signature, nearest legal deadline first.

Steps of their roles that end with a signature, and what others have laid out and they are to sign beside
them. Whose turn it is within one signing is decided when it is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.catalogue.published import published
from engine.db.pool import Transaction, as_json
from engine.queries.inbox import due_day
from engine.stores import signings

MOST: Final = 200
# Which elements end with a signature is in the versions of which there are open cases.
VERSIONS = """
select v.id from service_versions v where exists (select from cases c
    where c.municipality_id = any (:places) and c.version_id = v.id and c.closed_at is null)
"""
STEPS = """
select t.id, t.case_id, t.element, t.municipality_id, t.deadline_at, t.claimed_by, c.number, c.version_id,
       c.applicant_name, count(*) over () as of_all
from tasks t join cases c on c.id = t.case_id
where t.state = 0 and t.person_id is null and t.municipality_id = any (:places)
  and (t.claimed_by is null or t.claimed_by = :person)
  and exists (select from jsonb_to_recordset(cast(:signed as jsonb)) as s(version_id int, element text)
      where s.version_id = c.version_id and s.element = t.element)
  and exists (select from jsonb_to_recordset(cast(:grants as jsonb))
      as g(municipality_id smallint, role text, unit text)
      where g.municipality_id = t.municipality_id and g.role = t.role
        and (g.unit is null or t.unit_code is null or t.unit_code = g.unit))
order by t.deadline_at, t.id limit :most
"""
APPLICANTS = "select id, applicant_name from cases where id = any (:case_ids)"
BESIDE = """
select g.id, g.case_number, g.step, g.title, count(*) over () as of_all
from signers s join signings g on g.id = s.signing_id
where s.person_id = :person and s.signed_at is null and g.state = 'open' and g.doer_id <> :person
order by g.opened_at limit :most
"""


@dataclass(frozen=True)
class QueuedStep:
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
class QueuedSigning:
    """Something that another person has laid out for this one to sign."""

    signing_id: UUID
    case_number: str
    step: Mapping[str, str]
    title: str


@dataclass(frozen=True)
class SigningQueue:
    """Signing queue of one person: the nearest of each, and how much there is of all."""

    steps: tuple[QueuedStep, ...]
    beside: tuple[QueuedSigning, ...]
    count: int

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.steps) + len(self.beside)


def of_actor(tx: Transaction) -> SigningQueue:
    """Return what the signed-in person is to sign."""
    person, places = tx.actor.person_id, list(tx.actor.municipalities)
    grants = [
        {"municipality_id": role.municipality_id, "role": role.role, "unit": role.unit}
        for role in tx.actor.roles
    ]
    rows = tx.all(
        STEPS, places=places, person=person, signed=_signed(tx, places), grants=as_json(grants), most=MOST
    )
    beside = _beside(tx)
    return SigningQueue(
        tuple(_step(tx, row) for row in rows),
        tuple(_signing(row) for row in beside),
        count=sum(found[0].of_all for found in (rows, beside) if found),
    )


def laid_out(tx: Transaction, task_id: UUID) -> Mapping[str, Any] | None:
    """Return the answers with which this person has laid a step out for signing, if they have."""
    found = signings.laid_out(tx, task_id, person_id=tx.actor.person_id or 0)
    return dict(found) if found is not None else None


def applicants(tx: Transaction, case_ids: Iterable[UUID]) -> dict[UUID, Mapping[str, str]]:
    """Return whose cases these are; those that this person does not see are left out."""
    return {row.id: row.applicant_name for row in tx.all(APPLICANTS, case_ids=list(case_ids))}


def waiting(tx: Transaction) -> tuple[QueuedSigning, ...]:
    """Return what others have laid out for this person to sign."""
    return tuple(_signing(row) for row in _beside(tx))


def _beside(tx: Transaction) -> list[Any]:
    return tx.all(BESIDE, person=tx.actor.person_id, most=MOST)


def _signed(tx: Transaction, places: list[int]) -> str:
    """Return the elements that end with a signature."""
    versions = [published(tx, row.id) for row in tx.all(VERSIONS, places=places)]
    return as_json(
        [
            {"version_id": version.id, "element": name}
            for version in versions
            for name, element in version.definition.elements.items()
            if element.signing is not None
        ]
    )


def _signing(row: Any) -> QueuedSigning:
    return QueuedSigning(row.id, row.case_number, row.step, row.title)


def _step(tx: Transaction, row: Any) -> QueuedStep:
    version = published(tx, row.version_id)
    return QueuedStep(
        row.id,
        row.case_id,
        row.number,
        version.names_of(row.element),
        version.names,
        row.applicant_name,
        due_day(row.deadline_at),
        row.claimed_by is not None,
    )
